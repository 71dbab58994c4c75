import { Mesh } from '../../model/mesh';
import { listOf, mapOf } from '../../model/read';
import { VirtualServiceView } from '../../model/virtual-services';
import { gatewaysUsing } from '../gateway-names';
import { Finding, Rule } from '../rule';

export const ignoredOnGateway: Rule = {
  id: 'virtual-service/ignored-on-gateway',
  severity: 'warning',
  summary: 'a TLS or TCP rule for a gateway limits whose connections it is for',
  why: 'of the matches of tls and tcp a gateway reads gateways and port, and sniHosts where it passes TLS on: whatever they say of source or destination, the rule takes the connections of everybody',
  sameAs: [],
  bad: `
kind: VirtualService
spec:
  hosts: [db.example.com]
  gateways: [edge/db]
  tcp: [{ match: [{ port: 5432, sourceNamespace: shop }], route: [{ destination: { host: db } }] }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [db.example.com]
  gateways: [edge/db, mesh]
  tcp:
  - match: [{ gateways: [mesh], port: 5432, sourceNamespace: shop }]
    route: [{ destination: { host: db-of-shop } }]
  - match: [{ gateways: [edge/db], port: 5432 }]
    route: [{ destination: { host: db } }]
`,
  * check(mesh: Mesh): Iterable<Finding> {
    for (const view of mesh.virtualServices.all) {
      yield * ofRules(view, 'tls');
      yield * ofRules(view, 'tcp');
    }
  },
};

function * ofRules(view: VirtualServiceView, list: 'tls' | 'tcp'): Iterable<Finding> {
  const bound = view[list].length > 0 ? view.gateways.map(({ key }) => key).filter(key => key !== 'mesh') : [];
  if (bound.length === 0) return;
  for (const [i, rule] of view[list].entries()) {
    for (const [j, match] of listOf(rule?.match).map(mapOf).entries()) {
      const ignored = ignoredIn(match);
      const gateways = gatewaysUsing(match, view.namespace, bound);
      if (ignored.length > 0 && gateways.length > 0) yield found(view, `spec.${list}[${i}].match[${j}]`, ignored, gateways);
    }
  }
}

function ignoredIn({ sourceLabels, sourceNamespace, destinationSubnets }: any): string[] {
  return [
    ...(Object.keys(mapOf(sourceLabels)).length > 0 ? ['sourceLabels'] : []),
    ...(sourceNamespace ? ['sourceNamespace'] : []),
    ...(listOf(destinationSubnets).length > 0 ? ['destinationSubnets'] : []),
  ];
}

function found({ object }: VirtualServiceView, field: string, ignored: string[], gateways: string[]): Finding {
  return {
    at: object,
    field: `${field}.${ignored[0]}`,
    problem: `${ignored.join(' and ')} ${ignored.length > 1 ? 'do' : 'does'} nothing on ${gateways.length > 1 ? 'the gateways' : 'the gateway'} ${gateways.join(', ')}`,
    fix: 'let an AuthorizationPolicy for the pods of the gateway say who may connect; for a match that is for the mesh only write gateways: [mesh]',
  };
}
