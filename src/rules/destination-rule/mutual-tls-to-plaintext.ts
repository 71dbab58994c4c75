import { calls, ServerSide } from '../client-tls';
import { Rule } from '../rule';

export const mutualTlsToPlaintext: Rule = {
  id: 'destination-rule/mutual-tls-to-plaintext',
  severity: 'error',
  summary: 'clients call with Istio\'s mutual TLS what has no proxy, or one that does not take it',
  why: 'tls.mode ISTIO_MUTUAL is used whatever the server can do, and connections to what does not take it fail; without tls Istio uses mutual TLS just where the server takes it',
  sameAs: ['KIA0205', 'KIA0206'],
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
spec: { selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db, sidecar.istio.io/inject: "false" } }, spec: { containers: [{ name: db, image: db }] } } }
---
kind: DestinationRule
metadata: { name: db, namespace: shop }
spec: { host: db, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
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
kind: DestinationRule
metadata: { name: db, namespace: shop }
spec: { host: db, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`,
  * check(mesh) {
    for (const { view, field, mode, port, servers } of calls(mesh)) {
      if (mode !== 'ISTIO_MUTUAL' || !servers.every(refuses)) continue;
      const [{ from, field: said, workload, proxy }] = servers;
      yield {
        at: view.object,
        field: `${field} is ${mode}`,
        and: proxy === 'none' ? [{ object: workload! }] : from.map(object => ({ object, field: said && `${said} is DISABLE` })),
        problem: `${view.host} is called on port ${port} with mutual TLS, and ${proxy === 'none' ? 'its pods have no proxy' : 'its proxy is told to take plain text only'}`,
        fix: 'leave out trafficPolicy.tls: Istio then uses mutual TLS where the server takes it',
      };
    }
  },
};

function refuses({ proxy, mode }: ServerSide): boolean {
  return proxy === 'none' || (proxy === 'sidecar' && mode === 'DISABLE');
}
