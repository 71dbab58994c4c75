import { PathCondition, pathHolds } from './path';
import { INEXPRESSIBLE } from './text';

/** How a gateway changes the path before the service sees it. */
export type PathRewrite =
  | { readonly kind: 'none' }
  /** `from` is a path without slash at the end, or empty. So is `to`. */
  | { readonly kind: 'prefix'; readonly from: string; readonly to: string }
  | { readonly kind: 'whole'; readonly path: string }
  | { readonly kind: 'regex' };

/** Anything: the route's own path is all there is to say. */
export const ANY_PATH = 'any';

/**
 * Which paths at the gateway become a path that holds `inner` at the service: any of the answer's, none when it is empty.
 * The route's own path still has to hold beside them.
 */
export function beforeRewrite(inner: PathCondition, rewrite: PathRewrite): PathCondition[] | typeof ANY_PATH | typeof INEXPRESSIBLE {
  switch (rewrite.kind) {
    case 'none': return [inner];
    case 'whole': return pathHolds(inner, rewrite.path) ? ANY_PATH : [];
    case 'regex': return INEXPRESSIBLE;
    case 'prefix': return beforePrefix(inner, rewrite.from, rewrite.to);
  }
}

/** The gateway's path is `from` + rest, the service's `to` + rest, or `/` where that is empty. Rest is empty or starts with a slash. */
function beforePrefix(inner: PathCondition, from: string, to: string): PathCondition[] | typeof ANY_PATH | typeof INEXPRESSIBLE {
  if (inner.is === 'regex') return beforePrefixRegex(inner, from, to);
  const outside = (rest: string): PathCondition => ({ ...inner, value: from + rest });
  const value = inner.value;
  const inside = inner.ignoreCase ? value.toLowerCase().startsWith(to.toLowerCase()) : value.startsWith(to);
  const rest = inside ? value.slice(to.length) : undefined;
  if (inner.is === 'exact') {
    const rests = to === '' && value === '/' ? ['', '/'] : rest === '' || rest?.startsWith('/') ? [rest] : [];
    return rests.map(each => outside(each)).filter(path => path.value !== '');
  }
  // Everything the rewrite can make holds the condition.
  if (pathHolds(inner, to || '/') && pathHolds(inner, `${to}/`)) return ANY_PATH;
  if (rest === undefined || !(rest === '' || rest.startsWith('/'))) return [];
  return [outside(rest)];
}

function beforePrefixRegex(inner: PathCondition, from: string, to: string): PathCondition[] | typeof INEXPRESSIBLE {
  // Only where the expression starts with a slash is it sure that it meets the rest and not the end of the prefix.
  if (to !== '' || !inner.value.startsWith('/') || hasAlternatives(inner.value)) return INEXPRESSIBLE;
  const outside: PathCondition = { is: 'regex', value: quoteRe2(from) + inner.value };
  return pathHolds(inner, '/') ? [{ is: 'exact', value: from || '/' }, outside] : [outside];
}

/** Whether the expression as a whole is `a|b`, where only `a` starts with the slash that was looked for. */
function hasAlternatives(re2: string): boolean {
  let depth = 0;
  for (const [token] of re2.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[(|)]/g)) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (token === '|' && depth === 0) return true;
  }
  return false;
}

/** Text as an RE2 expression that matches just it. */
export function quoteRe2(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
