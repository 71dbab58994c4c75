import { isWildcard } from '../../model/hosts';
import { listOf, textsOf } from '../../model/read';
import { isDnsName, isDnsNameOrWildcard } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const dnsWildcardHost: Rule = {
  id: 'service-entry/dns-wildcard-host',
  severity: 'error',
  summary: 'a host is to be looked up in DNS and has no single name',
  why: 'with resolution DNS and no endpoints the proxy looks up the host itself, which a wildcard or a number is none for: istiod refuses it',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: ["*.example.com"], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec: { hosts: ["*.example.com"], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: NONE, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ hosts, resolution, endpoints }) {
    if (!['DNS', 'DNS_ROUND_ROBIN'].includes(resolution) || listOf(endpoints).length > 0) return;
    for (const [i, host] of textsOf(hosts).entries()) {
      // What is no name at all, or every one, is told of elsewhere.
      if (isDnsName(host) || host === '*' || !isDnsNameOrWildcard(host)) continue;
      yield {
        field: `.hosts[${i}]`,
        problem: `the host ${isWildcard(host) ? `"${host}" is a wildcard` : `"${host}" is no DNS name`}, resolution is ${resolution}, and there are no endpoints`,
        fix: 'use resolution NONE to go where the client goes, DYNAMIC_DNS to look up what it asks for, or add endpoints',
      };
    }
  }),
};
