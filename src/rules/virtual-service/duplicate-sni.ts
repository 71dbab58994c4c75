import { GatewayView, Server } from '../../model/gateways';
import { sameConnections } from '../../model/match/l4';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { listOf, mapOf, textsOf } from '../../model/read';
import { scopesOf } from '../../model/scopes';
import { VirtualServiceView } from '../../model/virtual-services';
import { gatewaysUsing } from '../gateway-names';
import { Finding, Rule } from '../rule';
import { tlsMode } from '../server-tls';

/** A match of a TLS rule on a gateway. */
interface Block {
  readonly view: VirtualServiceView;
  readonly match: any;
  readonly field: string;
  readonly route: string;
}

export const duplicateSni: Rule = {
  id: 'virtual-service/duplicate-sni',
  severity: 'error',
  summary: 'two TLS matches on one gateway are for the same server name',
  why: 'a gateway that passes TLS on has one route for a server name; Istio leaves out a later match with all its names if one of them is taken, of two VirtualServices that of the younger',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: [shop.example.com], tls: { mode: PASSTHROUGH } }] }
---
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [shop], tls: [{ match: [{ sniHosts: [shop.example.com] }], route: [{ destination: { host: web } }] }] }
---
kind: VirtualService
metadata: { name: shop-next }
spec: { hosts: [shop.example.com], gateways: [shop], tls: [{ match: [{ sniHosts: [shop.example.com] }], route: [{ destination: { host: web-next } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: ["*.example.com"], tls: { mode: PASSTHROUGH } }] }
---
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [shop], tls: [{ match: [{ sniHosts: [shop.example.com] }], route: [{ destination: { host: web } }] }] }
---
kind: VirtualService
metadata: { name: shop-next }
spec: { hosts: [next.example.com], gateways: [shop], tls: [{ match: [{ sniHosts: [next.example.com] }], route: [{ destination: { host: web-next } }] }] }
`,
  * check(mesh) {
    const views = mesh.virtualServices.all.filter(({ tls }) => tls.length > 0);
    const taken = new Map<string, Block>();
    for (const view of views) {
      for (const block of blocksOf(view)) {
        const found = against(mesh, block, taken);
        if (found) yield found;
      }
    }
  },
};

function blocksOf(view: VirtualServiceView): Block[] {
  return view.tls.flatMap((rule, i) => listOf(rule?.match)
    .map((match, j) => ({ view, match: mapOf(match), field: `spec.tls[${i}].match[${j}]`, route: JSON.stringify(rule.route) })));
}

/** The first block that has one of the names, on some server; what is for other scopes comes in a known order. */
function against(mesh: Mesh, block: Block, taken: Map<string, Block>): Finding | undefined {
  const { view, match } = block;
  let found: Finding | undefined;
  for (const { key, server } of serversOf(mesh, block)) {
    for (const scope of scopesOf(view.exportTo, view.namespace)) {
      const named = textsOf(match.sniHosts).map(name => ({ name, place: [key, server.field, scope, name].join('\n') }));
      const rivals = named.flatMap(({ name, place }) => taken.has(place) ? [{ name, other: taken.get(place)! }] : []);
      const rival = rivals.find(({ other }) => contend(block, other));
      if (rival) found ??= finding(block, rival.other, rival.name, key);
      // The names of a match that is left out for certain stay free.
      if (rivals.every(({ other }) => other.view !== view)) for (const { place } of named) if (!taken.has(place)) taken.set(place, block);
    }
  }
  return found;
}

/** Servers that pass TLS on, for a host of the VirtualService. */
function serversOf(mesh: Mesh, { view, match }: Block): { key: string; server: Server }[] {
  const bound = [...new Set(view.gateways.map(({ key }) => key))].filter(key => key !== 'mesh');
  return gatewaysUsing(match, view.namespace, bound).flatMap(key => mesh.gateways.find(key).slice(0, 1).flatMap(gateway => servedBy(mesh, gateway, view)
    .filter(server => tlsMode(server.tls) === 'PASSTHROUGH' && (!match.port || match.port === server.port)).map(server => ({ key, server }))));
}

function servedBy(mesh: Mesh, gateway: GatewayView, { hosts, namespace }: VirtualServiceView): Server[] {
  const served = hosts.flatMap(({ host }) => mesh.gateways.serving(gateway, host)).filter(each => each.namespace === '*' || each.namespace === namespace);
  return [...new Set(served.map(({ server }) => server))].filter(({ tls }) => tls);
}

/** Within one VirtualService the same list twice is a rule that is never reached; and two of one name are one object. */
function contend(block: Block, other: Block): boolean {
  const isSame = sameConnections(block.match, other.match);
  if (block.view === other.view) return block.match !== other.match && !isSame;
  const [one, two] = [block.view, other.view];
  return !(one.namespace === two.namespace && one.object.name === two.object.name) && !(isSame && block.route === other.route);
}

function finding({ view, field }: Block, other: Block, name: string, key: string): Finding {
  const isOne = view === other.view;
  return {
    at: view.object,
    field: `${field}.sniHosts`,
    and: [{ object: other.view.object, field: `${other.field}.sniHosts` }],
    problem: `${name} on Gateway ${key} is also in ${isOne ? other.field : objectText(other.view.object)}, and ${isOne ? 'this match' : 'the match of the younger one'} is left out`,
    fix: 'name each server name in one match only',
  };
}
