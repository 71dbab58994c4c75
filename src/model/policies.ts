import { groupBy } from './group-by';
import { homeOf } from './hosts';
import { Labels, SelectorIndex } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { labelsOf, listOf, mapOf, textOf } from './read';
import { Workload } from './workloads';

/** What a policy names as its target. */
export interface TargetRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly field: string;
}

/** The PeerAuthentications that have a say in a workload. Of several on one level the oldest is in force. */
export interface PeerPolicies {
  readonly workload: MeshObject[];
  readonly namespace: MeshObject[];
  readonly mesh: MeshObject[];
}

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Which policies are in force where. */
export class Policies {
  private readonly kinds = new Map<string, { index: SelectorIndex<MeshObject>; targeting: Map<string, MeshObject[]> }>();

  public constructor(private readonly mesh: Mesh) {}

  /** The AuthorizationPolicies of a workload. Those for a service behind a waypoint are not among them. */
  public authorization(workload: Workload): MeshObject[] {
    return this.attached('AuthorizationPolicy', workload);
  }

  /** The AuthorizationPolicies of pods that are no gateway and have at least these labels. */
  public authorizationOf(namespace: string, labels: Labels): MeshObject[] {
    return this.bySelector('AuthorizationPolicy', namespace, labels);
  }

  /** The RequestAuthentications of a workload. */
  public requestAuthentication(workload: Workload): MeshObject[] {
    return this.attached('RequestAuthentication', workload);
  }

  public peer({ namespace, labels }: Workload): PeerPolicies {
    return this.peerOf(namespace, labels);
  }

  /** The PeerAuthentications for whatever has these labels. */
  public peerOf(namespace: string, labels: Labels): PeerPolicies {
    const { index } = this.ofKind('PeerAuthentication');
    const root = this.mesh.settings.rootNamespace;
    // With a selector, one in the root namespace is for nobody, not even for the workloads there.
    if (namespace === root) return { workload: [], namespace: [], mesh: index.unselective(root) };
    return { workload: index.selective(namespace, labels), namespace: index.unselective(namespace), mesh: index.unselective(root) };
  }

  /** The policies that name something as their target. */
  public targeting(kind: string, group: string, targetKind: string, namespace: string, name: string): MeshObject[] {
    return this.ofKind(kind).targeting.get(targetText(group, targetKind, namespace, name)) ?? [];
  }

  private attached(kind: string, workload: Workload): MeshObject[] {
    const { labels, namespace, proxy } = workload;
    const root = this.mesh.settings.rootNamespace;
    const gateway = labels[GATEWAY_NAME];
    const bySelector = proxy === 'waypoint' ? [] : this.bySelector(kind, namespace, labels);
    if (gateway === undefined) return bySelector;
    const byTarget = this.targeting(kind, 'gateway.networking.k8s.io', 'Gateway', namespace, gateway);
    const byClass = proxy === 'waypoint' ? this.targeting(kind, 'gateway.networking.k8s.io', 'GatewayClass', root, 'istio-waypoint') : [];
    return [...bySelector, ...new Set([...byTarget, ...byClass])];
  }

  private bySelector(kind: string, namespace: string, labels: Labels): MeshObject[] {
    const { index } = this.ofKind(kind);
    const root = this.mesh.settings.rootNamespace;
    const ofRoot = [...index.unselective(root), ...index.selective(root, labels)];
    return namespace === root ? ofRoot : [...ofRoot, ...index.unselective(namespace), ...index.selective(namespace, labels)];
  }

  private ofKind(kind: string) {
    let policies = this.kinds.get(kind);
    if (!policies) {
      const all = this.mesh.ofKind('security.istio.io', kind);
      const pairs = all.flatMap(object => targetRefs(object).map(ref => [targetText(ref.group, ref.kind, homeOf(object), ref.name), object] as const));
      const targeting = new Map([...groupBy(pairs, ([text]) => text)].map(([text, list]) => [text, list.map(([, object]) => object)]));
      policies = { index: new SelectorIndex(all.filter(object => targetRefs(object).length === 0), homeOf, selectorOf), targeting };
      this.kinds.set(kind, policies);
    }
    return policies;
  }
}

/** What a policy names as its target: the list, or the single one of old. */
export function targetRefs({ spec }: MeshObject): TargetRef[] {
  if (!spec.targetRefs && !spec.targetRef) return [];
  const list = listOf(spec.targetRefs);
  const single = spec.targetRef === undefined ? [] : [['spec.targetRef', spec.targetRef] as const];
  return (list.length > 0 ? list.map((each, i) => [`spec.targetRefs[${i}]`, each] as const) : single).map(([field, each]) => {
    const { group, kind, name } = mapOf(each);
    return { group: textOf(group) === 'core' ? '' : textOf(group), kind: textOf(kind), name: textOf(name), field };
  });
}

/** Labels that a policy asks for. */
export function selectorOf({ spec }: MeshObject): Labels {
  return labelsOf(mapOf(spec.selector).matchLabels);
}

function targetText(group: string, kind: string, namespace: string, name: string): string {
  return [group, kind, namespace, name].join('\n');
}
