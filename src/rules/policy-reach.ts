import { perMesh } from './per-mesh';
import { GatewayView } from '../model/gateways';
import { homeOf } from '../model/hosts';
import { Proxy } from '../model/injection';
import { LabelIndex, Labels, SelectorIndex } from '../model/label-index';
import { Mesh } from '../model/mesh';
import { MeshObject, objectText } from '../model/object';
import { selectorOf, targetRefs } from '../model/policies';
import { isTcp } from '../model/protocol';
import { listOf } from '../model/read';
import { Service } from '../model/services';
import { ServedPort, targetOf, Workload } from '../model/workloads';

/** Pods that a policy is for: a workload that is written, or what a Service selects where its workload is not. */
export interface Reached {
  /** As messages name it: `Deployment shop/db`, or `the pods of Service shop/db`. */
  readonly text: string;
  readonly object: MeshObject;
  readonly workload?: Workload;
  readonly namespace: string;
  /** All labels of the workload; of pods that are not written, those that are known. */
  readonly labels: Labels;
  readonly proxy: Proxy;
  readonly ports: ServedPort[];
}

/** Where the pods are gateways, ports are what Gateways say, not what Services say. */
const GATEWAYS = /gateway/i;

const gatewaySelectors = perMesh((mesh: Mesh) => {
  const gateways = mesh.gateways.all.filter(({ selector }) => Object.keys(selector).length > 0);
  return new SelectorIndex(gateways, () => '', ({ selector }) => selector);
});

/** All pods that policies reach, worked out once. */
const reachable = perMesh((mesh: Mesh) => {
  const workloads = mesh.workloads.all.filter(({ proxy }) => proxy === 'sidecar' || proxy === 'unknown').map(workload => workloadReach(mesh, workload));
  const implied = mesh.workloads.unwritten().filter(({ namespace }) => !isAmbient(mesh, namespace)).map(service => impliedReach(mesh, service));
  return new LabelIndex([...workloads, ...implied].filter(({ labels }) => !isGateway(mesh, labels)), ({ namespace }) => namespace, ({ labels }) => labels);
});

const reachedBy = perMesh((_: Mesh) => new Map<MeshObject, Reached[]>());

/** The pods with a sidecar, as far as is known, that a policy with a selector is for. */
export function reachOf(mesh: Mesh, object: MeshObject): Reached[] {
  const known = reachedBy(mesh);
  let reached = known.get(object);
  if (!reached) known.set(object, reached = targetRefs(object).length > 0 ? [] : sidecarsWith(mesh, object, selectorOf(object)));
  return reached;
}

/** The pods with a sidecar, as far as is known, that have the labels which an object asks for. */
export function sidecarsWith(mesh: Mesh, object: MeshObject, labels: Labels): Reached[] {
  const pods = reachable(mesh);
  return pods.items.length === 0 ? [] : pods.selectedBy(scopeOf(mesh, object), labels);
}

/** Whether a Sidecar says which ports the pods have for what comes in: then it is not their Services that do. */
export function haveOwnPorts(mesh: Mesh, { namespace, labels }: Reached): boolean {
  return mesh.sidecars.inForce(namespace, labels).some(({ spec }) => listOf(spec.ingress).length > 0);
}

/** All workloads that an object with a selector is for, whatever proxy they have. */
export function selectedBy(mesh: Mesh, object: MeshObject): Workload[] {
  return targetRefs(object).length > 0 ? [] : mesh.workloads.selectedBy(scopeOf(mesh, object), selectorOf(object));
}

/** Whether a policy is for pods that it selects by their labels: not for a target, nor for all of a namespace. */
export function selectsPods(object: MeshObject): boolean {
  return targetRefs(object).length === 0 && Object.keys(selectorOf(object)).length > 0;
}

/** The namespace in which an object selects. Nothing for the root namespace: from there it is all. */
export function scopeOf(mesh: Mesh, object: MeshObject): string | undefined {
  return homeOf(object) === mesh.settings.rootNamespace ? undefined : homeOf(object);
}

function isGateway(mesh: Mesh, labels: Labels): boolean {
  return GATEWAYS.test(labels.istio ?? '') || GATEWAYS.test(labels.app ?? '') || gatewaySelectors(mesh).selective('', labels).length > 0;
}

const gatewayPods = perMesh((mesh: Mesh) => new LabelIndex(mesh.gateways.all, () => '', ({ selector }) => selector));

/** The Gateways whose pods all have the labels of a selector that is not empty. */
export function gatewaysWith(mesh: Mesh, selector: Labels): GatewayView[] {
  return Object.keys(selector).length > 0 ? gatewayPods(mesh).selectedBy('', selector) : [];
}

/** Whether the pods of a namespace that are not written are in ambient mode, most likely. */
export function isAmbient(mesh: Mesh, namespace: string): boolean {
  return mesh.namespaces.labels(namespace)?.['istio.io/dataplane-mode'] === 'ambient';
}

/** Ports that carry no HTTP for certain, with one service that says so. */
export function tcpPorts({ ports }: Reached): ServedPort[] {
  const others = new Set(ports.filter(({ port }) => !isTcp(port.protocol)).map(({ number }) => number));
  return ports.filter(({ number }) => number !== undefined && !others.has(number));
}

function workloadReach(mesh: Mesh, workload: Workload): Reached {
  const { object, namespace, labels, proxy } = workload;
  return { text: objectText(object), object, workload, namespace, labels, proxy, ports: mesh.workloads.servedPorts(workload) };
}

/** Other Services may select these pods too. */
function impliedReach(mesh: Mesh, { object, namespace, selector }: Service): Reached {
  const services = mesh.workloads.servicesWith(namespace, selector!);
  return {
    text: `the pods of ${objectText(object)}`,
    object,
    namespace,
    labels: selector!,
    proxy: 'unknown',
    ports: services.flatMap(service => service.ports.map(port => ({ number: targetOf(port, []), service, port }))),
  };
}
