import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { isTls } from '../../model/protocol';
import { listOf, mapOf, textsOf } from '../../model/read';
import { VirtualServiceView } from '../../model/virtual-services';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Finding, Rule } from '../rule';
import { shareProxies } from '../shared-proxies';
import { isForMesh, staticallyOverlap } from '../static-overlap';

/** A match is compared with so many others that have a name of its: nobody has more, and all pairs would take long. */
const COMPARED = 50;

/** A match of a TLS rule on the mesh. */
interface Block {
  readonly view: VirtualServiceView;
  readonly match: any;
  readonly field: string;
  readonly names: string[];
}

export const overlappingSni: Rule = {
  id: 'virtual-service/overlapping-sni',
  severity: 'error',
  summary: 'matches of TLS rules have a server name more than once, in a way that proxies refuse',
  why: 'a proxy takes each server name once, and refuses the whole listener otherwise, with every host of its port: where a match lists a name twice, or where two matches on the mesh share a name; istiod leaves out only a match whose list is the very same',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [a.example.com, b.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
---
kind: VirtualService
spec:
  hosts: [a.example.com, b.example.com]
  tls:
  - match: [{ sniHosts: [a.example.com] }]
    route: [{ destination: { host: a.example.com } }]
  - match: [{ sniHosts: [a.example.com, b.example.com] }]
    route: [{ destination: { host: b.example.com } }]
`,
  good: `
kind: ServiceEntry
spec: { hosts: [a.example.com, b.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
---
kind: VirtualService
spec:
  hosts: [a.example.com, b.example.com]
  tls:
  - match: [{ sniHosts: [a.example.com] }]
    route: [{ destination: { host: a.example.com } }]
  - match: [{ sniHosts: [b.example.com] }]
    route: [{ destination: { host: b.example.com } }]
`,
  * check(mesh) {
    yield * findingsOf(networkingParts(mesh).tlsMatches, function * ({ sniHosts }): Iterable<Wrong> {
      const names = lower(sniHosts);
      const i = names.findIndex((name, at) => names.indexOf(name) < at);
      if (i > 0) yield { field: `.sniHosts[${i}]`, problem: `the server name "${names[i]}" is in this match twice`, fix: 'list it once' };
    });
    const told = new Set<string>();
    const views = mesh.virtualServices.onGateway('mesh').filter(({ tls }) => tls.length > 0);
    for (const host of new Set(views.flatMap(({ hosts }) => hosts.map(each => each.host)))) {
      const ports = mesh.services.byHost(host).flatMap(service => service.ports).filter(({ protocol }) => isTls(protocol)).map(({ number }) => number);
      if (ports.length > 0) yield * ofHost(mesh, host, ports, told);
    }
  },
};

/** Every two matches that one listener of some proxy has for a service. */
function * ofHost(mesh: Mesh, host: string, ports: number[], told: Set<string>): Iterable<Finding> {
  const byName = new Map<string, Block[]>();
  for (const block of mesh.virtualServices.forHost(host).filter(({ onMesh }) => onMesh).flatMap(blocksOf)) {
    const place = `${block.view.namespace}/${block.view.object.name} ${block.field}`;
    for (const name of block.names) {
      const others = byName.get(name) ?? [];
      const other = others.find(each => collide(block, each, ports) && (each.view === block.view || shareProxies(mesh, each.view, block.view, host)));
      if (other && !told.has(place)) yield found(block, other, name);
      if (other) told.add(place);
      if (others.length < COMPARED) byName.set(name, [...others, block]);
    }
  }
}

function blocksOf(view: VirtualServiceView): Block[] {
  return view.tls.flatMap((rule, i) => listOf(rule?.match).map(mapOf)
    .map((match, j) => ({ view, match, field: `spec.tls[${i}].match[${j}]`, names: lower(match.sniHosts) }))
    // With subnets of their own matches are told apart by the address too.
    .filter(({ match }) => isForMesh(match) && listOf(match.destinationSubnets).length === 0));
}

function collide({ view, match }: Block, other: Block, ports: number[]): boolean {
  // Of two objects with one name only one will exist.
  if (view !== other.view && view.object.name === other.view.object.name && view.namespace === other.view.namespace) return false;
  return textsOf(match.sniHosts).join() !== textsOf(other.match.sniHosts).join() && staticallyOverlap(match, other.match)
    && ports.some(port => [match, other.match].every(each => !each.port || each.port === port));
}

function found({ view, field }: Block, other: Block, name: string): Finding {
  return {
    at: view.object,
    field: `${field}.sniHosts`,
    and: [{ object: other.view.object, field: `${other.field}.sniHosts` }],
    problem: `the server name ${name} is also in ${view === other.view ? other.field : objectText(other.view.object)}, and the lists are not the same`,
    fix: 'name each server name in one match only',
  };
}

function lower(sniHosts: unknown): string[] {
  return textsOf(sniHosts).map(name => name.toLowerCase());
}
