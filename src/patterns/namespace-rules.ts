import { IConstruct } from 'constructs';
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
  push(rulesOf(by), namespace, { by, rules });
  // Most say nothing that makes objects, and then nobody has to look again.
  if (!rules.egress && !rules.outboundPolicy && !rules.networkPolicy) return;
  const mesh = meshScopeOf(by);
  const told = namespace === WHOLE_MESH ? [...listenersOf(by).values()].flat() : [...listenersOf(by).get(namespace) ?? []];
  told.filter(({ construct }) => meshScopeOf(construct) === mesh).forEach(({ listener }) => listener());
}

/** What holds in a namespace of the mesh of a construct, rule by rule: what the namespace says, else what the mesh says. */
export function rulesFor(construct: IConstruct, namespace: string): NamespaceRules {
  const all = rulesOf(construct);
  if (all.size === 0) return {};
  const mesh = meshScopeOf(construct);
  const said = [namespace, WHOLE_MESH].flatMap(key => all.get(key) ?? []).filter(({ by }) => meshScopeOf(by) === mesh).map(({ rules }) => rules);
  return {
    egress: said.find(({ egress }) => egress)?.egress,
    outboundPolicy: said.find(({ outboundPolicy }) => outboundPolicy)?.outboundPolicy,
    mtls: said.find(({ mtls }) => mtls)?.mtls,
    networkPolicy: said.some(({ networkPolicy }) => networkPolicy),
  };
}

/** Calls back when the answer of `rulesFor` may have changed. */
export function onRules(construct: IConstruct, namespace: string, listener: () => void): void {
  const each = { construct, listener };
  push(listenersOf(construct), namespace, each);
  onMeshChange(each);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function rulesOf(construct: IConstruct): Map<string, Said[]> {
  return registryOf(construct, RULES, () => new Map<string, Said[]>());
}

function listenersOf(construct: IConstruct): Map<string, Listener[]> {
  return registryOf(construct, LISTENERS, () => new Map<string, Listener[]>());
}
