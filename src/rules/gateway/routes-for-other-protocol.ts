import { Server } from '../../model/gateways';
import { Mesh } from '../../model/mesh';
import { isHttp, isTls, parseProtocol } from '../../model/protocol';
import { listOf, mapOf } from '../../model/read';
import { VirtualServiceView } from '../../model/virtual-services';
import { gatewaysUsing } from '../gateway-names';
import { Finding, Rule } from '../rule';
import { tlsMode } from '../server-tls';
import { isForMesh } from '../static-overlap';

const KINDS = ['http', 'tls', 'tcp'] as const;
type Kind = typeof KINDS[number];

export const routesForOtherProtocol: Rule = {
  id: 'gateway/routes-for-other-protocol',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'other rules of the VirtualService are used' },
  summary: 'a VirtualService has rules of a kind that no server of its Gateway uses',
  why: 'a gateway uses http rules on HTTP servers and on HTTPS servers that end TLS, tls rules on servers that pass TLS on, tcp rules on TCP servers and on TLS servers that end TLS; elsewhere they are ignored, and without others the gateway answers 404 or closes the connection',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: PASSTHROUGH } }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      const keys = view.gateways.map(({ key }) => key).filter(key => key !== 'mesh');
      // A Gateway that is not known may have any servers.
      if (keys.length === 0 || keys.some(key => mesh.gateways.find(key).length === 0)) continue;
      const rules = rulesOf(mesh, view, keys);
      // Beside rules that are used those that are not may be left from something else.
      const severity = rules.some(({ used }) => used) || view.onMesh ? 'warning' : undefined;
      for (const rule of rules) if (!rule.used) yield { ...found(view, rule), severity };
    }
  },
};

interface GatewayRule {
  readonly kind: Kind;
  readonly field: string;
  readonly servers: Server[];
  readonly used: boolean;
}

/** Rules of which it is known on which servers they are. */
function rulesOf(mesh: Mesh, view: VirtualServiceView, keys: string[]): GatewayRule[] {
  return KINDS.flatMap(kind => listOf(view.object.spec[kind]).flatMap((rule, i) => {
    const matches = listOf(mapOf(rule).match).length > 0 ? listOf(rule.match).map(mapOf) : [{}];
    // For the proxies of workloads the ports of the service decide.
    if (view.onMesh && matches.some(isForMesh)) return [];
    const servers = answering([...new Set(matches.flatMap(match => serversOf(mesh, view, keys, match)))]);
    return servers.length === 0 || servers.some(isRefused) ? [] : [{ kind, field: `spec.${kind}[${i}]`, servers, used: servers.some(server => uses(server) === kind) }];
  }));
}

/** A server that redirects to another uses no rules, unless there is no other: then something before the gateway ends TLS. */
function answering(servers: Server[]): Server[] {
  const others = servers.filter(({ tls }) => !tls?.httpsRedirect);
  return others.length > 0 ? others : servers;
}

/** Other rules say why, and which rules such a server would use nobody knows. */
function isRefused({ protocol, tls }: Server): boolean {
  const parsed = parseProtocol(protocol);
  return parsed === 'UNSUPPORTED' || (isTls(parsed) && !tls);
}

function serversOf(mesh: Mesh, { hosts, namespace }: VirtualServiceView, keys: string[], match: any): Server[] {
  return gatewaysUsing(match, namespace, keys).flatMap(key => mesh.gateways.find(key))
    .flatMap(gateway => hosts.flatMap(({ host }) => mesh.gateways.serving(gateway, host)))
    .filter(served => served.namespace === '*' || served.namespace === namespace).map(({ server }) => server)
    .filter(({ port }) => !match.port || port === match.port);
}

/** The rules that a server uses. One that passes connections between clusters on uses none. */
function uses({ protocol, tls }: Server): Kind | undefined {
  const parsed = parseProtocol(protocol);
  if (isHttp(parsed)) return 'http';
  if (!isTls(parsed)) return 'tcp';
  if (tlsMode(tls).endsWith('PASSTHROUGH')) return tlsMode(tls) === 'PASSTHROUGH' ? 'tls' : undefined;
  return parsed === 'HTTPS' ? 'http' : 'tcp';
}

function found({ object, hosts }: VirtualServiceView, { kind, field, servers }: GatewayRule): Finding {
  const texts = servers.map(({ port, protocol, tls }) => `${port} (${protocol}${isTls(parseProtocol(protocol)) ? ` ${tlsMode(tls)}` : ''})`);
  return {
    at: object,
    field,
    and: [...new Set(servers.map(({ gateway }) => gateway.object))].map(gateway => ({ object: gateway, field: 'spec.servers' })),
    problem: `${kind} rules are used on none of the servers for ${hosts.map(({ written }) => written).join(', ')}: ${[...new Set(texts)].join(', ')}`,
    fix: fixOf(kind, servers),
  };
}

function fixOf(kind: Kind, servers: Server[]): string {
  const used = [...new Set(servers.flatMap(server => uses(server) ?? []))];
  const route = used.length > 0 ? `write ${used.join(' or ')} rules` : 'bind it to another Gateway';
  switch (kind) {
    case 'http': return servers.some(({ tls }) => tls) ? `end TLS at the gateway, with port.protocol HTTPS and tls.mode SIMPLE, or ${route}` : `set port.protocol to HTTP, or ${route}`;
    case 'tls': return `${route}, or pass TLS on, with port.protocol TLS and tls.mode PASSTHROUGH`;
    case 'tcp': return `${route}, or set port.protocol to what the connections carry`;
  }
}
