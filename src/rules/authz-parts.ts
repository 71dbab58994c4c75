import { childOf, itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { groupBy } from '../model/group-by';
import { Mesh } from '../model/mesh';
import { listOf, mapOf, textOf } from '../model/read';

/** A part of an AuthorizationPolicy. */
export interface AuthzPart extends Part {
  readonly action: string;
}

/** The whole policies. */
export const authorizationPolicies = perMesh((mesh: Mesh): AuthzPart[] => specsOf(mesh, 'security.istio.io', 'AuthorizationPolicy')
  .map(({ object, field, value }) => ({ object, field, value, action: textOf(value.action) || 'ALLOW' })));

/** Those in which something is empty that should not be, or may not be meant: a list, a source or an operation. */
const sparsePolicies = perMesh((mesh: Mesh) => authorizationPolicies(mesh).filter(({ value }) => listOf(value.rules).some(isSparse)));

/** Their rules. */
export const sparseRules = perMesh((mesh: Mesh): AuthzPart[] => below(sparsePolicies(mesh), 'rules'));

/** What is in `from` of these rules, whole. */
export const sparseFrom = perMesh((mesh: Mesh): AuthzPart[] => below(sparseRules(mesh), 'from'));

/** What is in `to` of these rules, whole. */
export const sparseTo = perMesh((mesh: Mesh): AuthzPart[] => below(sparseRules(mesh), 'to'));

/** What is in `when` of any policy. */
export const conditions = perMesh((mesh: Mesh): AuthzPart[] => {
  const policies = authorizationPolicies(mesh).filter(({ value }) => listOf(value.rules).some(rule => mapOf(rule).when));
  return below(below(policies, 'rules'), 'when');
});

/** A list of values: of a source, an operation or a condition. */
export interface AuthzValues extends AuthzPart {
  /** What the values are compared with: `paths` or `request.headers[x-user]`. */
  readonly of: string;
  /** Whether the rule holds for everything else. */
  readonly not: boolean;
  readonly value: string[];
}

/** All lists of values. */
export const valueLists = perMesh((mesh: Mesh): AuthzValues[] => {
  const found: AuthzValues[] = [];
  for (const policy of authorizationPolicies(mesh)) {
    listOf(policy.value.rules).forEach((rule, i) => {
      const field = `spec.rules[${i}]`;
      listOf(rule?.from).forEach((entry, j) => addLists(found, policy, mapOf(entry?.source), `${field}.from[${j}].source`));
      listOf(rule?.to).forEach((entry, j) => addLists(found, policy, mapOf(entry?.operation), `${field}.to[${j}].operation`));
    });
  }
  for (const part of conditions(mesh)) for (const key of ['values', 'notValues']) addList(found, part, part.value[key], `${part.field}.${key}`, key, textOf(part.value.key));
  return found;
});

const byName = perMesh((mesh: Mesh) => groupBy(valueLists(mesh), list => list.of));

/** The lists of values that are compared with one of these: of most there are few. */
export function valuesOf(mesh: Mesh, ...names: string[]): AuthzValues[] {
  const known = byName(mesh);
  return names.flatMap(name => known.get(name) ?? []);
}

function addLists(found: AuthzValues[], policy: AuthzPart, block: { readonly [key: string]: any }, field: string): void {
  for (const key in block) addList(found, policy, block[key], `${field}.${key}`, key, positive(key));
}

function addList(found: AuthzValues[], { object, action }: AuthzPart, value: unknown, field: string, key: string, of: string): void {
  if (Array.isArray(value) && value.length > 0) found.push({ object, action, field, value, of, not: key.startsWith('not') });
}

/** `paths` of `notPaths`. */
function positive(key: string): string {
  return key.startsWith('not') ? key[3].toLowerCase() + key.slice(4) : key;
}

function below(parts: AuthzPart[], list: string): AuthzPart[] {
  const found: AuthzPart[] = [];
  for (const part of parts) for (const item of itemsOf(part, list)) found.push(withAction(part, item));
  return found;
}

export function inside(parts: AuthzPart[], name: string): AuthzPart[] {
  return parts.flatMap(part => childOf(part, name).map(child => withAction(part, child)));
}

function isSparse(rule: any): boolean {
  return [['from', 'source'], ['to', 'operation']].some(([list, part]) => {
    const entries = mapOf(rule)[list];
    return Array.isArray(entries) && (entries.length === 0 || entries.some(entry => isEmptyIn(mapOf(mapOf(entry)[part]))));
  });
}

function isEmptyIn(block: { readonly [key: string]: any }): boolean {
  const lists = Object.values(block);
  return lists.length === 0 || lists.some(list => listOf(list).length === 0);
}

function withAction({ action }: AuthzPart, { object, field, value }: Part): AuthzPart {
  return { object, field, value, action };
}
