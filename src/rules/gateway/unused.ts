import { Rule } from '../rule';

export const unused: Rule = {
  id: 'gateway/unused',
  severity: 'advice',
  summary: 'no VirtualService is bound to a Gateway',
  why: 'a gateway answers 404, or closes the connection, for hosts that no VirtualService routes',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const { object, key, servers } of mesh.gateways.all) {
      // Redirects to HTTPS and connections between clusters need no VirtualService.
      const needed = servers.some(({ tls }) => !tls?.httpsRedirect && tls?.mode !== 'AUTO_PASSTHROUGH');
      if (needed && mesh.virtualServices.onGateway(key).length === 0) yield { at: object, problem: `no VirtualService names the Gateway ${key}`, fix: `add ${key} to the gateways of a VirtualService` };
    }
  },
};
