import { IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { CallIndex, Pods } from './call-index';
import { routingOf } from './routing';
import { CallerConfig, ICaller, IMeshNamespace, IRouteTarget } from '../core/bindings';
import { meshScopeOf, registryOf } from '../core/scopes';

/** What is called: a workload or namespace that lets the caller in, or a target that somebody else protects. */
export type Callee = IConstruct | IRouteTarget;

/** One edge of the call graph of a mesh: somebody calls something. */
export interface Call {
  /** Construct that says so. The edge is in its mesh. */
  readonly by: IConstruct;
  /** Who calls. */
  readonly from: ICaller;
  /** How that is recognized. */
  readonly caller: CallerConfig;
  /** A gateway calls. Gateways see everything, whatever Sidecars say. */
  readonly fromGateway: boolean;
  readonly callee: Callee;
  /** Present where the callee lets the caller in. */
  readonly entry?: Entry;
}

/** How a caller is let in. */
export interface Entry {
  /** Ports that the pods listen on. Every port when left out. */
  readonly ports?: number[];
  /** What was said about it. */
  readonly options?: AccessOptions;
}

/** The edges of an app, by who calls and by what is called. */
interface CallGraph {
  readonly byCaller: CallIndex<Call>;
  readonly byCallee: Map<Callee, Call[]>;
  /** Services that send requests on to something. */
  readonly senders: Map<Callee, Set<IConstruct>>;
}

const CALL_GRAPH = Symbol('call graph');
const NO_CALLS: Call[] = [];

/**
 * Adds an edge. Whoever writes something about a caller and a callee says so here, and Sidecars and NetworkPolicies follow.
 * @param by who says so
 * @param caller who calls
 * @param callee what is called
 * @param entry how the callee lets the caller in; nothing where somebody else protects it
 */
export function addCall(by: IConstruct, caller: ICaller, callee: Callee, entry?: Entry): void {
  const config = caller.callerConfig();
  const whole = serviceOf(callee);
  const call = { by, from: caller, caller: config, fromGateway: 'gatewayName' in caller, callee: whole, entry };
  const { byCaller, byCallee } = graphOf(by);
  byCaller.add(config, call);
  const calls = byCallee.get(whole);
  if (calls) calls.push(call);
  else byCallee.set(whole, [call]);
}

/** Says that the VirtualService of a service sends requests on to a target: who calls the one calls the other, where that is another one. */
export function addSender(sender: IConstruct, target: IRouteTarget): void {
  const { senders } = graphOf(sender);
  const whole = serviceOf(target);
  if (whole === sender) return;
  senders.set(whole, (senders.get(whole) ?? new Set<IConstruct>()).add(sender));
}

/** Every call of an app, in all its meshes. */
export function callsIn(app: IConstruct): Call[] {
  return [...graphOf(app).byCallee.values()].flat();
}

/** Calls that are let in to a workload or namespace. */
export function callsTo(callee: IConstruct): Call[] {
  return (graphOf(callee).byCallee.get(callee) ?? NO_CALLS).filter(({ entry }) => entry);
}

/** Whether any call is let in. */
export function isCalled(callee: IConstruct): boolean {
  return (graphOf(callee).byCallee.get(callee) ?? NO_CALLS).some(({ entry }) => entry);
}

/** Namespaces that call a service, directly or because another one sends its requests on. Nothing where they cannot be told. */
export function callingNamespaces(service: IConstruct): string[] | undefined {
  const mesh = meshScopeOf(service);
  const direct = (graphOf(service).byCallee.get(service) ?? NO_CALLS).filter(({ by }) => meshScopeOf(by) === mesh);
  const callers = [...direct, ...callsSentOnTo(service).map(({ call }) => call)].map(({ caller }) => caller);
  if (callers.some(isAnywhere)) return undefined;
  return [...new Set(callers.flatMap(caller => [...namespacesOf(caller)]))];
}

/** Calls of services of the mesh that send requests on to something. */
export function callsSentOnTo(target: IConstruct): { readonly service: IConstruct; readonly call: Call }[] {
  const { byCallee, senders } = graphOf(target);
  const mesh = meshScopeOf(target);
  const calls = [...senders.get(target) ?? []].flatMap(service => (byCallee.get(service) ?? NO_CALLS).map(call => ({ service, call })));
  return calls.filter(({ call: { by } }) => meshScopeOf(by) === mesh);
}

/** Hosts that pods call, in `namespace/host` form. */
export function hostsCalledBy(construct: IConstruct, pods: Pods): string[] {
  return hostsOfCalls(construct, graphOf(construct).byCaller.byPods(pods));
}

/**
 * Hosts that the other pods of a namespace call, in `namespace/host` form.
 * @param described pods that are not meant
 */
export function hostsCalledByOthers(construct: IConstruct, namespace: string, described: Pods[]): string[] {
  return hostsOfCalls(construct, graphOf(construct).byCaller.byOthers(namespace, described));
}

function hostsOfCalls(construct: IConstruct, calls: Call[]): string[] {
  const mesh = meshScopeOf(construct);
  return calls.filter(({ by, fromGateway }) => !fromGateway && meshScopeOf(by) === mesh).flatMap(({ callee }) => hostsOf(callee));
}

/**
 * Hosts to see for calling something, in `namespace/host` form: its own, and wherever its VirtualService sends requests.
 * A workload that is no service has no host to call.
 */
export function hostsOf(callee: Callee): string[] {
  const { namespaceName } = callee as Partial<IMeshNamespace>;
  if (namespaceName !== undefined) return [`${namespaceName}/*`];
  // Outside the mesh there may be several hosts, and routes to them that go to a gateway first.
  const { _hostsToSee } = callee as { _hostsToSee?: string[] };
  if (_hostsToSee) return _hostsToSee;
  if (!isTarget(callee)) return [];
  const sentTo = routingOf(callee)?.traffic.targets ?? [];
  return [...new Set([callee, ...sentTo].map(visibleHost))];
}

/** A version or a port of a service is the service. */
function serviceOf(callee: Callee): Callee {
  return isTarget(callee) ? routingOf(callee)?.workload ?? callee : callee;
}

/** Whether it may be in other namespaces than those that it names. */
function isAnywhere(caller: CallerConfig): boolean {
  const named = namespacesOf(caller);
  if (named.size === 0 || caller.anyIdentity || caller.peerIps?.length || caller.clientIps?.length) return true;
  return [...named].some(name => name.includes('*'));
}

function isTarget(callee: Callee): callee is IRouteTarget {
  return 'targetConfig' in callee;
}

/** Any namespace where it is not known who exports the host. */
function visibleHost(target: IRouteTarget): string {
  const { host } = target.targetConfig();
  const { namespace } = target as { namespace?: IMeshNamespace };
  const ofWorkload = routingOf(target)?.workload?.namespace;
  const ofCluster = /^[^.]+\.([^.]+)\.svc\.cluster\.local$/.exec(host)?.[1];
  // What is outside the mesh may be reached through a gateway, whose Service is not in the namespace of the target.
  return `${ofWorkload?.namespaceName ?? ('_hostsToSee' in target ? ofCluster : undefined) ?? namespace?.namespaceName ?? ofCluster ?? '*'}/${host}`;
}

function namespacesOf({ workloadNamespace, namespaces = [], identities = [] }: CallerConfig): Set<string> {
  return new Set([...workloadNamespace === undefined ? [] : [workloadNamespace], ...namespaces, ...identities.map(identity => identity.split('/')[0])]);
}

function graphOf(construct: IConstruct): CallGraph {
  return registryOf<CallGraph>(construct, CALL_GRAPH, () => ({ byCaller: new CallIndex(), byCallee: new Map(), senders: new Map() }));
}
