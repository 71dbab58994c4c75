import { isLabel } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const badSourceNamespace: Rule = {
  id: 'virtual-service/bad-source-namespace',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'the rule is for TLS or TCP' },
  summary: 'a match is for clients of something that is no namespace',
  why: 'sourceNamespace is the name of one namespace: in http rules istiod refuses patterns, lists and everything else that no namespace is called, and in tls and tcp rules it matches no client',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ sourceNamespace: "shop-*" }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ sourceNamespace: shop-eu }], route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    const { httpMatches, tlsMatches, tcpMatches } = networkingParts(mesh);
    yield * findingsOf(httpMatches, wrongs);
    for (const found of findingsOf([...tlsMatches, ...tcpMatches], wrongs)) yield { ...found, severity: 'warning' };
  },
};

function * wrongs({ sourceNamespace: name }: any): Iterable<Wrong> {
  if (name && !isLabel(name)) yield { field: '.sourceNamespace', problem: `sourceNamespace is "${name}", which is no name of a namespace`, fix: 'write one name, and a match for each namespace' };
}
