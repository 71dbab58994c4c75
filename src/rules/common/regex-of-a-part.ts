import { plainRegex } from '../../model/match/regex';
import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

/** Headers of many words, of which nobody knows the whole. */
const LONG = ['user-agent', 'cookie'];

export const regexOfAPart: Rule = {
  id: 'common/regex-of-a-part',
  severity: 'warning',
  summary: 'an expression for a part of a long header',
  why: 'Envoy compares an expression with the whole value, and the whole user-agent or cookie header of a client is rarely one word',
  sameAs: [],
  bad: `
kind: VirtualService
spec:
  hosts: [reviews]
  http:
    - match: [{ headers: { user-agent: { regex: Chrome } } }]
      route: [{ destination: { host: reviews } }]
    - route: [{ destination: { host: ratings } }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [reviews]
  http:
    - match: [{ headers: { user-agent: { regex: ".*Chrome.*" } } }]
      route: [{ destination: { host: reviews } }]
    - route: [{ destination: { host: ratings } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ headers, withoutHeaders }) {
    yield* partial('headers', mapOf(headers));
    yield* partial('withoutHeaders', mapOf(withoutHeaders));
  }),
};

function * partial(field: string, headers: any): Iterable<Wrong> {
  for (const name of Object.keys(headers)) {
    const regex = headers[name]?.regex;
    if (!LONG.includes(name.toLowerCase()) || typeof regex !== 'string' || regex === '*' || plainRegex(regex)?.is !== 'exact') continue;
    yield {
      field: `.${field}.${name}.regex`,
      problem: `${name} is compared with ${JSON.stringify(regex)} as a whole`,
      fix: `write ".*${regex.replace(/^\^|\$$/g, '')}.*" for values that contain it, or exact where it is the whole value`,
    };
  }
}
