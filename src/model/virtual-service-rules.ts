import { mergeMatches, mergeRule } from './delegates';
import { MeshObject } from './object';
import { gatewayKey, VirtualServiceView } from './virtual-services';

/** One block of the match of a rule. */
export interface MatchBlock {
  /** With the gateways in full. */
  readonly match: any;
  /** Where it is written; the rule, where nothing is. */
  readonly field: string;
  /** The object it is written in. */
  readonly from: MeshObject;
}

/** One HTTP rule as it is used on the hosts and gateways of a VirtualService. */
export interface HttpRule {
  /** The object it is written in: the VirtualService, or its delegate. */
  readonly from: MeshObject;
  readonly field: string;
  /** The rule, of a delegate with what its root says. */
  readonly route: any;
  /** Any of them; without one, every request. */
  readonly blocks: MatchBlock[];
  /** The rule of the root, of a rule of a delegate. */
  readonly root?: { readonly object: MeshObject; readonly field: string };
}

/** Finds the delegate that a rule names. */
export type Merge = (rule: any, field: string) => VirtualServiceView | undefined;

/** The rules as they are written. */
export function ownRules(view: VirtualServiceView): HttpRule[] {
  return rulesOf(view, () => undefined);
}

/** The rules with those of delegates (L3, L4). Where a delegate is missing there is nothing in its place. */
export function rulesOf(view: VirtualServiceView, delegateOf: Merge): HttpRule[] {
  const rules: HttpRule[] = [];
  ((view.object.spec.http ?? []) as any[]).forEach((rule, i) => {
    const field = `spec.http[${i}]`;
    if (rule.delegate) rules.push(...merged({ object: view.object, field }, resolved(rule, view), delegateOf(rule, field)));
    else rules.push({ from: view.object, field, route: rule, blocks: blocksOf(rule, field, view) });
  });
  return rules;
}

/** Most rules have none. */
function blocksOf(rule: any, field: string, view: VirtualServiceView): MatchBlock[] {
  if (!rule.match) return [];
  return matchesOf(rule, view).map((match, j) => ({ match, field: `${field}.match[${j}]`, from: view.object }));
}

function merged(root: { object: MeshObject; field: string }, rule: any, delegate: VirtualServiceView | undefined): HttpRule[] {
  return ((delegate?.object.spec.http ?? []) as any[]).flatMap((written, i) => {
    const leaf = resolved(written, delegate!);
    const matches = mergeMatches(rule.match, leaf.match);
    if (!matches) return [];
    const place = { from: delegate!.object, field: `spec.http[${i}]` };
    const blocks = matches.map(({ match, index }) => ({ ...place, match, field: index === undefined ? place.field : `${place.field}.match[${index}]` }));
    return { ...place, route: mergeRule(rule, leaf, matches), blocks, root };
  });
}

/** With the gateways of its matches in full. */
function resolved(rule: any, view: VirtualServiceView): any {
  return { ...rule, match: matchesOf(rule, view) };
}

function matchesOf(rule: any, { namespace }: VirtualServiceView): any[] {
  return ((rule.match ?? []) as any[]).map(block => block?.gateways
    ? { ...block, gateways: block.gateways.map((name: string) => gatewayKey(name, namespace)) }
    : block ?? {});
}
