import { DestinationRuleView } from '../../model/destination-rules';
import { Mesh } from '../../model/mesh';
import { isTls } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { tlsOn } from '../client-tls';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

const routed = perMesh((mesh: Mesh) => new Set(mesh.targets().filter(({ role }) => role !== 'tls').map(({ host }) => host)));

/** Kinds by which proxies themselves send plain text to a host, or routes of the Gateway API do. */
const CALLERS = [
  ['networking.istio.io', 'EnvoyFilter'], ['extensions.istio.io', 'WasmPlugin'], ['extensions.istio.io', 'TrafficExtension'], ['security.istio.io', 'RequestAuthentication'],
  ['gateway.networking.k8s.io', 'HTTPRoute'], ['gateway.networking.k8s.io', 'GRPCRoute'],
] as const;

/** What they say, and the names that Services stand for, as one text: hosts are looked for in it. */
const callers = perMesh((mesh: Mesh) => JSON.stringify([
  ...CALLERS.flatMap(([group, kind]) => mesh.ofKind(group, kind).map(({ spec }) => spec)),
  ...mesh.ofKind('', 'Service').map(({ spec }) => mapOf(spec).externalName),
]));

export const doubleTls: Rule = {
  id: 'destination-rule/double-tls',
  severity: 'error',
  summary: 'calls that are TLS already are wrapped in TLS',
  why: 'on a port with protocol HTTPS or TLS the proxy takes what the application sends for TLS and passes it on; with tls.mode SIMPLE or MUTUAL it wraps that in TLS once more, which the server does not understand, and the connection fails',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: https, protocol: HTTPS }], resolution: DNS }
---
kind: DestinationRule
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }], resolution: DNS }
---
kind: DestinationRule
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }
`,
  * check(mesh) {
    for (const view of mesh.destinationRules.all) {
      for (const { object, port } of candidates(mesh, view)) {
        const tls = tlsOn(view, port.number);
        if (tls === undefined || !['SIMPLE', 'MUTUAL'].includes(tls.mode) || callers(mesh).includes(view.host)) continue;
        yield {
          at: view.object,
          field: tls.field,
          and: [{ object, field: `${port.field}.protocol is ${port.protocol}` }],
          problem: `calls to port ${port.number} of ${view.host} are ${port.protocol} already, and tls.mode is ${tls.mode}`,
          fix: 'let the application call with plain HTTP on a port with protocol HTTP and targetPort 443, as ExternalApi writes it, or leave out the tls',
        };
      }
    }
  },
};

/** TLS ports of a host outside of the mesh that no route brings plain text to. */
function candidates(mesh: Mesh, { host }: DestinationRuleView) {
  const services = host.startsWith('*') ? [] : mesh.services.byHost(host);
  if (services.length === 0 || routed(mesh).has(host)) return [];
  return services.filter(({ external, kubernetes }) => external && !kubernetes)
    .flatMap(({ object, ports }) => ports.filter(({ protocol }) => isTls(protocol)).map(port => ({ object, port })));
}
