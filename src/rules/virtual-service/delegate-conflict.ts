import { conflictOf, mergeMatches } from '../../model/delegates';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { listOf } from '../../model/read';
import { Delegation, VirtualServiceView } from '../../model/virtual-services';
import { isExported } from '../../model/visibility';
import { gatewaysOfMatch } from '../gateway-names';
import { matchText } from '../match-text';
import { Finding, Rule } from '../rule';

export const delegateConflict: Rule = {
  id: 'virtual-service/delegate-conflict',
  severity: 'error',
  summary: 'a rule of a delegate is for requests that the rule which names it does not let through',
  why: 'every match of a delegate\'s rule must be narrower than one of the rule that delegates; otherwise Istio leaves the whole rule out, and says so only in the log of istiod',
  sameAs: [],
  bad: `
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /cart } }], delegate: { name: cart } }] }
---
kind: VirtualService
metadata: { name: cart }
spec: { http: [{ match: [{ uri: { prefix: /v2 } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /cart } }], delegate: { name: cart } }] }
---
kind: VirtualService
metadata: { name: cart }
spec: { http: [{ match: [{ uri: { prefix: /cart/v2 } }], route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const delegation of mesh.virtualServices.delegations) yield * ofDelegation(mesh, delegation);
  },
};

function * ofDelegation(mesh: Mesh, delegation: Delegation): Iterable<Finding> {
  // One that is hidden from the root is told of elsewhere.
  const delegate = mesh.virtualServices.find(delegation.key)
    .find(({ isDelegate, exportTo, namespace }) => isDelegate && isExported(exportTo, namespace, delegation.root.namespace));
  if (!delegate) return;
  const root = matchesOf(delegation.rule, delegation.root);
  for (const [i, rule] of listOf(delegate.object.spec.http).entries()) {
    const own = matchesOf(rule ?? {}, delegate);
    if (mergeMatches(root, own)) continue;
    const j = own.findIndex(match => root.every(each => conflictOf(each, match) !== undefined));
    yield found(delegation, delegate, `spec.http[${i}].match[${j}]`, own[j], root);
  }
}

function found({ root, field }: Delegation, { object }: VirtualServiceView, place: string, match: any, roots: any[]): Finding {
  return {
    at: object,
    field: place,
    and: [{ object: root.object, field }],
    problem: `${matchText(match)} is not within what ${objectText(root.object)} delegates, ${roots.map(matchText).join(' or ')}: ${conflictOf(roots[0], match)} differs`,
    fix: 'make the match narrower than that of the rule which delegates: an exact text that is the same, or a longer prefix; regular expressions never fit',
  };
}

function matchesOf(rule: any, { namespace }: VirtualServiceView): any[] {
  return listOf(rule.match).map(match => {
    const gateways = gatewaysOfMatch(match, namespace);
    return gateways.length > 0 ? { ...match, gateways } : match ?? {};
  });
}
