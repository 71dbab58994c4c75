import { exportText, isWider } from './destination-rule-exports';
import { DestinationRuleView, Effective, Subset } from './destination-rules';
import { groupBy } from './group-by';
import { Labels, selects } from './label-index';
import { MeshObject } from './object';
import { listOf } from './read';

/** Rules that hold as one. The oldest says for whom, and what it says no other changes. */
interface Entry {
  readonly first: DestinationRuleView;
  readonly views: DestinationRuleView[];
}

/** All rules of one namespace for one host. */
interface Same {
  readonly entries: Entry[];
  /** Those that are exported to all that another names, and to more: whether they are merged is a matter of age. */
  readonly wider: DestinationRuleView[];
}

/**
 * What the rules of one namespace for one host come to. Their names stand in for their age.
 * @param isSeen whether the client gets what is exported as this one
 */
export function mergeRules(views: DestinationRuleView[], isSeen: (view: DestinationRuleView) => boolean, labels?: Labels): Effective | undefined {
  const { entries, wider } = sameOf(views);
  const [selective, plain] = [entries.filter(({ first }) => first.selector), entries.filter(({ first }) => !first.selector && isSeen(first))];
  const chosen = labels && selective.find(({ first }) => selects(first.selector!, labels));
  if (chosen) return { ...merged(chosen.views), perWorkload: false };
  const perWorkload = labels === undefined && selective.length > 0;
  const orderDependent = plain.length > 1 || wider.some(isSeen);
  // Of several the youngest is all that holds.
  const last = plain[plain.length - 1];
  if (!last && !perWorkload && !orderDependent) return undefined;
  const found = merged(last?.views ?? []);
  if (last && !orderDependent) return { ...found, perWorkload };
  const rules = [...new Set((last ? plain : entries).flatMap(entry => entry.views).map(({ object }) => object))];
  return { ...found, rules, orderDependent, perWorkload };
}

const known = new WeakMap<DestinationRuleView[], Same>();

function sameOf(views: DestinationRuleView[]): Same {
  let same = known.get(views);
  if (!same) known.set(views, same = { entries: entriesOf(views), wider: views.length < 2 ? [] : widerOf(views) });
  return same;
}

/** As Istio goes through them, those for chosen workloads first. */
function entriesOf(views: DestinationRuleView[]): Entry[] {
  const byName = [...views].sort((a, b) => (a.object.name < b.object.name ? -1 : 1));
  const entries: Entry[] = [];
  for (const view of [...byName.filter(({ selector }) => selector), ...byName.filter(({ selector }) => !selector)]) {
    if (addTo(entries, view)) entries.push({ first: view, views: [view] });
  }
  return entries;
}

/** Adds a rule to those that it is merged with, and says whether it is one by itself too: the last that was looked at decides. */
function addTo(entries: Entry[], view: DestinationRuleView): boolean {
  let isApart = true;
  for (const { first, views } of entries) {
    const [one, other] = [view.selector, first.selector];
    const isSame = exportText(view) === exportText(first);
    const joins = (isSame || isWider(view, first)) && !(one && other && !sameLabels(one, other));
    if (joins) views.push(view);
    // A private one for all workloads is lost in one for some: the others get nothing of it.
    isApart = !joins || (!one !== !other && !isSame);
  }
  return isApart;
}

function widerOf(views: DestinationRuleView[]): DestinationRuleView[] {
  const plain = [...groupBy(views.filter(({ selector }) => !selector), exportText).values()];
  return plain.filter(([view]) => plain.some(([other]) => isWider(view, other))).flat();
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

const subsetsKnown = new WeakMap<MeshObject, Subset[]>();

/** The subsets that one DestinationRule defines. */
export function subsetsOf(object: MeshObject): Subset[] {
  let subsets = subsetsKnown.get(object);
  if (!subsets) subsetsKnown.set(object, subsets = readSubsets(object));
  return subsets;
}

function readSubsets(object: MeshObject): Subset[] {
  return listOf(object.spec.subsets).map(({ name, labels = {}, trafficPolicy }, i) => ({ name, labels, trafficPolicy, from: object, field: `spec.subsets[${i}]` }));
}

function differ(values: unknown[]): boolean {
  return values.length > 1 && new Set(values.map(value => JSON.stringify(value))).size > 1;
}

function sameLabels(one: Labels, other: Labels): boolean {
  return selects(one, other) && selects(other, one);
}
