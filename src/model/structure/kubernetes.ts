import { LABELS_AND_ANNOTATIONS } from './metadata';
import { SchemaNode } from '../../../imports/schema';

/** The fields of Kubernetes' kinds that Istio reads, with their types. Other fields are nobody's business here, and are kept. */

const text: SchemaNode = { type: 'string' };
const whole: SchemaNode = { type: 'integer' };
const flag: SchemaNode = { type: 'boolean' };
const port: SchemaNode = { 'x-kubernetes-int-or-string': true };
const texts: SchemaNode = { type: 'object', additionalProperties: text };

function list(items: SchemaNode): SchemaNode {
  return { type: 'array', items };
}

function some(properties: { readonly [name: string]: SchemaNode }): SchemaNode {
  return { 'type': 'object', properties, 'x-kubernetes-preserve-unknown-fields': true };
}

const selector = some({ matchLabels: texts, matchExpressions: list(some({ key: text, operator: text, values: list(text) })) });

const probe = some({
  httpGet: some({ path: text, port, scheme: text, host: text }),
  tcpSocket: some({ port }),
  grpc: some({ port: whole, service: text }),
});

const container = some({
  name: text,
  image: text,
  ports: list(some({ name: text, containerPort: whole, protocol: text })),
  securityContext: some({ runAsUser: whole, runAsGroup: whole }),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
});

const pod = some({
  serviceAccountName: text,
  serviceAccount: text,
  hostNetwork: flag,
  containers: list(container),
  initContainers: list(container),
  securityContext: some({ runAsUser: whole, runAsGroup: whole }),
});

const template = some({ metadata: LABELS_AND_ANNOTATIONS, spec: pod });
const workload = some({ replicas: whole, selector, serviceName: text, template });
const reference = some({ group: text, kind: text, name: text, namespace: text, sectionName: text, port: whole });

const service = some({
  type: text,
  externalName: text,
  clusterIP: text,
  clusterIPs: list(text),
  selector: texts,
  ports: list(some({ name: text, port: whole, targetPort: port, protocol: text, appProtocol: text, nodePort: whole })),
});

const gateway = some({
  gatewayClassName: text,
  listeners: list(some({
    name: text,
    port: whole,
    protocol: text,
    hostname: text,
    tls: some({ mode: text, certificateRefs: list(reference) }),
    allowedRoutes: some({ namespaces: some({ from: text, selector }), kinds: list(some({ group: text, kind: text })) }),
  })),
  addresses: list(some({ type: text, value: text })),
});

const route = some({
  parentRefs: list(reference),
  hostnames: list(text),
  rules: list(some({ name: text, matches: list(some({})), filters: list(some({})), backendRefs: list(reference) })),
});

/** By group and kind. */
const SPECS: { readonly [kind: string]: SchemaNode } = {
  '/Namespace': some({}),
  '/Pod': pod,
  '/Service': service,
  '/ServiceAccount': some({}),
  'apps/DaemonSet': workload,
  'apps/Deployment': workload,
  'apps/ReplicaSet': workload,
  'apps/StatefulSet': workload,
  'argoproj.io/Rollout': workload,
  'batch/CronJob': some({ jobTemplate: some({ spec: some({ template }) }) }),
  'batch/Job': some({ template }),
  'cert-manager.io/Certificate': some({ secretName: text, commonName: text, dnsNames: list(text) }),
  'gateway.networking.k8s.io/GRPCRoute': route,
  'gateway.networking.k8s.io/Gateway': gateway,
  'gateway.networking.k8s.io/HTTPRoute': route,
  'gateway.networking.k8s.io/TCPRoute': route,
  'gateway.networking.k8s.io/TLSRoute': route,
};

/** Kinds whose fields lie beside `metadata`. */
const FLAT: { readonly [kind: string]: { readonly [name: string]: SchemaNode } } = {
  '/ConfigMap': { data: texts },
  '/Secret': { type: text, data: texts, stringData: texts },
};

/** The schema of an object of Kubernetes that Istio reads; none for the others. */
export function kubernetesSchema(group: string, kind: string): SchemaNode | undefined {
  const key = `${group}/${kind}`;
  if (Object.hasOwn(SPECS, key)) return some({ metadata: LABELS_AND_ANNOTATIONS, spec: SPECS[key] });
  return Object.hasOwn(FLAT, key) ? some({ metadata: LABELS_AND_ANNOTATIONS, ...FLAT[key] }) : undefined;
}
