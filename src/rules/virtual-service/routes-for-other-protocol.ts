import { Mesh } from '../../model/mesh';
import { isHttp, isSniffed, isTcp, isTls } from '../../model/protocol';
import { listOf } from '../../model/read';
import { Service, ServicePort } from '../../model/services';
import { VirtualServiceView } from '../../model/virtual-services';
import { Finding, Rule } from '../rule';
import { isForMesh } from '../static-overlap';

type Kind = 'http' | 'tls' | 'tcp';

/** Ports that rules of a kind are used on: http on what is HTTP, or may turn out to be. */
const USED_ON: { readonly [kind in Kind]: (port: ServicePort) => boolean } = {
  http: ({ protocol }) => isHttp(protocol) || isSniffed(protocol),
  tls: ({ protocol }) => isTls(protocol),
  tcp: ({ protocol }) => (isTcp(protocol) && !isTls(protocol)) || isSniffed(protocol),
};

export const routesForOtherProtocol: Rule = {
  id: 'virtual-service/routes-for-other-protocol',
  severity: 'error',
  summary: 'a VirtualService has rules for a protocol that no port of its host carries',
  why: 'on the mesh http rules are used only on ports that are HTTP or say no protocol, tls rules only on HTTPS and TLS ports, tcp rules only on other TCP ports; elsewhere they are ignored',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: tcp-web, port: 9080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http-web, port: 9080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.onGateway('mesh')) {
      const services = servicesOf(mesh, view);
      if (!services) continue;
      for (const kind of ['http', 'tls', 'tcp'] as Kind[]) {
        // HTTP rules for an external host that is called with TLS are another rule's.
        const external = kind === 'http' && services.every(({ external: outside, ports }) => outside && ports.every(({ protocol }) => isTls(protocol)));
        if (!external) yield * ofKind(view, kind, services);
      }
    }
  },
};

/** The services of all hosts, where all of them are known. */
function servicesOf(mesh: Mesh, { hosts }: VirtualServiceView): Service[] | undefined {
  const services = hosts.map(({ host }) => host.startsWith('*') ? [] : mesh.services.byHost(host));
  return services.every(list => list.some(({ ports }) => ports.length > 0)) ? services.flat() : undefined;
}

function * ofKind(view: VirtualServiceView, kind: Kind, services: Service[]): Iterable<Finding> {
  const ports = services.flatMap(service => service.ports);
  for (const [i, rule] of listOf(view.object.spec[kind]).entries()) {
    const matches = listOf(rule?.match).length > 0 ? listOf(rule.match) : [{}];
    // Rules for gateways only have nothing to do with the ports of the service.
    if (!matches.some(match => isForMesh(match ?? {}))) continue;
    const used = matches.some(match => !isForMesh(match ?? {}) || ports.some(port => USED_ON[kind](port) && (!match?.port || match.port === port.number)));
    // A port that the service does not have is no matter of protocol.
    const known = matches.every(match => !match?.port || ports.some(({ number }) => number === match.port));
    if (!used && known) yield found(view, kind, `spec.${kind}[${i}]`, services);
  }
}

function found({ object, hosts }: VirtualServiceView, kind: Kind, field: string, services: Service[]): Finding {
  const ports = services.flatMap(service => service.ports).map(({ number, protocol }) => `${number} (${isSniffed(protocol) ? 'no protocol said' : protocol})`);
  return {
    at: object,
    field,
    and: services.map(service => ({ object: service.object, field: 'spec.ports' })),
    problem: `${kind} rules are used on none of the ports of ${hosts.map(({ written }) => written).join(', ')}: ${[...new Set(ports)].join(', ')}`,
    fix: `write rules for what the port carries, or ${correction(kind, services)}`,
  };
}

/** A port says what it carries in a Service by its name, in a ServiceEntry by its protocol. */
function correction(kind: Kind, services: Service[]): string {
  const inKubernetes = services.every(({ kubernetes }) => kubernetes);
  if (kind !== 'http') return `correct the ${inKubernetes ? 'name' : 'protocol'} of the port`;
  return `where that is HTTP ${inKubernetes ? 'name the port of the Service so, as http-web, or set its appProtocol' : 'set the protocol of the port to HTTP'}`;
}
