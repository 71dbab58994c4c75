import { perMesh } from './per-mesh';
import { DestinationRuleView } from '../model/destination-rules';
import { homeOf } from '../model/hosts';
import { proxyOf } from '../model/injection';
import { Mesh } from '../model/mesh';
import { ServerTls } from '../model/mtls';
import { MeshObject } from '../model/object';
import { listOf } from '../model/read';
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

/** The ports for which DestinationRules say how they are called, with the pods behind them as far as they are known. */
export const calls = perMesh((mesh: Mesh): Call[] => mesh.destinationRules.all.flatMap(view => {
  const [service, ...more] = view.host.startsWith('*') ? [] : mesh.services.byHost(view.host);
  if (!service?.kubernetes || more.length > 0) return [];
  return service.ports.flatMap(port => callOf(mesh, view, service, port));
}));

function callOf(mesh: Mesh, view: DestinationRuleView, service: Service, port: ServicePort): Call[] {
  const tls = tlsOn(view, port.number);
  const servers = tls ? serversOf(mesh, service, port) : [];
  return servers.length > 0 ? [{ view, ...tls!, port: port.number, servers }] : [];
}

/** The mode that a DestinationRule says for a port of its host, and where. */
export function tlsOn({ object: { spec: { trafficPolicy } } }: DestinationRuleView, port: number): Pick<Call, 'field' | 'mode'> | undefined {
  const mode = policyFor({ trafficPolicy, subsets: [] }, port)?.tls?.mode;
  if (!mode) return undefined;
  const entry = listOf(trafficPolicy.portLevelSettings).findIndex(each => each?.port?.number === port);
  return { mode, field: `spec.trafficPolicy${entry < 0 ? '' : `.portLevelSettings[${entry}]`}.tls.mode` };
}

function serversOf(mesh: Mesh, service: Service, port: ServicePort): ServerSide[] {
  const workloads = mesh.workloads.of(service);
  if (workloads.length === 0) return unknownServer(mesh, service);
  if (workloads.some(({ ports }) => targetOf(port, ports) === undefined)) return [];
  return workloads.map(({ object, namespace, ports, proxy, labels }) => (
    { ...mesh.mtls.serverOf(namespace, labels, targetOf(port, ports)), workload: object, namespace, proxy }
  ));
}

/** Namespaces where a PeerAuthentication is for some pods only. */
const withSelectors = perMesh((mesh: Mesh) => new Set(mesh.ofKind('security.istio.io', 'PeerAuthentication').filter(({ spec }) => spec.selector).map(homeOf)));

/** Of pods that are not known at least what is said for all pods of the namespace, where nothing is said for some. */
function unknownServer(mesh: Mesh, { namespace, selector = {} }: Service): ServerSide[] {
  if (withSelectors(mesh).has(namespace)) return [];
  const proxy = proxyOf({ labels: {}, annotations: {}, spec: {} }, mesh.namespaces.labels(namespace));
  return [{ ...mesh.mtls.serverOf(namespace, selector), namespace, proxy: proxy === 'sidecar' || proxy === 'ambient' ? proxy : 'unknown' }];
}

/**
 * Who demands mutual TLS for a namespace has proxies there; the whole mesh may have pods without. Pods in ambient are called through a
 * tunnel, which is mutual TLS whatever a DestinationRule says.
 */
export function refusesPlaintext({ proxy, mode, from, namespace }: ServerSide): boolean {
  return mode === 'STRICT' && (proxy === 'sidecar' || (proxy === 'unknown' && from.some(object => homeOf(object) === namespace)));
}
