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
      const hosts = servers.flatMap((server, i) => server.hosts.map((each, j) => ({ ...each, written: object.spec.servers[i].hosts[j] })));
      for (const { field, namespace, host, written } of hosts) {
        if (namespace !== '*') yield { at: object, field, problem: `the host is "${written}", and no VirtualService is bound to Gateway ${key}`, fix: `write ${host} alone: without VirtualServices the server does nothing but redirect` };
      }
    }
  },
};
