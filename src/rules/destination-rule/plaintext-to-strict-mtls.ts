import { calls, refusesPlaintext } from '../client-tls';
import { Rule } from '../rule';

export const plaintextToStrictMtls: Rule = {
  id: 'destination-rule/plaintext-to-strict-mtls',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'it is not known whether the pods have sidecars' },
  summary: 'clients call without Istio\'s mutual TLS what accepts nothing else',
  why: 'in STRICT mode the sidecar of the server refuses connections without mutual TLS of the mesh, so every such call fails',
  sameAs: ['KIA0501', 'KIA0505'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: [{ name: http, port: 80 }] }
---
kind: Deployment
metadata: { name: db, namespace: shop }
spec: { selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: db }] } } }
---
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
kind: DestinationRule
metadata: { name: db, namespace: shop }
spec: { host: db, trafficPolicy: { tls: { mode: DISABLE } } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: [{ name: http, port: 80 }] }
---
kind: Deployment
metadata: { name: db, namespace: shop }
spec: { selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: db }] } } }
---
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
kind: DestinationRule
metadata: { name: db, namespace: shop }
spec: { host: db, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`,
  * check(mesh) {
    for (const { view, field, mode, port, servers } of calls(mesh)) {
      if (mode === 'ISTIO_MUTUAL' || !servers.every(refusesPlaintext)) continue;
      const [{ from, field: said }] = servers;
      yield {
        at: view.object,
        // They may be in ambient.
        severity: servers.some(({ proxy }) => proxy === 'unknown') ? 'warning' : undefined,
        field: `${field} is ${mode}`,
        and: from.map(object => ({ object, field: said && `${said} is STRICT` })),
        problem: `${view.host} is called on port ${port} ${mode === 'DISABLE' ? 'in plain text' : `with TLS in mode ${mode}`} but accepts only mutual TLS of the mesh`,
        fix: 'leave out trafficPolicy.tls, or set it to TlsMode.ISTIO_MUTUAL',
      };
    }
  },
};
