import { perMesh } from './per-mesh';
import { DestinationRuleView } from '../model/destination-rules';
import { homeOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { ServerTls } from '../model/mtls';
import { MeshObject } from '../model/object';
import { Service, ServicePort } from '../model/services';
import { policyFor } from '../model/traffic-policy';
import { targetOf, Workload } from '../model/workloads';

/** One kind of pods behind a port. */
export interface ServerSide extends ServerTls {
  /** Nothing where no workload is known. */
  readonly workload?: MeshObject;
  readonly namespace: string;
  readonly proxy: Workload['proxy'];
}

/** How a DestinationRule lets clients call a port, and who serves it. */
export interface Call {
  readonly view: DestinationRuleView;
  readonly field: string;
  readonly mode: string;
  readonly port: number;
  readonly servers: ServerSide[];
}

/** The first port of each DestinationRule whose TLS is said there, by mode, with the pods behind it as far as they are known. */
export const contradictions = perMesh((mesh: Mesh): Call[] => mesh.destinationRules.all.flatMap(view => {
  const [service, ...more] = view.host.startsWith('*') ? [] : mesh.services.byHost(view.host);
  if (!service?.kubernetes || more.length > 0) return [];
  return service.ports.flatMap(port => callOf(mesh, view, service, port));
}));

function callOf(mesh: Mesh, view: DestinationRuleView, service: Service, port: ServicePort): Call[] {
  const { trafficPolicy } = view.object.spec;
  const mode = policyFor({ trafficPolicy, subsets: [] }, port.number)?.tls?.mode;
  const servers = mode ? serversOf(mesh, service, port) : [];
  if (servers.length === 0) return [];
  const entry = (trafficPolicy.portLevelSettings ?? []).findIndex((each: any) => each?.port?.number === port.number);
  const field = entry < 0 ? 'spec.trafficPolicy.tls.mode' : `spec.trafficPolicy.portLevelSettings[${entry}].tls.mode`;
  return [{ view, field, mode, port: port.number, servers }];
}

function serversOf(mesh: Mesh, service: Service, port: ServicePort): ServerSide[] {
  const workloads = mesh.workloads.of(service);
  if (workloads.length === 0) return unknownServer(mesh, service);
  if (workloads.some(({ ports }) => targetOf(port, ports) === undefined)) return [];
  return workloads.map(({ object, namespace, ports, proxy, labels }) => (
    { ...mesh.mtls.serverOf(namespace, labels, targetOf(port, ports)), workload: object, namespace, proxy }
  ));
}

/** Of pods that are not known at least what is said for all pods of the namespace, where nothing is said for some. */
function unknownServer(mesh: Mesh, { namespace, selector = {} }: Service): ServerSide[] {
  const some = mesh.ofKind('security.istio.io', 'PeerAuthentication').some(object => homeOf(object) === namespace && object.spec.selector);
  return some ? [] : [{ ...mesh.mtls.serverOf(namespace, selector), namespace, proxy: 'unknown' }];
}

/** Who demands mutual TLS for a namespace has proxies there; the whole mesh may have pods without. */
export function refusesPlaintext({ proxy, mode, from, namespace }: ServerSide): boolean {
  if (mode !== 'STRICT') return false;
  return proxy === 'sidecar' || proxy === 'ambient' || (proxy === 'unknown' && from.some(object => homeOf(object) === namespace));
}
