import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const ignoredCaseFlag: Rule = {
  id: 'virtual-service/ignored-case-flag',
  severity: 'warning',
  summary: 'ignoreUriCase stands beside a regular expression',
  why: 'ignoreUriCase is for exact and prefix; a regular expression is compared with upper and lower case as they are',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { regex: "/cart/[a-z]+" }, ignoreUriCase: true }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { regex: "(?i)/cart/[a-z]+" } }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ uri, ignoreUriCase }) {
    const { regex } = mapOf(uri);
    if (regex && ignoreUriCase === true) yield { field: '.ignoreUriCase', problem: `ignoreUriCase does nothing for the regular expression ${regex}`, fix: 'start the regular expression with (?i)' };
  }),
};
