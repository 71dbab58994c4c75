import { IConstruct } from 'constructs';
import { NamedByPart } from '../core/parts';
import { Listener, meshScopeOf, onMeshChange, registryOf } from '../core/scopes';
import { EgressScope } from '../resources/egress-scope';
import { MtlsMode } from '../resources/mtls-mode';
import { OutboundPolicy } from '../resources/outbound-policy';

/** What a namespace, or the mesh for all namespaces, says that its workloads have to follow. */
export interface NamespaceRules {
  /** What workloads can see. */
  readonly egress?: EgressScope;
  /** What happens to calls for what they cannot see. */
  readonly outboundPolicy?: OutboundPolicy;
  /** Workloads write NetworkPolicies, because their namespace refuses on that level too. */
  readonly networkPolicy?: boolean;
  /** What servers accept. */
  readonly mtls?: MtlsMode;
}

/** Key of what is said for every namespace of a mesh. */
const WHOLE_MESH = '*';
const RULES = Symbol('namespace rules');
const LISTENERS = Symbol('namespace listeners');

interface Said {
  readonly by: IConstruct;
  readonly rules: NamespaceRules;
}

/** Says what holds for the workloads of a namespace. Without one, for those of every namespace that says nothing itself. */
export function sayForNamespace(by: IConstruct, rules: NamespaceRules, namespace = WHOLE_MESH): void {
  rulesOf(by).add(namespace, by, { by, rules });
  // Most say nothing that makes objects, and then nobody has to look again.
  if (!rules.egress && !rules.outboundPolicy && !rules.networkPolicy) return;
  const mesh = meshScopeOf(by);
  const told = namespace === WHOLE_MESH ? listenersOf(by).nearAny(mesh) : listenersOf(by).near(namespace, mesh);
  told.filter(({ construct }) => meshScopeOf(construct) === mesh).forEach(({ listener }) => listener());
}

/** What holds in a namespace of the mesh of a construct, rule by rule: what the namespace says, else what the mesh says. */
export function rulesFor(construct: IConstruct, namespace: string): NamespaceRules {
  const all = rulesOf(construct);
  if (all.isEmpty) return {};
  const mesh = meshScopeOf(construct);
  const lists = [all.near(namespace, mesh), all.near(WHOLE_MESH, mesh)];
  return {
    egress: firstOf(mesh, lists, 'egress'),
    outboundPolicy: firstOf(mesh, lists, 'outboundPolicy'),
    mtls: firstOf(mesh, lists, 'mtls'),
    networkPolicy: firstOf(mesh, lists, 'networkPolicy') ?? false,
  };
}

function firstOf<R extends keyof NamespaceRules>(mesh: IConstruct, lists: (readonly Said[])[], rule: R): NamespaceRules[R] {
  for (const list of lists) {
    const said = list.find(({ by, rules }) => rules[rule] && meshScopeOf(by) === mesh);
    if (said) return said.rules[rule];
  }
  return undefined;
}

/** Calls back when the answer of `rulesFor` may have changed. */
export function onRules(construct: IConstruct, namespace: string, listener: () => void): void {
  const each = { construct, listener };
  listenersOf(construct).add(namespace, construct, each);
  onMeshChange(each);
}

function rulesOf(construct: IConstruct): NamedByPart<Said> {
  return registryOf(construct, RULES, () => new NamedByPart<Said>());
}

function listenersOf(construct: IConstruct): NamedByPart<Listener> {
  return registryOf(construct, LISTENERS, () => new NamedByPart<Listener>());
}
