import { Duration } from 'cdk8s';
import { TrafficContribution, WeightedTarget } from './traffic-contribution';
import { IRouteTarget } from '../core/bindings';
import { HeaderOperations } from '../resources/header-operations';
import { Entry } from '../traffic/compose';
import { and, Match } from '../traffic/match';
import { oneOf } from '../traffic/text';

/** A contribution whose split users keep. */
export interface Contribution extends TrafficContribution {
  readonly sticky?: StickyUsers;
}

/** A target of a split that tells users which part of them they are. */
export interface StickyTarget extends WeightedTarget {
  readonly responseHeaders?: HeaderOperations;
}

/** Users in parts, one for each step. A part goes to one target as a whole, so a user moves only when the part does. */
export interface StickyUsers {
  /** Name of the cookie that says the part. */
  readonly cookie: string;
  /** How long a user stays in a part. */
  readonly maxAge: Duration;
  readonly parts: StickyPart[];
}

interface StickyPart {
  /** Value of the cookie: the percentages that the part is between. */
  readonly name: string;
  readonly percent: number;
  readonly target: IRouteTarget;
}

/** The parts of the users: those below the percentage go to the canary. */
export function partsOf(steps: number[], canaryPercent: number, stable: IRouteTarget, canary: IRouteTarget): StickyPart[] {
  const ends = [...steps.filter(step => step < 100), 100];
  return ends.map((end, i) => {
    const start = i === 0 ? 0 : ends[i - 1];
    return { name: `${start}-${end}`, percent: end - start, target: end <= canaryPercent ? canary : stable };
  });
}

/** In place of a split: users who have the cookie go where their part goes, all others are given a part by chance. */
export function stickyEntries<E extends Entry<unknown>>(entry: E, { cookie, maxAge, parts }: StickyUsers): E[] {
  const targets = [...new Set(parts.map(({ target }) => target))];
  const known = targets.map(target => {
    const names = parts.filter(part => part.target === target).map(({ name }) => name);
    const match = and(entry.match, { values: { [`cookie:${cookie}`]: oneOf(names) } }) as Match;
    return { ...entry, match, value: [{ target, percent: 100 }] };
  });
  const attributes = `Path=/; Max-Age=${maxAge.toSeconds()}; HttpOnly; SameSite=Lax`;
  const shares = parts.map(({ name, percent, target }): StickyTarget => ({
    target, percent, responseHeaders: HeaderOperations.none().add('set-cookie', `${cookie}=${name}; ${attributes}`),
  }));
  return [...known, { ...entry, value: shares }];
}
