import { Mesh } from '../../model/mesh';
import { isTls } from '../../model/protocol';
import { Service, ServicePort } from '../../model/services';
import { Target } from '../../model/targets';
import { listsRules } from '../listed-rules';
import { Rule } from '../rule';
import { originatingHosts } from '../tls-originations';

export const httpToTlsPort: Rule = {
  id: 'virtual-service/http-to-tls-port',
  severity: 'warning',
  summary: 'an http rule sends requests in plain text to a port that is declared as TLS',
  why: 'what an http rule takes is plain HTTP by then, and goes on as such unless a DestinationRule has TLS for the host; a server that waits for TLS refuses it, most with HTTP 400',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: web }
spec: { ports: [{ name: https, port: 443 }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web, port: { number: 443 } } }] }] }
`,
  good: `
kind: Service
metadata: { name: web }
spec: { ports: [{ name: https, port: 443 }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web, port: { number: 443 } } }] }] }
---
kind: DestinationRule
spec: { host: web, trafficPolicy: { tls: { mode: SIMPLE } } }
`,
  * check(mesh) {
    if (!mesh.services.all.some(({ ports }) => ports.some(({ protocol }) => isTls(protocol)))) return;
    for (const target of mesh.targets()) {
      if (target.role !== 'route' || isOwn(target)) continue;
      const [service, port] = tlsPort(mesh, target) ?? [];
      if (!service || !port || originatingHosts(mesh).covering(target.host).length > 0) continue;
      yield {
        at: target.from,
        field: `${target.field}.${target.port === undefined ? 'host' : 'port'}`,
        and: [{ object: service.object, field: port.field }],
        problem: `port ${port.number} of ${target.host} is ${port.protocol}, and no DestinationRule here has TLS for it`,
        fix: 'add a DestinationRule with tls.mode SIMPLE for the host, as ExternalApi does; or name the port for HTTP where that is what it carries, or pass TLS on by a tls rule',
      };
    }
  },
};

/** On the mesh the http rules of a host are not used on its TLS ports at all, which is told as such. */
function isOwn({ view, host }: Target): boolean {
  return view.hosts.some(each => each.host === host) && view.gateways.every(({ key }) => key === 'mesh');
}

/** The port that a route leads to, where it is one for TLS. Nothing where its DestinationRules may be elsewhere. */
function tlsPort(mesh: Mesh, { host, port: number }: Target): [Service, ServicePort] | undefined {
  const services = mesh.services.byHost(host);
  if (services.some(({ object }) => object.origin.inventory && !listsRules(mesh))) return undefined;
  const isMeant = (port: ServicePort) => number === undefined || port.number === number;
  const found = services.flatMap(service => service.ports.filter(isMeant).map(port => [service, port] as [Service, ServicePort]));
  // One name or number may be of several entries.
  return found.length > 0 && (number !== undefined || found.length === 1) && found.every(([, { protocol }]) => isTls(protocol)) ? found[0] : undefined;
}
