/** Blocks of a delegate that Istio takes before those of its root (L6). */
const BLOCKS = ['rewrite', 'directResponse', 'timeout', 'retries', 'fault', 'mirror', 'mirrorPercent', 'mirrorPercentage', 'corsPolicy', 'mirrors', 'headers'];
const SINGLE_TEXTS = ['uri', 'scheme', 'method', 'authority'];
const TEXTS_BY_NAME = ['headers', 'withoutHeaders', 'queryParams'];

/** One block of the match of a merged rule, and which block of the delegate it is of. */
export interface MergedMatch {
  readonly match: any;
  /** Index in the delegate; none where the delegate has no match, and the root's is used. */
  readonly index?: number;
}

/** A rule of a delegate with what its root says (L6). Gateways in the matches are resolved before. */
export function mergeRule(root: any, delegate: any, matches: MergedMatch[]): any {
  const merged: any = { ...delegate, match: matches.map(({ match }) => match) };
  const name = [root.name, delegate.name].filter(Boolean).join('-');
  if (name) merged.name = name;
  for (const block of BLOCKS) if (delegate[block] == null && root[block] != null) merged[block] = root[block];
  return merged;
}

/** The matches of a merged rule (L4), or nothing where Istio drops the rule of the delegate. */
export function mergeMatches(root: any[], delegate: any[]): MergedMatch[] | undefined {
  if (root.length === 0) return delegate.map((match, index) => ({ match, index }));
  if (delegate.length === 0) return root.map(match => ({ match }));
  const merged: MergedMatch[] = [];
  for (const [index, leaf] of delegate.entries()) {
    const fitting = root.filter(match => conflictOf(match, leaf) === undefined);
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map(match => ({ match: mergeMatch(match, leaf), index })));
  }
  return merged;
}

/** The field of two matches that keeps them from being merged (L5). */
export function conflictOf(root: any, leaf: any): string | undefined {
  const text = SINGLE_TEXTS.find(field => textsConflict(root[field], leaf[field]));
  if (text !== undefined) return text;
  for (const field of TEXTS_BY_NAME) {
    const name = Object.keys(leaf[field] ?? {}).find(key => textsConflict(root[field]?.[key], leaf[field][key]));
    if (name !== undefined) return `${field}.${name}`;
  }
  if (Boolean(root.ignoreUriCase) !== Boolean(leaf.ignoreUriCase)) return 'ignoreUriCase';
  if (root.port && leaf.port && root.port !== leaf.port) return 'port';
  if (root.sourceNamespace && leaf.sourceNamespace !== root.sourceNamespace) return 'sourceNamespace';
  if (Object.entries(leaf.sourceLabels ?? {}).some(([key, value]) => (root.sourceLabels?.[key] ?? value) !== value)) return 'sourceLabels';
  return gatewaysConflict(root.gateways ?? [], leaf.gateways ?? []) ? 'gateways' : undefined;
}

function gatewaysConflict(root: string[], leaf: string[]): boolean {
  return root.length > 0 && leaf.length > 0 && (root.length < leaf.length || leaf.some(gateway => !root.includes(gateway)));
}

function textsConflict(root: any, leaf: any): boolean {
  if (root == null || leaf == null) return false;
  const anything = (text: any) => Boolean(text.exact || text.prefix || text.regex);
  if ((root.regex && anything(leaf)) || (leaf.regex && anything(root))) return true;
  if (root.exact) return leaf.exact !== root.exact;
  if (root.prefix && (leaf.prefix || leaf.exact)) return !(leaf.prefix || leaf.exact).startsWith(root.prefix);
  return true;
}

function mergeMatch(root: any, leaf: any): any {
  const merged: any = { ...root, ...leaf };
  for (const field of [...TEXTS_BY_NAME, 'sourceLabels']) {
    if (root[field] || leaf[field]) merged[field] = { ...root[field], ...leaf[field] };
  }
  if (!leaf.gateways?.length && root.gateways?.length) merged.gateways = root.gateways;
  return merged;
}
