/** What comes next in a header value; a closed list, as Envoy's parser has it. */
type State = 'text' | 'name' | 'arguments' | 'item' | 'string' | 'delimiter' | 'bracket' | 'percent';

const SPACED: { readonly [state: string]: { readonly [character: string]: State } } = {
  delimiter: { ',': 'item', ']': 'bracket' },
  item: { '"': 'string' },
  bracket: { ')': 'percent' },
  percent: { '%': 'text' },
};
const INSIDE: { readonly [state: string]: { readonly [character: string]: State } } = {
  name: { '%': 'text', '(': 'arguments' },
  string: { ')': 'percent', '"': 'delimiter' },
};

/** Whether every `%` of a header value is doubled or part of a whole `%VARIABLE%` or `%VARIABLE(...)%`. */
export function isHeaderFormat(value: string): boolean {
  let state: State = 'text';
  for (let i = 0; i < value.length; i++) {
    if (state === 'text') {
      if (value[i] !== '%') continue;
      if (i + 1 === value.length) return false;
      if (value[i + 1] === '%') i++;
      else state = 'name';
    } else if (state === 'string' && value[i] === '\\') {
      if (++i === value.length) return false;
    } else {
      const next = after(state, value[i]);
      if (!next) return false;
      state = next;
    }
  }
  return state === 'text';
}

/** Blanks are skipped where something is expected, and every character is taken inside of names and strings. */
function after(state: State, character: string): State | undefined {
  if (state === 'arguments') return character === '[' ? 'item' : character === ' ' ? state : 'string';
  return INSIDE[state] ? INSIDE[state][character] ?? state : SPACED[state][character] ?? (character === ' ' ? state : undefined);
}
