import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { isTls } from '../../model/protocol';
import { listOf, mapOf, textOf } from '../../model/read';
import { Service } from '../../model/services';
import { VirtualServiceView } from '../../model/virtual-services';
import { Rule } from '../rule';
import { isForMesh } from '../static-overlap';
import { originatingHosts } from '../tls-originations';

export const httpForExternalTls: Rule = {
  id: 'virtual-service/http-for-external-tls',
  severity: 'error',
  summary: 'http rules are for an external host that is called with TLS',
  why: 'the proxy cannot see HTTP inside the TLS of the application, so timeouts, retries, matches and all else in http rules have no effect on such a port',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: https, protocol: HTTPS }], resolution: DNS }
---
kind: VirtualService
spec: { hosts: [api.example.com], http: [{ timeout: 3s, route: [{ destination: { host: api.example.com } }] }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }], resolution: DNS }
---
kind: DestinationRule
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }
---
kind: VirtualService
spec: { hosts: [api.example.com], http: [{ timeout: 3s, route: [{ destination: { host: api.example.com } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.onGateway('mesh')) {
      const rule = view.http.find(({ blocks }) => blocks.length === 0 || blocks.some(({ match }) => isForMesh(match)));
      if (!rule) continue;
      for (const { host, written, field } of view.hosts) {
        const services = mesh.services.byHost(host);
        if (!onlyTls(mesh, host) || isOriginated(mesh, view, host) || view.hosts.some(other => other.host !== host && !onlyTls(mesh, other.host))) continue;
        yield {
          at: view.object,
          field: rule.from === view.object ? rule.field : field,
          and: services.map(({ object }) => ({ object, field: 'spec.ports' })),
          problem: `${written} has only TLS ports, ${portsOf(services)}, and http rules are not used on them`,
          fix: 'let the application call it with plain HTTP on port 80 and the proxy add TLS: a ServiceEntry port with targetPort 443 and a DestinationRule with tls.mode SIMPLE, as ExternalApi writes them; or use tls rules',
        };
      }
    }
  },
};

/** Calls to port 80 are routed by host too: a route from there to the TLS port, with a DestinationRule that adds the TLS, works. */
function isOriginated(mesh: Mesh, { http }: VirtualServiceView, host: string): boolean {
  if (originatingHosts(mesh).overlapping(host).length === 0) return false;
  return http.some(({ from, route }) => listOf(route.route).map(entry => mapOf(mapOf(entry).destination))
    .some(destination => mapOf(destination.port).number && expandHost(textOf(destination.host), homeOf(from)) === host));
}

function onlyTls(mesh: Mesh, host: string): boolean {
  const services = mesh.services.byHost(host);
  return services.length > 0 && services.every(({ external, ports }) => external && ports.length > 0 && ports.every(({ protocol }) => isTls(protocol)));
}

function portsOf(services: Service[]): string {
  const ports = services.flatMap(service => service.ports);
  return [...new Set(ports.map(({ number, protocol }) => `${number} (${protocol})`))].join(', ');
}
