import { isHttp, parseProtocol } from '../../model/protocol';
import { mapOf, textOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf } from '../parts';
import { Rule } from '../rule';
import { originatingHosts } from '../tls-originations';

export const httpOn443: Rule = {
  id: 'service-entry/http-on-443',
  severity: 'warning',
  summary: 'port 443 of an external host is plain HTTP, and nothing makes it TLS',
  why: 'the proxy expects plain HTTP from the application and sends plain HTTP on: one that speaks HTTPS itself is answered with an error, and so is the plain request by the server',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ hosts, location }, entry) {
    if (location === 'MESH_INTERNAL') return;
    for (const [i, { value: port }] of itemsOf(entry, 'ports').entries()) {
      const protocol = parseProtocol(textOf(port.protocol));
      if (port.number !== 443 || !isHttp(protocol) || protocol === 'HTTP_PROXY' || (port.targetPort ?? 443) !== 443) continue;
      if (itemsOf(entry, 'endpoints').some(({ value }) => mapOf(value.ports)[port.name] !== undefined || textOf(value.address).startsWith('unix://'))) continue;
      const host = textsOf(hosts).find(each => originatingHosts(mesh).overlapping(each.toLowerCase()).length === 0);
      if (host === undefined) continue;
      yield {
        field: `.ports[${i}].protocol`,
        problem: `port 443 of ${host} is ${port.protocol}, and no DestinationRule here has TLS for it`,
        fix: 'write protocol TLS where the application speaks HTTPS; where the proxy is to do that add a DestinationRule with tls.mode SIMPLE, as ExternalApi does',
      };
    }
  }),
};
