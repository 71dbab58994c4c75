import { isHeaderFormat } from './header-value';
import { Check } from './violation';
import { shown } from './words';
import { isRegex } from '../match/regex';

const TOKEN = /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/;
const CLAIM = /^@request\.auth\.claims(?:\.[^]+|\[[^]+\])$/i;
const PSEUDO = [':method', ':scheme', ':authority', ':path', ':status'];
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/; // eslint-disable-line no-control-regex -- these are what is looked for
const LONGEST_REGEX = 1024;

/** Headers and matches of HTTP routes, as istiod's webhook wants them beyond the schema. */
export const HTTP: { readonly [id: string]: Check } = {
  'header#match': keyed(isMatchable, (name, place) => `${place} matches a header ${shown(name)}, which is no name of one`,
    'write the name of a header, one of :method, :scheme, :authority, :path and :status, or @request.auth.claims.NAME'),
  'header#request': keyed(isSettable, (name, place) => `${place} has the header ${shown(name)}, which cannot be set`,
    'write the name of a header; of those that begin with ":" only :authority can be set'),
  'header#response': keyed(isChangeable, (name, place) => `${place} has the header ${shown(name)}, which cannot be changed in a response`,
    'write the name of a header that does not begin with ":" and is not Host'),
  'header#remove': {
    holds: isChangeable,
    problem: (name, place) => `${place} is ${shown(name)}, which cannot be removed`,
    fix: () => 'write the name of a header that does not begin with ":" and is not Host',
  },
  'header#value': {
    holds: value => !CONTROL.test(value) && isHeaderFormat(value),
    problem: (value, place) => `${place} is ${shown(value)}, ${CONTROL.test(value) ? 'which has a control character' : 'of which a "%" begins a variable that does not end'}`,
    fix: value => CONTROL.test(value) ? 'write it on one line' : 'write "%%" for a percent sign, and variables as in %REQ(x-id)%',
  },
  'match#prefix': {
    holds: ({ prefix }) => prefix !== '',
    problem: (_, place) => `${place}.prefix is empty`,
    fix: () => 'give it a value; for a header with any value, leave the match empty: {}',
    at: () => 'prefix',
  },
  'match#regex': regexIn(() => false),
  // `*` is no expression, but stands for a header with any value there.
  'match#regex-or-any': regexIn(regex => regex === '*'),
  // An empty one is told by the rule for its whole.
  'regex': {
    holds: regex => regex === '' || (isShort(regex) && isRegex(regex)),
    problem: (regex, place) => `${place} is ${shown(regex)}, ${fault(regex)}`,
    fix: regexFix,
  },
};

/** A check of the expression in a match of text. */
function regexIn(isTaken: (regex: string) => boolean): Check {
  return {
    holds: ({ regex }) => typeof regex !== 'string' || isTaken(regex) || (regex !== '' && isShort(regex) && isRegex(regex)),
    problem: ({ regex }, place) => regex === '' ? `${place}.regex is empty` : `${place}.regex is ${shown(regex)}, ${fault(regex)}`,
    fix: ({ regex }) => regexFix(regex),
    at: () => 'regex',
  };
}

/** A check of the names in a map. */
function keyed(isRight: (name: string) => boolean, problem: (name: string, place: string) => string, fix: string): Check {
  const wrong = (map: object): string | undefined => {
    for (const name in map) if (!isRight(name)) return name; // eslint-disable-line guard-for-in -- what was parsed inherits nothing
    return undefined;
  };
  return { holds: map => wrong(map) === undefined, problem: (map, place) => problem(wrong(map)!, place), fix: () => fix, at: map => wrong(map)! };
}

function isMatchable(name: string): boolean {
  return TOKEN.test(name) || PSEUDO.includes(name) || CLAIM.test(name);
}

function isSettable(name: string): boolean {
  return name !== '' && (!name.startsWith(':') || name.toLowerCase() === ':authority');
}

function isChangeable(name: string): boolean {
  return name !== '' && !name.startsWith(':') && name.toLowerCase() !== 'host';
}

/** Bytes count. */
function isShort(regex: string): boolean {
  return regex.length <= LONGEST_REGEX && Buffer.byteLength(regex) <= LONGEST_REGEX;
}

function fault(regex: string): string {
  return isShort(regex) ? 'which RE2 does not take' : `which is longer than ${LONGEST_REGEX} bytes`;
}

function regexFix(regex: string): string {
  if (regex.startsWith('*')) return 'write ".*" in place of "*"';
  if (regex === '') return 'give it a value, or leave it out';
  return isShort(regex) ? 'write it in the syntax of RE2, which has no lookaround and no back-references' : 'make it shorter, or match in several ways';
}
