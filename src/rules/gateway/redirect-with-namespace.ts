import { textsOf } from '../../model/read';
import { Rule } from '../rule';

export const redirectWithNamespace: Rule = {
  id: 'gateway/redirect-with-namespace',
  severity: 'warning',
  summary: 'a Gateway that only redirects to HTTPS has a namespace before its hosts',
  why: 'where no VirtualService is bound to a host Istio writes the redirect for the host with the namespace before it, which no client asks for: requests get 404 instead of the redirect',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: redirect }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [./shop.example.com], tls: { httpsRedirect: true } }] }
`,
  good: `
kind: Gateway
metadata: { name: redirect }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }] }
`,
  * check(mesh) {
    for (const { object, key, servers } of mesh.gateways.all) {
      // To what has other servers somebody else may bind VirtualServices.
      if (!servers.every(({ tls }) => tls?.httpsRedirect) || mesh.virtualServices.onGateway(key).length > 0) continue;
      for (const { field, namespace, host } of servers.flatMap(server => server.hosts)) {
        if (namespace !== '*') yield { at: object, field, problem: `the host is "${writtenAt(object.spec, field)}", and no VirtualService is bound to Gateway ${key}`, fix: `write ${host} alone: without VirtualServices the server does nothing but redirect` };
      }
    }
  },
};

function writtenAt(spec: any, field: string): string {
  const [, server, host] = /\[(\d+)\]\.hosts\[(\d+)\]$/.exec(field)!;
  return textsOf(spec.servers[Number(server)].hosts)[Number(host)];
}
