import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { listOf } from '../../model/read';
import { HttpRule } from '../../model/virtual-service-rules';
import { takesEveryRequest } from '../catch-all';
import { Rule } from '../rule';

export const noRouteForRest: Rule = {
  id: 'virtual-service/no-route-for-rest',
  severity: 'advice',
  summary: 'requests that match no rule of a VirtualService are answered with 404',
  why: 'once a VirtualService has rules for a host, a request that matches none of them is not sent to the service: it is answered with HTTP 404, on gateways and in the mesh alike',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /api/ } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /api/ } }], route: [{ destination: { host: cart-api } }] }, { route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const { object, http, isDelegate } of mesh.virtualServices.all) {
      if (isDelegate || http.length === 0 || http.some(takesRest) || listOf(object.spec.http).some(rule => isUnknown(mesh, object, rule?.delegate))) continue;
      yield { at: object, field: 'spec.http', problem: 'no rule takes the requests that match none of the others', fix: 'add a rule without match at the end, or leave it at 404' };
    }
  },
};

function takesRest({ blocks }: HttpRule): boolean {
  return blocks.length === 0 || blocks.some(({ match }) => takesEveryRequest(match) && !match.port && !match.gateways?.length);
}

/** What a delegate takes that is written elsewhere nobody knows. */
function isUnknown(mesh: Mesh, object: MeshObject, delegate: any): boolean {
  return Boolean(delegate) && mesh.virtualServices.find(`${delegate.namespace || homeOf(object)}/${delegate.name}`).length === 0;
}
