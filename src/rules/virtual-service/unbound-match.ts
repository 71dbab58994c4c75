import { homeOf } from '../../model/hosts';
import { listOf, textsOf } from '../../model/read';
import { gatewayKey } from '../../model/virtual-services';
import { gatewayNames } from '../gateway-names';
import { listed } from '../parts';
import { Rule } from '../rule';

export const unboundMatch: Rule = {
  id: 'virtual-service/unbound-match',
  severity: 'warning',
  summary: 'a match is for gateways that the VirtualService is not bound to',
  why: 'a VirtualService is used only at the gateways that it names itself, or on the mesh where it names none; a match for others never holds',
  sameAs: [],
  bad: `
kind: VirtualService
spec:
  hosts: [shop.example.com]
  gateways: [edge/shop]
  http: [{ match: [{ gateways: [mesh] }], route: [{ destination: { host: web } }] }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [shop.example.com]
  gateways: [edge/shop, mesh]
  http: [{ match: [{ gateways: [mesh] }], route: [{ destination: { host: web } }] }]
`,
  * check(mesh) {
    for (const { object, field, names } of gatewayNames(mesh)) {
      const { hosts, gateways } = object.spec;
      // Who delegates says what a delegate is bound to.
      if (field === 'spec.gateways' || listOf(hosts).length === 0) continue;
      const bound = textsOf(gateways);
      const keys = (bound.length > 0 ? bound : ['mesh']).map(name => gatewayKey(name, homeOf(object)));
      if (names.some(name => keys.includes(gatewayKey(name, homeOf(object))))) continue;
      yield {
        at: object,
        field,
        problem: `the match is for ${listed(names)}, and the VirtualService is bound to ${bound.length > 0 ? `${listed(bound)} only` : 'the mesh, since it names no gateways'}`,
        // With gateways of its own it is no longer for the mesh, unless that is named too.
        fix: `write ${[...bound.length > 0 ? bound : ['mesh'], ...names].join(', ')} as spec.gateways, or take the match out`,
      };
    }
  },
};
