import { Match } from '../../traffic/match';
import { expandHost, homeOf } from '../hosts';
import { listOf, mapOf, textOf } from '../read';
import { HttpRule, MatchBlock } from '../virtual-service-rules';
import { VirtualServiceView } from '../virtual-services';
import { CoverIndex, ShortList } from './cover-index';
import { httpMatch, within } from './http';

/** A block of a match that no request gets to, since an earlier rule takes them all and does something else. */
export interface Shadow {
  readonly rule: HttpRule;
  /** Nothing where the rule has no match. */
  readonly block?: MatchBlock;
  /** The earlier rule, and its block where it has one. */
  readonly by: HttpRule;
  readonly byBlock?: MatchBlock;
  /** The requests go somewhere else than they would; else only what happens on the way differs. */
  readonly elsewhere: boolean;
}

interface Earlier {
  readonly match: Match;
  readonly rule: HttpRule;
  readonly block?: MatchBlock;
}

/** Blocks of the HTTP rules of a VirtualService that are never reached (R1 to R3). */
export function httpShadows({ http, gateways }: VirtualServiceView): Shadow[] {
  if (http.length < 2) return [];
  const bound = [...new Set(gateways.map(({ key }) => key))];
  // An index pays only where there is much in it.
  const index = http.length < 10 ? new ShortList<Earlier>() : new CoverIndex<Earlier>();
  return http.flatMap(rule => {
    const own = blocksOf(rule, bound);
    const shadows = own.flatMap(({ match, block }) => {
      const earlier = match && index.candidates(match).find(each => within(match, each.match));
      if (!earlier || sameAction(rule, earlier.rule)) return [];
      return [{ rule, block, by: earlier.rule, byBlock: earlier.block, elsewhere: goalText(rule) !== goalText(earlier.rule) }];
    });
    for (const { match, block } of own) if (match) index.add(match, { match, rule, block });
    return shadows;
  });
}

/** The blocks of a rule for the algebra. Without any it takes every request. */
export function blocksOf(rule: HttpRule, bound: string[]): { match?: Match; block?: MatchBlock }[] {
  if (rule.blocks.length === 0) return [{ match: httpMatch({}, bound) }];
  return rule.blocks.map(block => ({ match: httpMatch(block.match, bound), block }));
}

/** Whether two rules do the same with a request. */
export function sameAction(a: HttpRule, b: HttpRule): boolean {
  return actionText(a) === actionText(b);
}

/** What a rule does with a request: the same text, the same done. */
export function actionText({ route: { name, match, delegate, ...action } }: HttpRule): string {
  return JSON.stringify(Object.entries(action).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where a rule sends requests, whatever it does to them besides. */
function goalText({ route: { route, redirect, directResponse, rewrite }, from }: HttpRule): string {
  const goals = listOf(route).map(entry => {
    const { destination, weight } = mapOf(entry);
    return [expandHost(textOf(mapOf(destination).host), homeOf(from)), mapOf(destination).subset, weight];
  });
  // One destination gets everything, with whatever weight.
  return JSON.stringify([goals.length === 1 ? goals[0].slice(0, 2) : goals, redirect, directResponse, rewrite]);
}
