import { listOf, mapOf, textOf, textsOf } from '../../model/read';
import { goDuration } from '../../model/structure/go-duration';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];
// A comma is let through by Istio, which joins the names with commas anyway.
const TOKEN = /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/;

export const badCors: Rule = {
  id: 'virtual-service/bad-cors',
  severity: 'error',
  summary: 'a CORS policy names something that CORS does not know',
  why: 'istiod refuses a CORS policy with an empty origin, an unknown method, a header that is no name of one, or a maxAge that is not whole seconds',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ exact: "https://www.example.com" }], allowMethods: [get] } }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ exact: "https://www.example.com" }], allowMethods: [GET] } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('corsPolicy'), function * ({ corsPolicy }) {
    if (corsPolicy) yield* wrongs(corsPolicy);
  }),
};

function * wrongs(policy: any): Iterable<Wrong> {
  const field = '.corsPolicy';
  for (const [i, origin] of listOf(policy.allowOrigins).entries()) {
    const { exact, prefix, regex } = mapOf(origin);
    if (!exact && !prefix && !regex) yield { field: `${field}.allowOrigins[${i}]`, problem: 'the origin is empty', fix: 'write exact, prefix or regex with an origin such as https://www.example.com' };
  }
  for (const [i, method] of textsOf(policy.allowMethods).entries()) {
    if (!METHODS.includes(method)) yield { field: `${field}.allowMethods[${i}]`, problem: `the method "${method}" is not known`, fix: `write one of ${METHODS.join(', ')}` };
  }
  for (const list of ['allowHeaders', 'exposeHeaders']) {
    for (const [i, name] of textsOf(policy[list]).entries()) {
      if (!TOKEN.test(name)) yield { field: `${field}.${list}[${i}]`, problem: `"${name}" is no name of a header`, fix: 'write one name in each item of the list, without spaces' };
    }
  }
  const maxAge = textOf(policy.maxAge);
  if ((goDuration(maxAge) ?? 0) % 1e9 !== 0) yield { field: `${field}.maxAge`, problem: `maxAge is "${maxAge}", which is not whole seconds`, fix: 'round it to seconds, for example 600s' };
}
