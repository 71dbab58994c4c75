import { sameConnections, takesEveryConnection } from '../../model/match/l4';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { listOf } from '../../model/read';
import { scopesOf } from '../../model/scopes';
import { VirtualServiceView } from '../../model/virtual-services';
import { Finding, Rule } from '../rule';
import { shareProxies } from '../shared-proxies';
import { isForMesh, staticallyOverlap } from '../static-overlap';

type Host = VirtualServiceView['hosts'][number];

export const duplicateHostOnMesh: Rule = {
  id: 'virtual-service/duplicate-host-on-mesh',
  severity: 'error',
  summary: 'two VirtualServices on the mesh route one host',
  why: 'for HTTP the proxies of workloads use one VirtualService for a host, the one that was created first, and nothing of the other; of TLS and TCP rules for the same connections the older one is used',
  sameAs: ['IST0109', 'KIA1106'],
  bad: `
kind: VirtualService
metadata: { name: reviews }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
---
kind: VirtualService
metadata: { name: reviews-beta }
spec: { hosts: [reviews], http: [{ match: [{ headers: { x-beta: {} } }], route: [{ destination: { host: reviews-beta } }] }] }
`,
  good: `
kind: VirtualService
metadata: { name: reviews }
spec:
  hosts: [reviews]
  http:
  - match: [{ headers: { x-beta: {} } }]
    route: [{ destination: { host: reviews-beta } }]
  - route: [{ destination: { host: reviews } }]
`,
  * check(mesh) {
    const byHost = new Map<string, VirtualServiceView[]>();
    // Of two objects with one name only one will exist, and which one is not known.
    const doubles = new Set(mesh.doubles().flat());
    for (const view of mesh.virtualServices.onGateway('mesh')) {
      if (doubles.has(view.object)) continue;
      for (const host of view.hosts) if (mesh.virtualServices.at(host.host).length > 1) yield * against(mesh, view, host, byHost);
    }
  },
};

function * against(mesh: Mesh, view: VirtualServiceView, host: Host, byHost: Map<string, VirtualServiceView[]>): Iterable<Finding> {
  // For different scopes the order is known: what is for fewer comes first.
  for (const scope of scopesOf(view.exportTo, view.namespace)) {
    const key = `${scope}\n${host.host}`;
    const earlier = byHost.get(key) ?? [];
    const other = earlier.find(each => nameOf(each) !== nameOf(view) && contend(each, view) && shareProxies(mesh, each, view, host.host));
    if (other) {
      yield found(view, host, other);
      return;
    }
    if (!earlier.includes(view)) byHost.set(key, [...earlier, view]);
  }
}

function nameOf({ namespace, object }: VirtualServiceView): string {
  return `${namespace}/${object.name}`;
}

/** Rules for HTTP are used of one only. Of those for TLS and TCP it depends on whether they take the same connections. */
function contend(a: VirtualServiceView, b: VirtualServiceView): boolean {
  return overlap(httpMatches(a), httpMatches(b), () => true)
    || overlap(matchesOf(a.tcp), matchesOf(b.tcp), (one, other) => takesEveryConnection(one) || takesEveryConnection(other))
    || overlap(matchesOf(a.tls), matchesOf(b.tls), sameConnections);
}

function overlap(some: any[], others: any[], same: (one: any, other: any) => boolean): boolean {
  return some.some(one => others.some(other => same(one, other) && staticallyOverlap(one, other)));
}

function httpMatches({ http }: VirtualServiceView): any[] {
  return http.flatMap(({ blocks }) => blocks.length > 0 ? blocks.map(({ match }) => match) : [{}]).filter(isForMesh);
}

function matchesOf(rules: any[]): any[] {
  return rules.flatMap(rule => listOf(rule?.match).length > 0 ? listOf(rule.match).map(match => match ?? {}) : [{}]).filter(isForMesh);
}

function found(view: VirtualServiceView, host: Host, other: VirtualServiceView): Finding {
  return {
    at: view.object,
    field: host.field,
    and: [{ object: other.object, field: other.hosts.find(each => each.host === host.host)?.field }],
    problem: `${host.written} is routed on the mesh by ${objectText(other.object)} too, and only the older one is used`,
    fix: 'write all rules for the host in one VirtualService, or let exportTo keep them apart',
  };
}
