import { IConstruct } from 'constructs';
import { Said, Treatment, treatmentOf } from './service-traffic';
import { StickyTarget } from './sticky-users';
import { Rule } from '../traffic/compose';
import { overlap } from '../traffic/match';

interface Group {
  readonly result: string;
  readonly rules: Rule<IConstruct>[];
}

/**
 * Rules that do the same are one route with several matches. One that comes later joins an earlier one only where no rule in between holds
 * for some of its requests: then their order means nothing.
 */
export function grouped(rules: Rule<IConstruct>[]): Rule<IConstruct>[][] {
  if (rules.length < 2) return rules.map(rule => [rule]);
  const groups: Group[] = [];
  for (const rule of rules) {
    const result = resultOf(rule);
    const group = reachable(groups, rule).find(each => each.result === result);
    if (group) group.rules.push(rule);
    else groups.push({ result, rules: [rule] });
  }
  return groups.map(group => group.rules);
}

/** From the last one back, up to the first that holds for some of its requests. */
function reachable(groups: Group[], { match }: Rule<IConstruct>): Group[] {
  const backwards = [...groups].reverse();
  const met = backwards.findIndex(group => group.rules.some(other => overlap(other.match, match)));
  return met < 0 ? backwards : backwards.slice(0, met + 1);
}

/** Name that the contributions of a rule give to its route. */
export function nameOf(rule: Rule<IConstruct>): string | undefined {
  return Object.values(rule.entries).map(entry => (entry as Said).routeName).find(name => name);
}

/** What becomes of the requests of a rule, as text that can be compared. */
export function resultOf(rule: Rule<IConstruct>): string {
  const { split, mirrors, fault, timeout, retries }: Treatment = treatmentOf(rule);
  return JSON.stringify([
    nameOf(rule),
    split?.map(({ target, percent, responseHeaders }: StickyTarget) => [target.targetConfig(), percent, responseHeaders?._render()]),
    mirrors?.map(({ target, percent }) => [target.targetConfig(), percent]),
    fault?._render(),
    timeout?.toMilliseconds(),
    retries?._render(),
  ]);
}
