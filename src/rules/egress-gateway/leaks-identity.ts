import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { listOf, mapOf, textsOf } from '../../model/read';
import { HttpRule } from '../../model/virtual-service-rules';
import { VirtualServiceView } from '../../model/virtual-services';
import { Rule } from '../rule';

const CERTIFICATE = 'x-forwarded-client-cert';

export const leaksIdentity: Rule = {
  id: 'egress-gateway/leaks-identity',
  severity: 'warning',
  summary: 'an egress gateway tells an external host who called',
  why: 'a gateway that takes mutual TLS of the mesh sends the certificate of the calling workload on in the header X-Forwarded-Client-Cert, with its namespace and service account',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }], resolution: DNS }
---
kind: Gateway
metadata: { name: egress }
spec: { selector: { istio: egress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [api.example.com], tls: { mode: ISTIO_MUTUAL } }] }
---
kind: VirtualService
spec: { hosts: [api.example.com], gateways: [egress], http: [{ route: [{ destination: { host: api.example.com, port: { number: 80 } } }] }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }], resolution: DNS }
---
kind: Gateway
metadata: { name: egress }
spec: { selector: { istio: egress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [api.example.com], tls: { mode: ISTIO_MUTUAL } }] }
---
kind: VirtualService
spec:
  hosts: [api.example.com]
  gateways: [egress]
  http:
  - headers: { request: { remove: [x-forwarded-client-cert] } }
    route: [{ destination: { host: api.example.com, port: { number: 80 } } }]
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      const keys = view.gateways.map(({ key }) => key).filter(key => isMutual(mesh, key, view));
      for (const rule of keys.length > 0 ? view.http : []) {
        if (!isOn(rule, keys) || removes(rule.route)) continue;
        const leak = listOf(rule.route.route).findIndex(entry => isExternal(mesh, rule, entry) && !removes(entry));
        if (leak < 0) continue;
        yield {
          at: rule.from,
          field: `${rule.field}.route[${leak}]`,
          and: keys.flatMap(key => mesh.gateways.find(key)).map(({ object }) => ({ object, field: 'spec.servers' })),
          problem: `requests leave Gateway ${keys.join(', ')} for ${mapOf(listOf(rule.route.route)[leak].destination).host} with the header ${CERTIFICATE}`,
          fix: `add headers: { request: { remove: [${CERTIFICATE}] } } to the rule; EgressGateway and ExternalApi write it`,
        };
      }
    }
  },
};

/** Only with mutual TLS of the mesh does the gateway know who calls, and only where it reads HTTP does it tell. */
function isMutual(mesh: Mesh, key: string, { hosts }: VirtualServiceView): boolean {
  const served = mesh.gateways.find(key).flatMap(gateway => hosts.flatMap(({ host }) => mesh.gateways.serving(gateway, host)));
  return served.some(({ server: { protocol, tls } }) => protocol === 'HTTPS' && tls?.mode === 'ISTIO_MUTUAL');
}

function isOn({ blocks }: HttpRule, keys: string[]): boolean {
  return blocks.length === 0 || blocks.some(({ match: { gateways } }) => !gateways?.length || gateways.some((key: string) => keys.includes(key)));
}

function isExternal(mesh: Mesh, { from }: HttpRule, entry: any): boolean {
  const { host } = mapOf(mapOf(entry).destination);
  return typeof host === 'string' && mesh.services.byHost(expandHost(host, homeOf(from))).some(({ external }) => external);
}

function removes(part: any): boolean {
  const { remove } = mapOf(mapOf(mapOf(part).headers).request);
  return textsOf(remove).some(name => name.toLowerCase() === CERTIFICATE);
}
