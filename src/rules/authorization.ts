import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { listOf, mapOf, textOf, textsOf } from '../model/read';

/** What a condition looks at: who calls, the token of a request, what only HTTP has, a port, or something else. */
export type AttributeKind = 'identity' | 'token' | 'http' | 'port' | 'other';

/** One condition of a rule. */
export interface Attribute {
  readonly kind: AttributeKind;
  /** As it is written: `principals`, `notPaths`, `request.headers[x]`. */
  readonly name: string;
  /** What the values are compared with: `paths` for `notPaths` too. */
  readonly of: string;
  readonly values: string[];
  /** It holds for all values but these. */
  readonly negative: boolean;
  /** Where the values are: `spec.rules[0].when[0].values`. */
  readonly field: string;
  /** Which part of the rule it is in: `from[0]`. Conditions under `when` are for all parts. */
  readonly part: string;
}

/** One rule of an AuthorizationPolicy. */
export interface AccessRule {
  readonly attributes: Attribute[];
  /** How many alternatives it has for the operation. */
  readonly operations: number;
}

/** An AuthorizationPolicy. */
export interface AccessPolicy {
  readonly object: MeshObject;
  readonly action: string;
  readonly rules: AccessRule[];
  /** It only logs what it would do. */
  readonly dryRun: boolean;
}

/** Fields of a source or an operation, and keys of a condition. */
const NAMES: { readonly [kind in AttributeKind]?: string[] } = {
  identity: ['principals', 'namespaces', 'serviceAccounts', 'trustDomains', 'source.principal', 'source.namespace', 'source.serviceAccount', 'source.trustDomain'],
  token: ['requestPrincipals'],
  http: ['hosts', 'methods', 'paths'],
  port: ['ports', 'destination.port'],
};
const KINDS = new Map(Object.entries(NAMES).flatMap(([kind, names]) => names.map(name => [name, kind as AttributeKind] as const)));

/** What Istio reads as true. */
const TRUE = ['true', 'True', 'TRUE', 't', 'T', '1'];

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
  const dryRun = TRUE.includes(object.annotations['istio.io/dry-run']);
  return { object, action: textOf(action) || 'ALLOW', rules: listOf(rules).map((rule, i) => ruleOf(mapOf(rule), `spec.rules[${i}]`)), dryRun };
}

function ruleOf(rule: any, field: string): AccessRule {
  const attributes: Attribute[] = [];
  const to = listOf(rule.to);
  listOf(rule.from).forEach((each, i) => addAttributes(attributes, mapOf(mapOf(each).source), `${field}.from[${i}].source`, `from[${i}]`));
  to.forEach((each, i) => addAttributes(attributes, mapOf(mapOf(each).operation), `${field}.to[${i}].operation`, `to[${i}]`));
  listOf(rule.when).forEach((condition, i) => addConditions(attributes, mapOf(condition), `${field}.when[${i}]`));
  return { operations: to.length, attributes };
}

function addAttributes(found: Attribute[], block: any, field: string, part: string): void {
  for (const name in block) {
    const values = textsOf(block[name]);
    const of = positive(name);
    if (values.length > 0) found.push({ kind: kindOf(of), name, of, values, negative: of !== name, field: `${field}.${name}`, part });
  }
}

function addConditions(found: Attribute[], condition: { readonly [key: string]: any }, field: string): void {
  const name = textOf(condition.key);
  for (const list of ['values', 'notValues']) {
    const values = textsOf(condition[list]);
    if (values.length > 0) found.push({ kind: kindOf(name), name, of: name, values, negative: list === 'notValues', field: `${field}.${list}`, part: 'when' });
  }
}

/** `paths` of `notPaths`. */
function positive(name: string): string {
  return name.startsWith('not') ? name[3].toLowerCase() + name.slice(4) : name;
}

function kindOf(name: string): AttributeKind {
  const kind = KINDS.get(name);
  if (kind) return kind;
  return name.startsWith('request.auth.') ? 'token' : name.startsWith('request.headers[') ? 'http' : 'other';
}
