import { Mesh } from '../../model/mesh';
import { HttpRule } from '../../model/virtual-service-rules';
import { VirtualServiceView } from '../../model/virtual-services';
import { Loop, loopOf } from '../redirect-loops';
import { Finding, Rule } from '../rule';

export const redirectLoop: Rule = {
  id: 'virtual-service/redirect-loop',
  severity: 'warning',
  summary: 'a redirect leads back to itself',
  why: 'the proxy redirects whatever a rule matches, also what is as the redirect wants it already: the client asks the same again, until it gives up',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { prefix: /shop } }], redirect: { uri: /shop/ } }, { route: [{ destination: { host: shop } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ match: [{ uri: { exact: /shop } }], redirect: { uri: /shop/ } }, { route: [{ destination: { host: shop } }] }] }
`,
  * check(mesh: Mesh): Iterable<Finding> {
    for (const view of mesh.virtualServices.all) {
      if (view.isDelegate) continue;
      for (const rule of view.http) {
        const loop = rule.route.redirect && loopOf(mesh, view, rule);
        if (loop) yield found(view, rule, loop);
      }
    }
  },
};

function found({ hosts }: VirtualServiceView, { from, field, route: { redirect } }: HttpRule, { listener, host }: Loop): Finding {
  const path = redirect.uri || redirect.prefixRewrite;
  const asked = path ? `${host}${path}` : `what comes ${listener.scheme ? `as ${listener.scheme} ` : ''}for ${host}`;
  return {
    at: from,
    field: `${field}.redirect`,
    problem: `${asked} ${listener.text} is redirected again`,
    fix: redirect.scheme === 'https' && !path
      ? 'match the port of the plain server, as port: 80, or take the rule out and set tls.httpsRedirect on that server of the Gateway'
      : `match only what is to be redirected${hosts.length > 1 ? ', by authority for one of several hosts' : ''}, or put a rule for what it leads to before it`,
  };
}
