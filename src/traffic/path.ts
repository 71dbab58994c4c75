import { EMPTY, INEXPRESSIBLE, wholeMatch } from './text';

/**
 * What the path of a request must be, without query. `segments` `/a` is `/a` and everything under `/a/`, but not `/ab`;
 * `startsWith` is Istio's own `prefix`.
 */
export interface PathCondition {
  readonly is: 'exact' | 'segments' | 'startsWith' | 'regex';
  readonly value: string;
  readonly ignoreCase?: boolean;
}

export function pathHolds(condition: PathCondition, path: string): boolean {
  const text = fold(path, condition);
  const value = fold(condition.value, condition);
  switch (condition.is) {
    case 'exact': return text === value;
    case 'segments': return text === value || text.startsWith(`${value}/`);
    case 'startsWith': return text.startsWith(value);
    case 'regex': return wholeMatch(condition.value, path);
  }
}

/** Whether every path that holds `x` surely holds `y`. False where that cannot be told. */
export function pathWithin(x: PathCondition, y: PathCondition): boolean {
  if (x.is === y.is && x.value === y.value && caseSensitive(x) === caseSensitive(y)) return true;
  if (y.is === 'regex') return y.value === '.*' || y.value === '/.*' || (x.is === 'exact' && caseSensitive(x) && pathHolds(y, x.value));
  if (x.is === 'regex' || (caseSensitive(y) && !caseSensitive(x))) return false;
  return nested(x.is, fold(x.value, y), y.is, fold(y.value, y));
}

/** The one condition that says both. */
export function bothPaths(x: PathCondition, y: PathCondition): PathCondition | typeof EMPTY | typeof INEXPRESSIBLE {
  if (pathWithin(x, y)) return x;
  if (pathWithin(y, x)) return y;
  if (x.is === 'regex' || y.is === 'regex') {
    return [x, y].some(path => path.is === 'exact' && caseSensitive(path)) ? EMPTY : INEXPRESSIBLE;
  }
  if (caseSensitive(x) && caseSensitive(y)) return EMPTY;
  const [a, b] = [x.value.toLowerCase(), y.value.toLowerCase()];
  // Two plain paths are nested or have nothing in common, so only a difference in case can be left.
  return nested(x.is, a, y.is, b) || nested(y.is, b, x.is, a) ? INEXPRESSIBLE : EMPTY;
}

function nested(inner: PathCondition['is'], a: string, outer: PathCondition['is'], b: string): boolean {
  if (outer === 'startsWith') return a.startsWith(b);
  if (outer === 'exact') return inner === 'exact' && a === b;
  return a.startsWith(`${b}/`) || (a === b && inner !== 'startsWith');
}

/** A path without letters is the same in every case. */
function caseSensitive(condition: PathCondition): boolean {
  return !condition.ignoreCase || condition.value.toLowerCase() === condition.value.toUpperCase();
}

function fold(text: string, condition: PathCondition): string {
  return condition.ignoreCase ? text.toLowerCase() : text;
}
