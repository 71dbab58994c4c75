import { Mesh } from '../../model/mesh';
import { isHttp } from '../../model/protocol';
import { listOf } from '../../model/read';
import { Service, ServicePort } from '../../model/services';
import { policyFor } from '../../model/traffic-policy';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';
import { originatesTls, tlsOriginations } from '../tls-originations';

export const tlsToPort80: Rule = {
  id: 'service-entry/tls-to-port-80',
  severity: 'warning',
  summary: 'port 80 of an external host is called with TLS',
  why: 'a DestinationRule changes how the proxy speaks, not where to: without targetPort it sends TLS to the port that the application called, where the server expects plain HTTP',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL }
---
kind: DestinationRule
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }], resolution: DNS, location: MESH_EXTERNAL }
---
kind: DestinationRule
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }
`,
  * check(mesh) {
    for (const { object: rule, host } of tlsOriginations(mesh)) {
      if (!originatesTls(policyFor({ ...rule.spec, subsets: [] }, 80))) continue;
      for (const service of mesh.services.within(host)) {
        const port = plainPort80(service);
        // A rule for the host itself replaces one for a wildcard over it.
        if (!port || mesh.destinationRules.covering(service.host)[0].host !== host || sentElsewhere(mesh).has(service.host)) continue;
        yield {
          at: service.object,
          field: `${port.field}.targetPort`,
          and: [{ object: rule, field: 'spec.trafficPolicy' }],
          problem: `port 80 of ${service.host} has no targetPort, and what is sent there is TLS`,
          fix: 'set targetPort to 443, as ExternalApi does, or put tls under portLevelSettings for port 443 and route to that',
        };
      }
    }
  },
};

/** Where the server is what the host is in DNS: endpoints may well have TLS on a port of that number. */
function plainPort80({ object, kubernetes, external, resolution = '', ports }: Service): ServicePort | undefined {
  if (kubernetes || !external || !['DNS', 'DNS_ROUND_ROBIN'].includes(resolution) || listOf(object.spec.endpoints).length > 0) return undefined;
  return ports.find(({ number, protocol, targetPort }) => number === 80 && isHttp(protocol) && targetPort === undefined);
}

/** Hosts of which some route names another port: then nothing may be sent to 80. */
const sentElsewhere = perMesh((mesh: Mesh) => new Set(mesh.targets().filter(({ port }) => port !== undefined && port !== 80).map(({ host }) => host)));
