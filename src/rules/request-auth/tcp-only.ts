import { listOf } from '../../model/read';
import { Reached } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace } from '../served-ports';
import { withoutHttp } from '../without-http';

export const tcpOnly: Rule = {
  id: 'request-auth/tcp-only',
  severity: 'warning',
  summary: 'tokens are to be checked for a workload whose ports carry no HTTP',
  why: 'tokens are in HTTP requests: on a port that its Service declares for TCP or TLS the proxy sees no request, and checks no token',
  sameAs: [],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }
---
kind: Deployment
metadata: { name: db, namespace: shop }
spec: { template: { metadata: { labels: { app: db, version: v1 } }, spec: { containers: [{ name: db, ports: [{ containerPort: 5432 }] }] } } }
---
kind: RequestAuthentication
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: db } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }
---
kind: Deployment
metadata: { name: db, namespace: shop }
spec: { template: { metadata: { labels: { app: db, version: v1 } }, spec: { containers: [{ name: db, ports: [{ containerPort: 5432 }] }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: db } }, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('security.istio.io', 'RequestAuthentication')) {
      const [pods, ...others] = listOf(object.spec.jwtRules).length > 0 ? withoutHttp(mesh, object) : [];
      if (!pods) continue;
      yield {
        at: object,
        field: 'spec.selector',
        and: [portPlace(pods.ports[0])],
        problem: `the ports of ${pods.text}${others.length > 0 ? ` and ${others.length} more` : ''} carry no HTTP: ${portsText([pods, ...others])}; no token is checked`,
        fix: 'name the port of the Service for HTTP (http, http2, grpc) if it carries that; or take the RequestAuthentication out, and say in an AuthorizationPolicy which principals may connect',
      };
    }
  },
};

function portsText(all: Reached[]): string {
  return [...new Set(all.flatMap(({ ports }) => ports).map(({ number, port }) => `${number} (${port.protocol})`))].join(', ');
}
