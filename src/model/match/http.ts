import { Match, narrower } from '../../traffic/match';
import { PathCondition } from '../../traffic/path';
import { oneOf, PRESENT, TextCondition } from '../../traffic/text';
import { mapOf } from '../read';
import { isRegex, literalStart, plainRegex } from './regex';

/** A condition that cannot be told: it takes part in no comparison. */
const UNCLEAR = 'unclear';

/**
 * One block of an HTTP match, for the algebra of matches. Nothing where it cannot be told, or where the block is never used.
 * @param gateways what the VirtualService is bound to
 */
export function httpMatch(block: any, gateways: string[]): Match | undefined {
  const bound = block.gateways?.length ? gateways.filter(gateway => block.gateways.includes(gateway)) : gateways;
  const path = block.uri && pathOf(block.uri, block.ignoreUriCase === true);
  const values = { ...source(block), ...requestValues(block) };
  if (bound.length === 0 || path === UNCLEAR || Object.values(values).includes(UNCLEAR)) return undefined;
  return { ...(path && { path }), values: { ...values as Match['values'], gateway: oneOf(bound) } };
}

/** Whether every request of one block is surely of the other too. */
export function within(match: Match, other: Match): boolean {
  if (narrower(match, other)) return true;
  const start = match.path?.is === 'regex' ? literalStart(match.path.value) : '';
  return start !== '' && narrower({ ...match, path: { is: 'startsWith', value: start } }, other);
}

function requestValues(block: any): { [key: string]: TextCondition | typeof UNCLEAR } {
  const values: { [key: string]: TextCondition | typeof UNCLEAR } = {};
  for (const field of ['method', 'scheme', 'authority']) if (block[field]) values[field] = textOf(block[field]);
  for (const [name, match] of Object.entries(mapOf(block.headers))) values[`header:${name.toLowerCase()}`] = textOf(match);
  for (const [name, match] of Object.entries(mapOf(block.withoutHeaders))) values[`without:${name.toLowerCase()}`] = textOf(match);
  for (const [name, match] of Object.entries(mapOf(block.queryParams))) values[`query:${name}`] = textOf(match);
  if (block.port) values.port = { is: 'exact', value: String(block.port) };
  return values;
}

/** Where gateways are named, Istio does not look at the source (R2). */
function source({ gateways, sourceLabels, sourceNamespace }: any): { [key: string]: TextCondition } {
  if (gateways?.length) return {};
  const labels = Object.entries(mapOf(sourceLabels)).map(([key, value]): [string, TextCondition] => [`source:label:${key}`, { is: 'exact', value: String(value) }]);
  return { ...Object.fromEntries(labels), ...(sourceNamespace && { 'source:namespace': { is: 'exact', value: sourceNamespace } }) };
}

function pathOf({ exact, prefix, regex }: any, ignoreCase: boolean): PathCondition | typeof UNCLEAR | undefined {
  if (typeof exact === 'string') return { is: 'exact', value: exact, ignoreCase };
  // Every path starts with a slash.
  if (typeof prefix === 'string') return prefix === '' || prefix === '/' ? undefined : { is: 'startsWith', value: prefix, ignoreCase };
  if (typeof regex !== 'string') return undefined;
  if (!isRegex(regex)) return UNCLEAR;
  const plain = plainRegex(regex);
  if (plain?.is === 'any' || (plain?.is === 'startsWith' && plain.value === '/')) return undefined;
  if (plain?.is === 'exact' || plain?.is === 'startsWith' || plain?.is === 'segments') return plain;
  return { is: 'regex', value: regex };
}

function textOf(match: any): TextCondition | typeof UNCLEAR {
  const { exact, prefix, regex } = mapOf(match);
  if (typeof exact === 'string') return { is: 'exact', value: exact };
  if (typeof prefix === 'string') return { is: 'startsWith', value: prefix };
  if (typeof regex !== 'string' || regex === '*') return PRESENT;
  if (!isRegex(regex)) return UNCLEAR;
  const plain = plainRegex(regex);
  if (plain?.is === 'any') return PRESENT;
  return plain && plain.is !== 'segments' ? plain : { is: 'regex', value: regex };
}
