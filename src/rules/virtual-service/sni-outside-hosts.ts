import { isSubsetOf } from '../../model/hosts';
import { listOf, textsOf } from '../../model/read';
import { isDnsNameOrWildcard } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed } from '../parts';
import { Rule } from '../rule';

export const sniOutsideHosts: Rule = {
  id: 'virtual-service/sni-outside-hosts',
  severity: 'error',
  summary: 'a TLS match waits for a server name that the VirtualService is not for',
  why: 'istiod refuses a sniHost that is not one of the hosts of the VirtualService nor under a wildcard among them; short names are compared as they are written',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [public], tls: [{ match: [{ sniHosts: [cart.example.com] }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: ["*.example.com"], gateways: [public], tls: [{ match: [{ sniHosts: [cart.example.com] }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).tlsMatches, function * ({ sniHosts }, { object }) {
    const hosts = textsOf(object.spec.hosts);
    if (listOf(object.spec.hosts).length === 0) return;
    for (const [i, name] of textsOf(sniHosts).entries()) {
      // Addresses and other names that are none are told of elsewhere. Istio makes names like outbound_.80_._.cart.shop itself.
      if ((!isDnsNameOrWildcard(name) && !name.startsWith('outbound_')) || hosts.some(host => isSubsetOf(name, host))) continue;
      yield { field: `.sniHosts[${i}]`, problem: `the server name "${name}" is not covered by hosts: ${listed(hosts)}`, fix: `add "${name}" to hosts, or a wildcard over it` };
    }
  }),
};
