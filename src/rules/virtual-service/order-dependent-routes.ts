import { groupBy } from '../../model/group-by';
import { Contest, contests } from '../../model/match/overlaps';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { scopesOf } from '../../model/scopes';
import { VirtualServiceView } from '../../model/virtual-services';
import { matchText } from '../match-text';
import { Finding, Rule } from '../rule';

export const orderDependentRoutes: Rule = {
  id: 'virtual-service/order-dependent-routes',
  severity: 'warning',
  summary: 'two VirtualServices on one gateway have routes for the same requests of a host',
  why: 'a gateway puts the rules of all VirtualServices for a host in the order in which those were created, only rules that take everything go to the end; which rule wins depends on when they were applied',
  sameAs: ['KIA1106'],
  bad: `
kind: VirtualService
metadata: { name: api }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: api } }] }] }
---
kind: VirtualService
metadata: { name: admin }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /api/admin } }], route: [{ destination: { host: admin } }] }] }
`,
  good: `
kind: VirtualService
metadata: { name: api }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: api } }] }] }
---
kind: VirtualService
metadata: { name: web }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    const told = new Set<VirtualServiceView>();
    for (const [key, views] of bound(mesh)) {
      for (const same of groupBy(hostsOf(views), ({ place }) => place).values()) {
        if (same.length < 2) continue;
        for (const contest of contests(same.map(({ view }) => ({ of: view, http: view.http })), key)) {
          if (told.has(contest.other) || sameName(contest)) continue;
          told.add(contest.other);
          yield found(contest, same[0].host);
        }
      }
    }
  },
};

function bound(mesh: Mesh): [string, VirtualServiceView[]][] {
  const keys = new Set(mesh.virtualServices.all.flatMap(({ gateways }) => gateways.map(({ key }) => key)));
  keys.delete('mesh');
  return [...keys].map(key => [key, mesh.virtualServices.onGateway(key)]);
}

/** Each host of each VirtualService, in each scope: between scopes the order is known. */
function hostsOf(views: VirtualServiceView[]): { place: string; host: string; view: VirtualServiceView }[] {
  if (views.length < 2) return [];
  return views.flatMap(view => view.hosts.flatMap(({ host }) => scopesOf(view.exportTo, view.namespace).map(scope => ({ place: `${scope}\n${host}`, host, view }))));
}

function sameName({ one, other }: Contest<VirtualServiceView>): boolean {
  return one.namespace === other.namespace && one.object.name === other.object.name;
}

function found({ one, oneRule, other, otherRule }: Contest<VirtualServiceView>, host: string): Finding {
  const text = ({ blocks }: Contest<unknown>['oneRule']) => blocks.length > 0 ? blocks.map(({ match }) => matchText(match)).join(' or ') : 'everything';
  return {
    at: other.object,
    field: otherRule.from === other.object ? otherRule.field : otherRule.root!.field,
    and: [{ object: one.object, field: oneRule.from === one.object ? oneRule.field : oneRule.root!.field }],
    problem: `requests for ${host} match both this rule (${text(otherRule)}) and one of ${objectText(one.object)} (${text(oneRule)}); the older VirtualService wins`,
    fix: 'write both rules in one VirtualService, the narrower first, or let one delegate to the other',
  };
}
