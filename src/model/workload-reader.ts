import { homeOf } from './hosts';
import { proxyOf } from './injection';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { parseProtocol } from './protocol';
import { labelsOf, listOf, mapOf, numberOf, textOf } from './read';
import { Workload, WorkloadPort } from './workloads';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Kinds with pods, and where the pod is in them. */
const POD_KINDS: Array<[group: string, kind: string, pod: string[]]> = [
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(kind => ['apps', kind, ['spec', 'template']] as [string, string, string[]]),
  ['argoproj.io', 'Rollout', ['spec', 'template']],
  ['', 'ReplicationController', ['spec', 'template']],
  ['apps.openshift.io', 'DeploymentConfig', ['spec', 'template']],
  ['batch', 'Job', ['spec', 'template']],
  ['batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['', 'Pod', []],
];

/** Everything that runs: pods, virtual machines, and the gateways that Istio itself deploys. */
export function readWorkloads(mesh: Mesh): Workload[] {
  return [
    ...POD_KINDS.flatMap(([group, kind, path]) => mesh.ofKind(group, kind).flatMap(object => podWorkload(mesh, object, path))),
    ...mesh.ofKind('networking.istio.io', 'WorkloadEntry').map(workloadEntry),
    ...mesh.ofKind('networking.istio.io', 'WorkloadGroup').map(workloadGroup),
    ...mesh.ofKind('gateway.networking.k8s.io', 'Gateway').flatMap(deployedGateway),
  ];
}

function podWorkload(mesh: Mesh, object: MeshObject, path: string[]): Workload[] {
  const pod = path.reduce((at, key) => mapOf(at)[key], object.json);
  if (pod === undefined) return [];
  const { metadata, spec } = mapOf(pod);
  const head = { labels: labelsOf(mapOf(metadata).labels), annotations: labelsOf(mapOf(metadata).annotations), spec: mapOf(spec) };
  const namespace = homeOf(object);
  return [{
    ...head,
    object,
    namespace,
    specField: [...path, 'spec'].join('.'),
    serviceAccount: textOf(head.spec.serviceAccountName) || textOf(head.spec.serviceAccount) || 'default',
    ports: containers(head.spec).flatMap(({ ports }) => listOf(ports)).flatMap(containerPort),
    replicas: numberOf(mapOf(object.spec).replicas),
    proxy: proxyOf(head, mesh.namespaces.labels(namespace)),
  }];
}

/** Sidecars of Kubernetes are written among the init containers. */
function containers(spec: any): any[] {
  return [...listOf(spec.containers), ...listOf(spec.initContainers).filter(each => mapOf(each).restartPolicy === 'Always')].map(mapOf);
}

function containerPort(value: unknown): WorkloadPort[] {
  const { containerPort: port, name, protocol } = mapOf(value);
  const number = numberOf(port);
  return number === undefined || protocol === 'UDP' ? [] : [{ number, name: textOf(name) || undefined }];
}

function workloadEntry(object: MeshObject): Workload {
  const spec = mapOf(object.spec);
  // Labels of the object are labels of the workload as well, and win.
  const labels = { ...labelsOf(spec.labels), ...object.labels };
  return virtualMachine(object, labels, spec, labels['security.istio.io/tlsMode'] === 'istio' ? 'sidecar' : 'unknown');
}

function workloadGroup(object: MeshObject): Workload {
  const { metadata, template } = mapOf(object.spec);
  return virtualMachine(object, { ...labelsOf(mapOf(template).labels), ...labelsOf(mapOf(metadata).labels) }, mapOf(template), 'sidecar');
}

function virtualMachine(object: MeshObject, labels: Workload['labels'], spec: any, proxy: Workload['proxy']): Workload {
  const ports = Object.entries(mapOf(spec.ports)).filter(([, number]) => numberOf(number) !== undefined).map(([name, number]) => ({ name, number }));
  return { object, namespace: homeOf(object), labels, annotations: {}, spec: {}, specField: 'spec', serviceAccount: textOf(spec.serviceAccount) || 'default', ports, proxy };
}

/** A Gateway of the Gateway API for which Istio makes a Deployment: its pods have the name of the gateway as a label. */
function deployedGateway(object: MeshObject): Workload[] {
  const { gatewayClassName, addresses, listeners, infrastructure } = mapOf(object.spec);
  const waypoint = gatewayClassName === 'istio-waypoint';
  if ((!waypoint && gatewayClassName !== 'istio') || listOf(addresses).length > 0) return [];
  const labels = { ...labelsOf(mapOf(infrastructure).labels), ...object.labels, [GATEWAY_NAME]: object.name };
  const ports = listOf(listeners).map(mapOf).filter(({ port }) => numberOf(port) !== undefined)
    .map(({ port, protocol }) => ({ number: port, protocol: parseProtocol(textOf(protocol)) }));
  // Of a waypoint everything has its own name.
  const serviceAccount = object.annotations['gateway.istio.io/service-account'] ?? (waypoint ? object.name : `${object.name}-${gatewayClassName}`);
  return [{ object, namespace: homeOf(object), labels, annotations: {}, spec: {}, specField: 'spec', serviceAccount, ports, proxy: waypoint ? 'waypoint' : 'gateway' }];
}
