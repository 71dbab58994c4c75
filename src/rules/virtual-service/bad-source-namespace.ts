import { isLabel } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const badSourceNamespace: Rule = {
  id: 'virtual-service/bad-source-namespace',
  severity: 'error',
  summary: 'a match is for clients of something that is no namespace',
  why: 'sourceNamespace is the name of one namespace; istiod refuses patterns, lists and everything else that no namespace is called',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ sourceNamespace: "shop-*" }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ sourceNamespace: shop-eu }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ sourceNamespace: name }) {
    if (name && !isLabel(name)) yield { field: '.sourceNamespace', problem: `sourceNamespace is "${name}", which is no name of a namespace`, fix: 'write one name, and a match for each namespace' };
  }),
};
