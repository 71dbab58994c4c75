import { mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

/** Signs of a regular expression that paths do not have. */
const REGEX = /^\^|\\|\]\+|\]\*|\.\*|\.\+|\)\$$/;
/** An expression that is a path and nothing else, but for the wildcard of a shell at its end. */
const GLOB = /^\^?(?:\/[\w-]+)+\/\*$/;
/** One that is a path and nothing else, with a start and no end. */
const ONE_PATH = /^\^(?:\/[\w-]+)*\/?$/;

export const mistakenSyntax: Rule = {
  id: 'virtual-service/mistaken-syntax',
  severity: 'warning',
  summary: 'a path is written as a pattern of another kind than that of its field',
  why: 'exact and prefix are compared as they are written, without wildcards; a regex has to match the whole path, and a * in it repeats what stands before it',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { exact: /static/* } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /static/ } }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ uri }) {
    const { exact, prefix, regex } = mapOf(uri);
    yield * plain('exact', textOf(exact));
    yield * plain('prefix', textOf(prefix));
    yield * expression(textOf(regex));
  }),
};

function * plain(kind: string, path: string): Iterable<Wrong> {
  const field = `.uri.${kind}`;
  if (REGEX.test(path)) {
    yield { field, problem: `${kind} is "${path}", which is compared as text and not as an expression`, fix: `write regex: ${path.replace(/^\^/, '').replace(/\$$/, '')}${kind === 'prefix' && !path.endsWith('.*') ? '.*' : ''}` };
  } else if (path.length > 1 && path.includes('*')) {
    const start = path.slice(0, path.indexOf('*'));
    yield { field, problem: `${kind} is "${path}", and a * is no wildcard there`, fix: path.endsWith('*') && start.length === path.length - 1 ? `write prefix: ${start}` : `write a regex, such as ${path.replace(/\*/g, '[^/]+')}` };
  }
}

function * expression(regex: string): Iterable<Wrong> {
  const field = '.uri.regex';
  if (GLOB.test(regex)) {
    yield { field, problem: `regex is "${regex}", which is ${regex.replace(/^\^|\/\*$/g, '')} with any number of slashes after it`, fix: `write prefix: ${regex.replace(/^\^|\*$/g, '')}` };
  } else if (ONE_PATH.test(regex)) {
    yield { field, problem: `regex is "${regex}", which no other path than ${regex.slice(1) || 'an empty one'} matches`, fix: `write prefix: ${regex.slice(1) || '/'} for all paths that start so, or exact for this one` };
  }
}
