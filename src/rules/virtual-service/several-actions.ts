import { Mesh } from '../../model/mesh';
import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Part } from '../parts';
import { Rule } from '../rule';

export const severalActions: Rule = {
  id: 'virtual-service/several-actions',
  severity: 'error',
  summary: 'a rule that redirects or answers does something else as well',
  why: 'a redirect or direct response ends the request at the proxy: istiod refuses a route, the other one, a fault or a rewrite beside it',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ redirect: { authority: cart.example.com }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ redirect: { authority: cart.example.com } }] }
`,
  check: mesh => findingsOf(answering(mesh), function * (rule, { object }) {
    // Beside a delegate it is that which is wrong.
    if (rule.delegate && listOf(object.spec.hosts).length > 0) return;
    const action = rule.redirect ? 'redirect' : rule.directResponse ? 'directResponse' : undefined;
    if (!action) return;
    const beside = ['route', 'directResponse', 'fault', 'rewrite'].filter(field => field !== action && (field === 'route' ? listOf(rule.route).length > 0 : rule[field]));
    if (beside.length) yield { field: `.${beside[0]}`, problem: `the rule has ${action} and ${beside.join(' and ')}`, fix: `keep ${action} alone, or take it out` };
  }),
};

function answering(mesh: Mesh): Iterable<Part> {
  const parts = networkingParts(mesh);
  return new Set([...parts.httpWith('redirect'), ...parts.httpWith('directResponse')]);
}
