import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const delegateAndAction: Rule = {
  id: 'virtual-service/delegate-and-action',
  severity: 'error',
  summary: 'a rule that delegates also routes or redirects',
  why: 'the delegate says where requests go: istiod refuses route and redirect beside it',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
metadata: { name: root }
spec:
  hosts: [shop.example.com]
  gateways: [istio-ingress/public]
  http: [{ match: [{ uri: { prefix: /cart/ } }], delegate: { name: cart-routes }, route: [{ destination: { host: cart } }] }]
---
kind: VirtualService
metadata: { name: cart-routes }
spec: { http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
metadata: { name: root }
spec:
  hosts: [shop.example.com]
  gateways: [istio-ingress/public]
  http: [{ match: [{ uri: { prefix: /cart/ } }], delegate: { name: cart-routes } }]
---
kind: VirtualService
metadata: { name: cart-routes }
spec: { http: [{ route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('delegate'), function * ({ delegate, route, redirect }, { object }) {
    if (!delegate || listOf(object.spec.hosts).length === 0) return;
    const action = redirect ? 'redirect' : listOf(route).length > 0 ? 'route' : undefined;
    if (action) yield { field: `.${action}`, problem: `the rule has delegate "${delegate.name}" and ${action}`, fix: `take ${action} out, or delegate` };
  }),
};
