import { DestinationRuleView, Effective, Subset } from './destination-rules';
import { groupBy } from './group-by';
import { Labels, selects } from './label-index';
import { MeshObject } from './object';
import { listOf, textsOf } from './read';

/** What the rules of one namespace for one host come to. Those of one name order stand in for those of one age. */
export function mergeRules(views: DestinationRuleView[], clientNamespace: string, labels?: Labels): Effective | undefined {
  const sorted = views.length < 2 ? views : [...views].sort((a, b) => (a.object.name < b.object.name ? -1 : 1));
  const selective = sorted.filter(({ selector, namespace }) => selector && namespace === clientNamespace);
  const chosen = labels && selective.find(({ selector }) => selects(selector!, labels));
  const perWorkload = labels === undefined && selective.length > 0;
  if (chosen) return { ...merged(selective.filter(view => sameLabels(view, chosen))), perWorkload };
  const plain = [...groupBy(sorted.filter(({ selector }) => !selector), exportText).values()];
  // Rules with another exportTo are not merged: the youngest is all that holds.
  const last = plain[plain.length - 1];
  if (!last) return perWorkload ? { rules: selective.map(({ object }) => object), subsets: [], orderDependent: false, perWorkload } : undefined;
  if (plain.length === 1) return { ...merged(last), perWorkload };
  return { ...merged(last), rules: plain.flat().map(({ object }) => object), orderDependent: true, perWorkload };
}

function merged(views: DestinationRuleView[]): Omit<Effective, 'perWorkload'> {
  const rules = views.map(({ object }) => object);
  const withPolicy = rules.filter(({ spec }) => spec.trafficPolicy);
  const subsets = rules.flatMap(subsetsOf);
  const byName = groupBy(subsets, ({ name }) => name);
  const [first] = withPolicy;
  return {
    rules,
    trafficPolicy: first?.spec.trafficPolicy,
    trafficPolicyFrom: first,
    subsets: byName.size === subsets.length ? subsets : [...byName.values()].map(([subset]) => subset),
    orderDependent: differ(withPolicy.map(({ spec }) => spec.trafficPolicy))
      || (byName.size < subsets.length && [...byName.values()].some(same => differ(same.map(({ labels, trafficPolicy }) => ({ labels, trafficPolicy }))))),
  };
}

const known = new WeakMap<MeshObject, Subset[]>();

/** The subsets that one DestinationRule defines. */
export function subsetsOf(object: MeshObject): Subset[] {
  let subsets = known.get(object);
  if (!subsets) known.set(object, subsets = readSubsets(object));
  return subsets;
}

function readSubsets(object: MeshObject): Subset[] {
  return listOf(object.spec.subsets).map(({ name, labels = {}, trafficPolicy }, i) => ({ name, labels, trafficPolicy, from: object, field: `spec.subsets[${i}]` }));
}

function differ(values: unknown[]): boolean {
  return values.length > 1 && new Set(values.map(value => JSON.stringify(value))).size > 1;
}

/** What is written: with a default of the mesh for those that say nothing, the same is not equal. */
function exportText({ object }: DestinationRuleView): string {
  return [...new Set(textsOf(object.spec.exportTo))].sort().join();
}

function sameLabels({ selector }: DestinationRuleView, other: DestinationRuleView): boolean {
  return selects(selector!, other.selector!) && selects(other.selector!, selector!);
}
