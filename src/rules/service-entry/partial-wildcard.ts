import { listOf, textsOf } from '../../model/read';
import { isDnsNameOrWildcard, isPartialWildcard } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const partialWildcard: Rule = {
  id: 'service-entry/partial-wildcard',
  severity: 'warning',
  summary: 'a host has a wildcard that is only a part of a label',
  why: 'in TLS the proxy takes wildcards of whole labels only, and refuses a listener with another one; Istio warns of it unless resolution is DYNAMIC_DNS',
  sameAs: ['IST0133'],
  bad: `
kind: ServiceEntry
spec: { hosts: ["*shop.example.com"], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: NONE, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec: { hosts: ["*.shop.example.com"], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: NONE, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ hosts, resolution, endpoints }) {
    // A wildcard that is to be looked up is refused, and told as such.
    if (resolution === 'DYNAMIC_DNS' || (['DNS', 'DNS_ROUND_ROBIN'].includes(resolution) && listOf(endpoints).length === 0)) return;
    for (const [i, host] of textsOf(hosts).entries()) {
      if (isPartialWildcard(host) && isDnsNameOrWildcard(host)) yield { field: `.hosts[${i}]`, problem: `the host is "${host}"`, fix: `write "*.${host.replace(/^\*-?/, '')}", or each name` };
    }
  }),
};
