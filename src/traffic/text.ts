import { RE2JS } from 're2js';

/** What a header, query parameter, method or label must be. `absent` holds only where there is no value, all others only where there is one. */
export type TextCondition =
  | { readonly is: 'exact' | 'startsWith' | 'suffix' | 'contains' | 'regex'; readonly value: string }
  | { readonly is: 'oneOf'; readonly values: string[] }
  | { readonly is: 'present' | 'absent' };

/** Nothing can hold both conditions. */
export const EMPTY = 'empty';
/** Both can hold together, but Istio has no single condition that says so. */
export const INEXPRESSIBLE = 'inexpressible';

export const PRESENT: TextCondition = { is: 'present' };

/** Whether one value of a request, or its absence, holds a condition. */
export function textHolds(condition: TextCondition, value: string | undefined): boolean {
  if (condition.is === 'absent') return value === undefined;
  if (value === undefined) return false;
  switch (condition.is) {
    case 'present': return true;
    case 'oneOf': return condition.values.includes(value);
    case 'exact': return value === condition.value;
    case 'startsWith': return value.startsWith(condition.value);
    case 'suffix': return value.endsWith(condition.value);
    case 'contains': return value.includes(condition.value);
    case 'regex': return wholeMatch(condition.value, value);
  }
}

/** Envoy compares a regular expression with the whole value. */
export function wholeMatch(re2: string, value: string): boolean {
  return RE2JS.compile(re2, RE2JS.DOTALL).matcher(value).matches();
}

/** Whether every value that holds `x` surely holds `y`. False where that cannot be told. */
export function textWithin(x: TextCondition, y: TextCondition): boolean {
  if (sameText(x, y)) return true;
  if (x.is === 'absent' || y.is === 'absent') return false;
  if (y.is === 'present' || (y.is === 'regex' && y.value === '.*')) return true;
  const values = finite(x);
  if (values) return values.every(value => textHolds(y, value));
  if (x.is === 'present' || x.is === 'regex') return false;
  const text = (x as { value: string }).value;
  if (y.is === 'contains') return text.includes(y.value);
  if (y.is === 'startsWith') return x.is === 'startsWith' && text.startsWith(y.value);
  return y.is === 'suffix' && x.is === 'suffix' && text.endsWith(y.value);
}

/** The one condition that says both. */
export function bothTexts(x: TextCondition, y: TextCondition): TextCondition | typeof EMPTY | typeof INEXPRESSIBLE {
  if (textWithin(x, y)) return x;
  if (textWithin(y, x)) return y;
  if (x.is === 'absent' || y.is === 'absent') return EMPTY;
  const values = finite(x)?.filter(value => textHolds(y, value)) ?? finite(y)?.filter(value => textHolds(x, value));
  if (values) return values.length === 0 ? EMPTY : oneOf(values);
  // Neither starts with the other, so no value starts with both; the same at the end.
  if (x.is === y.is && (x.is === 'startsWith' || x.is === 'suffix')) return EMPTY;
  return INEXPRESSIBLE;
}

/** `exact` for a single value. */
export function oneOf(values: string[]): TextCondition {
  return values.length === 1 ? { is: 'exact', value: values[0] } : { is: 'oneOf', values };
}

function finite(condition: TextCondition): string[] | undefined {
  if (condition.is === 'exact') return [condition.value];
  return condition.is === 'oneOf' ? condition.values : undefined;
}

function sameText(x: TextCondition, y: TextCondition): boolean {
  return x.is === y.is && JSON.stringify(x) === JSON.stringify(y);
}
