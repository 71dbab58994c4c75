import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { callsTo, isCalled } from './call-graph';
import { exists } from './children';
import { rulesFor } from './namespace-rules';
import { HBONE, networkRule, NetworkRule, port } from './network-rule';
import { onWaypoint, waypointOf } from './waypoints';
import { IMeshNamespace } from '../core/bindings';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';

/** Whom a NetworkPolicy protects. */
export interface NetworkSubject {
  /** Its policy is called `<name>-allow`. */
  readonly name: string;
  readonly namespace: IMeshNamespace;
  /** Labels of the pods. Every pod of the namespace when left out. */
  readonly labels?: { [key: string]: string };
}

/** Health and metrics of a sidecar: its own and the application's (15020), its readiness (15021), Envoy's (15090). */
const SIDECAR_PORTS = [15020, 15021, 15090];
/** Where probes of the kubelet come from in ambient mode: the node's own address is replaced, so that they are not taken for mesh traffic. */
const AMBIENT_PROBES = ['169.254.7.127/32', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128'];

/**
 * The NetworkPolicy of a workload or namespace: for each caller that its access rules let in, the same on the level of addresses and ports.
 * It exists where its namespace wants NetworkPolicies and there is a caller.
 */
export class NetworkAccess {
  public constructor(private readonly owner: Construct, private readonly subject: NetworkSubject) {}

  /** The policy, where there is one. */
  public get policy(): ApiObject | undefined {
    return this.owner.node.tryFindChild('AllowNetwork') as ApiObject | undefined;
  }

  /** Makes the policy when it is to be there, and takes it away when not. To be called when a caller is added, and when `rulesFor` may have changed. */
  public reconcile(): void {
    const { networkPolicy } = rulesFor(this.owner, this.subject.namespace.namespaceName);
    exists(this.owner, 'AllowNetwork', (networkPolicy ?? false) && isCalled(this.owner), () => {
      networkPolicyObject(this.owner, 'AllowNetwork', { ...this.subject, name: `${this.subject.name}-allow` }, () => this.rules);
    });
  }

  /** Rules for methods and paths differ where connections do not. */
  private get rules(): NetworkRule[] {
    const { namespaceName } = this.subject.namespace;
    const rules = callsTo(this.owner).map(({ caller, entry }) => networkRule(namespaceName, caller, entry?.ports));
    // Requests come through it, and then it is the peer.
    const waypoint = waypointOf(this.owner, namespaceName);
    if (waypoint) rules.push(networkRule(namespaceName, { labels: waypointLabels(waypoint.name), workloadNamespace: namespaceName }, []));
    return [...new Map(rules.map(rule => [JSON.stringify(rule), rule])).values()];
  }
}

/**
 * Refuses all connections to the pods of a namespace but for what belongs to the mesh itself. A waypoint, which may come later, takes
 * connections of the mesh from anyone: who is let in is decided there.
 */
export function addDenyNetworkPolicy(owner: Construct, namespace: IMeshNamespace): ApiObject {
  onWaypoint(owner, namespace.namespaceName, () => reconcileWaypoint(owner, namespace));
  reconcileWaypoint(owner, namespace);
  return networkPolicyObject(owner, 'DenyNetwork', { name: 'deny-by-default', namespace }, () => meshRules(namespace));
}

function reconcileWaypoint(owner: Construct, namespace: IMeshNamespace): void {
  const waypoint = waypointOf(owner, namespace.namespaceName);
  exists(owner, 'WaypointNetwork', waypoint !== undefined, () => networkPolicyObject(
    owner, 'WaypointNetwork', { name: `${waypoint!.name}-allow`, namespace, labels: waypointLabels(waypoint!.name) }, () => [{ ports: [HBONE, ...SIDECAR_PORTS].map(port) }],
  ));
}

/** As Istio labels the pods of a Gateway that it deploys. */
function waypointLabels(name: string) {
  return { 'gateway.networking.k8s.io/gateway-name': name };
}

function meshRules({ dataPlane }: IMeshNamespace): NetworkRule[] {
  if (dataPlane._isAmbient) return [{ from: AMBIENT_PROBES.map(cidr => ({ ipBlock: { cidr } })) }];
  return dataPlane._isSidecar ? [{ ports: SIDECAR_PORTS.map(port) }] : [];
}

function networkPolicyObject(owner: Construct, id: string, { name, namespace, labels }: NetworkSubject, rules: () => NetworkRule[]): ApiObject {
  return partOf(owner, new ApiObject(owner, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { ...named(objectName(owner, name)), namespace: namespace.namespaceName },
    spec: Lazy.any({ produce: () => ({ podSelector: labels ? { matchLabels: { ...labels } } : {}, policyTypes: ['Ingress'], ...withRules(rules()) }) }),
  }));
}

/** Cdk8s takes a name that is there and undefined for the name. */
function named(name: string | undefined) {
  return name === undefined ? {} : { name };
}

function withRules(ingress: NetworkRule[]) {
  return ingress.length > 0 ? { ingress } : {};
}
