import { accessPolicies } from './authorization';
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
export const valueLists = perMesh((mesh: Mesh): AuthzValues[] => accessPolicies(mesh).flatMap(({ object, action, rules }) => {
  return rules.flatMap(({ attributes }) => attributes.map(({ of, negative, field, values }) => ({ object, action, field, of, not: negative, value: values })));
}));

const byName = perMesh((mesh: Mesh) => groupBy(valueLists(mesh), list => list.of));

/** The lists of values that are compared with one of these: of most there are few. */
export function valuesOf(mesh: Mesh, ...names: string[]): AuthzValues[] {
  const known = byName(mesh);
  return names.flatMap(name => known.get(name) ?? []);
}

function below(parts: AuthzPart[], list: string): AuthzPart[] {
  const found: AuthzPart[] = [];
  for (const part of parts) for (const item of itemsOf(part, list)) found.push(withAction(part, item));
  return found;
}

/** A part of each of these, where it is there. */
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
