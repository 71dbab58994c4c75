import { DestinationRuleView } from '../../model/destination-rules';
import { Mesh } from '../../model/mesh';
import { isTls } from '../../model/protocol';
import { policyFor } from '../../model/traffic-policy';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

const routed = perMesh((mesh: Mesh) => new Set(mesh.targets().filter(({ role }) => role !== 'tls').map(({ host }) => host)));

export const doubleTls: Rule = {
  id: 'destination-rule/double-tls',
  severity: 'error',
  summary: 'calls that are TLS already are wrapped in TLS',
  why: 'on a port with protocol HTTPS or TLS the proxy takes what the application sends for TLS and passes it on; with tls.mode SIMPLE or MUTUAL it wraps that in TLS once more, which the server does not understand',
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
      const { spec } = view.object;
      for (const { object, external, ports, field } of candidates(mesh, view)) {
        const mode = external && policyFor({ trafficPolicy: spec.trafficPolicy, subsets: [] }, ports.number)?.tls?.mode;
        if (mode !== 'SIMPLE' && mode !== 'MUTUAL') continue;
        yield {
          at: view.object,
          field: 'spec.trafficPolicy',
          and: [{ object, field: `${field}.protocol is ${ports.protocol}` }],
          problem: `calls to port ${ports.number} of ${view.host} are ${ports.protocol} already, and tls.mode is ${mode}`,
          fix: 'let the application call with plain HTTP on a port with protocol HTTP and targetPort 443, as ExternalApi writes it, or leave out the tls',
        };
      }
    }
  },
};

/** TLS ports of a host that no route brings plain text to. */
function candidates(mesh: Mesh, { host }: DestinationRuleView) {
  const services = host.startsWith('*') ? [] : mesh.services.byHost(host);
  if (services.length === 0 || routed(mesh).has(host)) return [];
  return services.flatMap(({ object, external, kubernetes, ports }) => kubernetes ? [] : ports
    .filter(({ protocol }) => isTls(protocol)).map(port => ({ object, external, ports: port, field: port.field })));
}
