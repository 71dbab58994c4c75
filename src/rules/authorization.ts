import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { listOf, mapOf, textOf, textsOf } from '../model/read';

/** What a condition looks at: who calls, the token of a request, what only HTTP has, an address, or something else. */
export type AttributeKind = 'identity' | 'token' | 'http' | 'address' | 'port' | 'other';

/** One condition of a rule. */
export interface Attribute {
  readonly kind: AttributeKind;
  /** As it is written: `principals`, `notPaths`, `request.headers[x]`. */
  readonly name: string;
  readonly values: string[];
  /** It holds for all values but these. */
  readonly negative: boolean;
  readonly field: string;
  /** Which part of the rule it is in: `from[0]`. Conditions under `when` are for all parts. */
  readonly part: string;
}

/** One rule of an AuthorizationPolicy. */
export interface AccessRule {
  readonly field: string;
  readonly attributes: Attribute[];
  /** How many alternatives it has for the operation. */
  readonly operations: number;
  readonly sources: number;
}

/** An AuthorizationPolicy. */
export interface AccessPolicy {
  readonly object: MeshObject;
  readonly action: string;
  readonly rules: AccessRule[];
  /** It only logs what it would do. */
  readonly dryRun: boolean;
}

const FIELDS: { readonly [kind in AttributeKind]?: string[] } = {
  identity: ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'],
  token: ['requestPrincipals'],
  http: ['hosts', 'methods', 'paths'],
  address: ['ipBlocks', 'remoteIpBlocks'],
  port: ['ports'],
};
const KEYS: { readonly [kind in AttributeKind]?: string[] } = {
  identity: ['source.principal', 'source.namespace', 'source.serviceAccount', 'source.trustDomain'],
  address: ['source.ip', 'remote.ip'],
  port: ['destination.port'],
};

const KINDS = new Map<string, AttributeKind>([
  ...named(FIELDS).flatMap(([name, kind]) => [[name, kind], [`not${name[0].toUpperCase()}${name.slice(1)}`, kind]] as Array<[string, AttributeKind]>),
  ...named(KEYS),
]);

/** The AuthorizationPolicies of a mesh, read once for all rules. */
export const accessPolicies = perMesh((mesh: Mesh): AccessPolicy[] => mesh.ofKind('security.istio.io', 'AuthorizationPolicy').map(policyOf));

/** One of them, by its object. */
export const accessPolicyOf = perMesh((mesh: Mesh) => new Map(accessPolicies(mesh).map(policy => [policy.object, policy])));

/** What cannot be seen on a connection that is not HTTP. */
export function isHttpOnly({ kind }: Attribute): boolean {
  return kind === 'http' || kind === 'token';
}

/**
 * Whether some request to a port of the workload may be meant by a rule.
 * @param because only alternatives in which one of these conditions has a say
 */
export function coversPort(rule: AccessRule, port: number, because?: Attribute[]): boolean {
  const { attributes, operations } = rule;
  const allows = (part: string) => attributes.filter(each => each.kind === 'port' && each.part === part)
    .every(({ values, negative }) => values.includes(String(port)) !== negative);
  const parts = Array.from({ length: Math.max(operations, 1) }, (_, i) => `to[${i}]`);
  return allows('when') && parts.some(part => allows(part) && (!because || because.some(each => each.part === part || !each.part.startsWith('to['))));
}

/** Whether a rule names a port. */
export function namesPort({ attributes }: AccessRule, port: number): boolean {
  return attributes.some(({ kind, negative, values }) => kind === 'port' && !negative && values.includes(String(port)));
}

function policyOf(object: MeshObject): AccessPolicy {
  const { action, rules } = object.spec;
  const dryRun = object.annotations['istio.io/dry-run'] === 'true';
  return { object, action: textOf(action) || 'ALLOW', rules: listOf(rules).map((rule, i) => ruleOf(mapOf(rule), `spec.rules[${i}]`)), dryRun };
}

function ruleOf(rule: any, field: string): AccessRule {
  const attributes: Attribute[] = [];
  const from = listOf(rule.from);
  const to = listOf(rule.to);
  from.forEach((each, i) => addAttributes(attributes, mapOf(mapOf(each).source), `${field}.from[${i}].source`, `from[${i}]`));
  to.forEach((each, i) => addAttributes(attributes, mapOf(mapOf(each).operation), `${field}.to[${i}].operation`, `to[${i}]`));
  listOf(rule.when).forEach((condition, i) => addConditions(attributes, mapOf(condition), `${field}.when[${i}]`));
  return { field, operations: to.length, sources: from.length, attributes };
}

function addAttributes(found: Attribute[], block: any, field: string, part: string): void {
  for (const name in block) {
    const values = textsOf(block[name]);
    if (values.length > 0) found.push({ kind: kindOf(name), name, values, negative: name.startsWith('not'), field: `${field}.${name}`, part });
  }
}

function addConditions(found: Attribute[], { key, values, notValues }: any, field: string): void {
  const name = textOf(key);
  for (const [list, negative] of [[textsOf(values), false], [textsOf(notValues), true]] as const) {
    if (list.length > 0) found.push({ kind: kindOf(name), name, values: list, negative, field, part: 'when' });
  }
}

function kindOf(name: string): AttributeKind {
  const kind = KINDS.get(name);
  if (kind) return kind;
  return name.startsWith('request.auth.') ? 'token' : name.startsWith('request.headers[') ? 'http' : 'other';
}

function named(kinds: { readonly [kind in AttributeKind]?: string[] }): Array<[string, AttributeKind]> {
  return Object.entries(kinds).flatMap(([kind, names]) => names.map(name => [name, kind as AttributeKind] as [string, AttributeKind]));
}
