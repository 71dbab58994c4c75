/** Words that YAML 1.1 reads as something else than text, as Kubernetes still does. Today's YAML has only the first of each. */
const WORDS = new Map<string, boolean | number | null>([
  ...['true', 'True', 'TRUE', 'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map(word => [word, true] as const),
  ...['false', 'False', 'FALSE', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map(word => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map(word => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(word => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map(word => [word, -Infinity] as const),
]);

const FIRST = /^(?:$|[-+0-9.~yYnNtTfFoO])/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const POINT_FIRST = /^\.[0-9][0-9_]*([eE][-+]?[0-9]+)?$/;

const LEAST = -(2n ** 63n);
const MOST = 2n ** 64n - 1n;

/** What a scalar without quotes and tag means to Kubernetes: `yes` is true, `010` is 8, `1_000` is 1000, a date is text. */
export function plainValue(text: string): string | number | boolean | null {
  if (!FIRST.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  if (first === 0x2e) return POINT_FIRST.test(text) ? finite(text.replace(/_/g, ''), text) : text;
  // A letter or a tilde begins words only.
  return first > 0x39 ? text : numberOrText(text);
}

function numberOrText(text: string): string | number {
  const digits = text.includes('_') ? text.replace(/_/g, '') : text;
  const integer = INTEGER.exec(digits);
  const value = integer && integerOf(integer[1], integer[2]);
  if (value !== undefined && value !== null) return value;
  return FLOAT.test(digits) ? finite(digits, text) : text;
}

/** What needs more than 64 bits is not an integer to Go. */
function integerOf(sign: string, digits: string): number | undefined {
  if (digits.length < 16 && /^(0|[1-9][0-9]*)$/.test(digits)) return Number(sign + digits);
  const modern = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase();
  const value = sign === '-' ? -BigInt(modern) : BigInt(modern);
  return value >= LEAST && value <= MOST ? Number(value) : undefined;
}

function finite(digits: string, text: string): number | string {
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}
