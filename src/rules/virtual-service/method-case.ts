import { mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];

export const methodCase: Rule = {
  id: 'virtual-service/method-case',
  severity: 'error',
  summary: 'a method of a match is not in capital letters',
  why: 'methods are compared letter for letter, and those of HTTP are in capital letters, so the match holds for none of them',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ method: { exact: post } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ method: { exact: POST } }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ method }) {
    for (const kind of ['exact', 'prefix']) {
      const written = textOf(mapOf(method)[kind]);
      const capital = written.toUpperCase();
      if (written === capital || !METHODS.includes(capital)) continue;
      yield { field: `.method.${kind}`, problem: `the method is "${written}"`, fix: `write ${capital}` };
    }
  }),
};
