import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { quoted, UsageError } from '../core/errors';
import { MeshPort } from '../resources/mesh-port';

/** A Kubernetes Namespace. It never carries a namespace itself, whatever the chart says. */
export class NamespaceObject extends ApiObject {
  public constructor(scope: Construct, id: string, metadata: ApiObjectMetadata) {
    super(scope, id, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }

  public toJson(): any {
    const json = super.toJson();
    delete json.metadata.namespace;
    return json;
  }
}

/** What a Service of the app says about itself. */
export interface ReadService {
  readonly name: string;
  readonly namespace?: string;
  readonly ports: MeshPort[];
  readonly labels: { [key: string]: string };
}

/** Reads a Service, whichever library wrote it. */
export function readService(construct: IConstruct, known?: MeshPort[]): ReadService {
  const object = ApiObject.of(construct);
  if (object.kind !== 'Service') throw new UsageError(construct, `it writes a ${object.kind}, not a Service`, 'pass the construct of the Kubernetes Service');
  const { metadata, spec = {} } = object.toJson();
  if (spec.type === 'ExternalName') {
    throw new UsageError(construct, `it is an ExternalName Service, another name of ${spec.externalName}: Istio has no endpoints for it, and uses no DestinationRule of it`,
      `describe ${spec.externalName}: with ExternalApi or ExternalTcpService outside of the mesh, with its own Service inside; MeshService.fromName makes this one a target of routes`);
  }
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    ports: known ?? (spec.ports ?? []).map((port: ServicePort) => meshPort(construct, port)),
    labels: spec.selector ?? {},
  };
}

/** The service account of a workload of the app that a Service selects. Only where there is just one answer. */
export function serviceAccountFor(construct: IConstruct, namespace: string, labels: { [key: string]: string }): string | undefined {
  const accounts = new Set<string>();
  for (const object of construct.node.root.node.findAll().filter(child => ApiObject.isApiObject(child)) as ApiObject[]) {
    if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) continue;
    const { metadata, spec } = object.toJson();
    const pod = spec?.template;
    const selected = Object.keys(labels).length > 0 && Object.entries(labels).every(([key, value]) => pod?.metadata?.labels?.[key] === value);
    if (!selected || metadata.namespace !== namespace) continue;
    // Pods that name no account run as `default`, which the whole namespace may share; that is for the user to say.
    if (pod?.spec?.serviceAccountName) accounts.add(pod.spec.serviceAccountName);
  }
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

interface ServicePort {
  readonly port: number;
  readonly name?: string;
  readonly appProtocol?: string;
  readonly targetPort?: number | string;
  readonly protocol?: string;
}

type Factory = (port: number, options: { targetPort?: number; name?: string }) => MeshPort;
const FACTORIES: { [protocol: string]: Factory } = {
  'http': MeshPort.http,
  'http2': MeshPort.http2,
  'grpc': MeshPort.grpc,
  'grpc-web': MeshPort.grpcWeb,
  'https': MeshPort.https,
  'tls': MeshPort.tls,
  'tcp': MeshPort.tcp,
  'mongo': MeshPort.mongo,
  'redis': MeshPort.redis,
  'mysql': MeshPort.mysql,
  'kubernetes.io/h2c': MeshPort.http2,
};

/** As Istio reads it: `appProtocol`, else the name up to the first dash. */
function meshPort(construct: IConstruct, { port, name = '', appProtocol, targetPort, protocol = 'TCP' }: ServicePort): MeshPort {
  const said = (appProtocol ?? (name.startsWith('grpc-web') ? 'grpc-web' : name.split('-')[0])).toLowerCase();
  const make = FACTORIES[said];
  if (!make || protocol !== 'TCP') {
    throw new UsageError(construct, `port ${port} is called ${quoted(name)}, which does not tell what is spoken on it`, 'name it as Istio reads it, for example "http-web", or pass ports');
  }
  if (typeof targetPort === 'string') {
    throw new UsageError(construct, `port ${port} has the named target port ${quoted(targetPort)}`, 'pass ports with the number, because policies see that one');
  }
  return make(port, { targetPort, name: name || undefined });
}
