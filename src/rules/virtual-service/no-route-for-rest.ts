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
      if (isDelegate || http.length === 0 || http.some(({ blocks }) => blocks.length === 0 || blocks.some(({ match }) => takesAll(match)))) continue;
      yield { at: object, field: 'spec.http', problem: 'no rule takes the requests that match none of the others', fix: 'add a rule without match at the end, or leave it at 404' };
    }
  },
};

function takesAll({ name, uri, ...rest }: any): boolean {
  return Object.keys(rest).length === 0 && (!uri || uri.prefix === '/' || uri.regex === '.*');
}
