import { Rule } from '../rule';
import { structural } from '../structural';

const values = structural('header#value');
const names = structural('header#request', 'header#response');

export const badHeaderValue: Rule = {
  id: 'common/bad-header-value',
  severity: 'error',
  summary: 'a header value with a broken variable or a control character',
  why: 'in header values "%" begins a variable of Envoy, and Istio refuses those that do not end',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ headers: { request: { set: { x-discount: "50%" } } }, route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ headers: { request: { set: { x-discount: "50%%" } } }, route: [{ destination: { host: reviews } }] }] }
`,
  * check(mesh) {
    // A header that cannot be set at all has no value to mend.
    const told = [...names(mesh)];
    for (const finding of values(mesh)) if (!told.some(({ at, field }) => at === finding.at && field === finding.field)) yield finding;
  },
};
