import { bothPaths, PathCondition, pathWithin } from './path';
import { bothTexts, EMPTY, INEXPRESSIBLE, TextCondition, textWithin } from './text';

/**
 * What must hold for a request: all of it. Keys say what is looked at:
 * `method`, `scheme`, `authority`, `port`, `gateway`, `header:<name>`, `without:<name>`, `cookie:<name>`, `query:<name>`,
 * `claim:<name>`, `source:namespace`, `source:label:<key>`.
 */
export interface Match {
  readonly path?: PathCondition;
  readonly values: { readonly [key: string]: TextCondition };
}

/** Every request. */
export const EVERY: Match = { values: {} };

/** Whether every request holds it. */
export function isEvery({ path, values }: Match): boolean {
  return !path && Object.keys(values).length === 0;
}

/** Whether every request that holds `a` surely holds `b`. False where that cannot be told. */
export function narrower(a: Match, b: Match): boolean {
  if (b === EVERY) return true;
  if (b.path && !(a.path && pathWithin(a.path, b.path))) return false;
  return Object.entries(b.values).every(([key, condition]) => {
    const own = a.values[key];
    return own !== undefined && (key.startsWith('without:') ? JSON.stringify(own) === JSON.stringify(condition) : textWithin(own, condition));
  });
}

export function same(a: Match, b: Match): boolean {
  return narrower(a, b) && narrower(b, a);
}

/** The one match that says both. */
export function and(a: Match, b: Match): Match | typeof EMPTY | typeof INEXPRESSIBLE {
  if (a === EVERY) return b;
  if (b === EVERY) return a;
  const path = a.path && b.path ? bothPaths(a.path, b.path) : a.path ?? b.path;
  if (path === EMPTY) return EMPTY;
  const values: { [key: string]: TextCondition } = { ...a.values };
  let written = path !== INEXPRESSIBLE;
  for (const [key, condition] of Object.entries(b.values)) {
    const joint = values[key] === undefined ? condition : bothValues(key, values[key], condition);
    if (joint === EMPTY) return EMPTY;
    if (joint === INEXPRESSIBLE) written = false;
    else values[key] = joint;
  }
  return written && path !== INEXPRESSIBLE && oneEach(values) ? { ...(path && { path }), values } : INEXPRESSIBLE;
}

/** Whether some request may hold both. */
export function overlap(a: Match, b: Match): boolean {
  return and(a, b) !== EMPTY;
}

function bothValues(key: string, x: TextCondition, y: TextCondition) {
  // "Does not match" has an algebra of its own; here it only combines with itself.
  if (key.startsWith('without:')) return JSON.stringify(x) === JSON.stringify(y) ? x : INEXPRESSIBLE;
  return bothTexts(x, y);
}

/** Istio's match has one condition for each header. A cookie is a condition on the header `cookie`. */
function oneEach(values: { [key: string]: TextCondition }): boolean {
  const keys = Object.keys(values);
  const cookies = keys.filter(key => key.startsWith('cookie:') || key === 'header:cookie');
  const absent = keys.filter(key => values[key].is === 'absent' && keys.includes(key.replace(/^header:/, 'without:')));
  return cookies.length <= 1 && absent.length === 0;
}
