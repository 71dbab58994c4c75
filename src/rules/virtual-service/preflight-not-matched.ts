import { groupBy } from '../../model/group-by';
import { listOf, mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { Part } from '../parts';
import { Rule } from '../rule';

export const preflightNotMatched: Rule = {
  id: 'virtual-service/preflight-not-matched',
  severity: 'warning',
  summary: 'a CORS policy is on a rule that takes no preflight request',
  why: 'before it writes, or sends headers of its own, a browser asks with the method OPTIONS, and the policy of the rule which that request matches answers it; a rule for other methods never sees it',
  sameAs: [],
  bad: `
kind: VirtualService
spec:
  hosts: [cart]
  http:
  - match: [{ method: { exact: POST } }]
    corsPolicy: { allowOrigins: [{ exact: "https://shop.example.com" }], allowMethods: [POST] }
    route: [{ destination: { host: cart } }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http:
  - match: [{ method: { exact: POST } }, { method: { exact: OPTIONS } }]
    corsPolicy: { allowOrigins: [{ exact: "https://shop.example.com" }], allowMethods: [POST] }
    route: [{ destination: { host: cart } }]
`,
  * check(mesh) {
    const withCors = groupBy(networkingParts(mesh).httpWith('corsPolicy').filter(({ value }) => value.corsPolicy), ({ object }) => object);
    for (const rules of withCors.values()) {
      // Another rule of the same paths may answer for this one.
      if (rules.some(rule => !onlyOtherMethods(rule) || needsNone(rule))) continue;
      for (const { object, field, value } of rules) {
        const methods = listOf(value.match).map(match => mapOf(mapOf(match).method).exact).join(', ');
        yield { at: object, field: `${field}.corsPolicy`, and: [{ object, field: `${field}.match` }], problem: `the rule is only for ${methods}, so no preflight request gets the policy`, fix: 'add a match with method: { exact: OPTIONS } to the rule' };
      }
    }
  },
};

function onlyOtherMethods({ value }: Part): boolean {
  const methods = listOf(value.match).map(match => mapOf(mapOf(match).method).exact);
  return methods.length > 0 && methods.every(method => typeof method === 'string' && method !== 'OPTIONS');
}

/** A browser does not ask before it reads, unless the page adds headers. */
function needsNone({ value }: Part): boolean {
  return listOf(value.match).every(match => ['GET', 'HEAD'].includes(mapOf(mapOf(match).method).exact)) && listOf(value.corsPolicy.allowHeaders).length === 0;
}
