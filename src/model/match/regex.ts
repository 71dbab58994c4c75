import { RE2JS } from 're2js';

type Said<Is> = Is extends string ? { readonly is: Is; readonly value: string } : never;

/** What a regular expression says, where it is a plain text with something open around it. */
export type Plain = Said<'exact' | 'startsWith' | 'suffix' | 'contains' | 'segments'> | { readonly is: 'oneOf'; readonly values: string[] } | { readonly is: 'any' };

const LITERAL = '(?:[^\\\\.+*?()|[\\]{}^$]|\\\\[^a-zA-Z0-9\\u0080-\\uffff])*';
const SHAPE = new RegExp(`^(\\.\\*|\\(\\.\\*\\))?(${LITERAL})(\\.\\*|\\(\\.\\*\\)|\\((?:\\?:)?/\\.\\*\\)\\?|\\((?:\\?:)?/\\|\\$\\)(?:\\.\\*|\\(\\.\\*\\)))?$`);
const ALTERNATION = `(${LITERAL}(?:\\|${LITERAL})+)`;
const ALTERNATIVES = new RegExp(`^(?:${ALTERNATION}|\\((?:\\?:)?${ALTERNATION}\\))$`);
const OPEN = ['.*', '(.*)'];

/** The plain meaning of a regular expression that has one. It is always compared with the whole value. */
export function plainRegex(regex: string): Plain | undefined {
  const inner = regex.replace(/^\^/, '').replace(/([^\\])\$$/, '$1');
  const [, bare, grouped = bare] = ALTERNATIVES.exec(inner) ?? [];
  if (grouped !== undefined) return { is: 'oneOf', values: grouped.split('|').map(unescaped) };
  const [, before, literal, after] = SHAPE.exec(inner) ?? [];
  if (literal === undefined) return undefined;
  const value = unescaped(literal);
  if (value === '' && (before || OPEN.includes(after))) return { is: 'any' };
  if (!after) return { is: before ? 'suffix' : 'exact', value };
  if (OPEN.includes(after)) return { is: before ? 'contains' : 'startsWith', value };
  return before ? undefined : { is: 'segments', value };
}

/** What every value that a regular expression matches starts with. */
export function literalStart(regex: string): string {
  const inner = regex.replace(/^\^/, '');
  const [start] = new RegExp(`^${LITERAL}`).exec(inner)!;
  const rest = inner.slice(start.length);
  // With alternatives one cannot tell where they begin, and a repeated character may be absent.
  if (inner.includes('|')) return '';
  return unescaped(/^[*?{]/.test(rest) ? start.replace(/(\\.|.)$/, '') : start);
}

const known = new Map<string, boolean>();

/** Whether Istio can compile it. What cannot be compiled is reported elsewhere, and matches nothing here. */
export function isRegex(regex: string): boolean {
  let compiles = known.get(regex);
  if (compiles === undefined) {
    compiles = plainRegex(regex) !== undefined || tryCompile(regex);
    known.set(regex, compiles);
  }
  return compiles;
}

function tryCompile(regex: string): boolean {
  try {
    RE2JS.compile(regex);
    return true;
  } catch {
    return false;
  }
}

function unescaped(literal: string): string {
  return literal.replace(/\\(.)/g, '$1');
}
