import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { selectorOf } from '../../model/policies';
import { Workload } from '../../model/workloads';
import { selectedBy } from '../policy-reach';
import { Rule } from '../rule';

/** What only proxies that see requests can do. */
const KINDS = [['security.istio.io', 'RequestAuthentication'], ['extensions.istio.io', 'WasmPlugin'], ['extensions.istio.io', 'TrafficExtension']];

export const ignoredInAmbient: Rule = {
  id: 'common/ignored-in-ambient',
  severity: 'error',
  summary: 'tokens or extensions for workloads in ambient mode, which have no proxy to check or run them',
  why: 'ztunnel reads no tokens and runs no extensions, and a waypoint takes only what names it, or a Service behind it, in targetRefs',
  sameAs: ['KIA1115', 'KIA1116'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: RequestAuthentication
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: RequestAuthentication
metadata: { namespace: shop }
spec: { targetRefs: [{ kind: Service, name: reviews }], jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { targetRefs: [{ kind: Service, name: reviews }], action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }
`,
  * check(mesh) {
    if (!mesh.workloads.all.some(isAmbient)) return;
    for (const object of KINDS.flatMap(([group, kind]) => mesh.ofKind(group, kind))) {
      const pods = ignoring(mesh, object);
      if (!pods) continue;
      yield {
        at: object,
        field: Object.keys(selectorOf(object)).length > 0 ? 'spec.selector' : 'spec',
        and: [{ object: pods.object }],
        problem: `${objectText(object)} is for ${objectText(pods.object)}, which is in ambient mode and ignores it`,
        fix: 'name the Service or the waypoint in targetRefs instead of a selector (Waypoint)',
      };
    }
  },
};

/** One of the pods it is for, where all of them are in ambient mode. In the root namespace it is for other namespaces as well. */
function ignoring(mesh: Mesh, object: MeshObject): Workload | undefined {
  if (homeOf(object) === mesh.settings.rootNamespace) return undefined;
  const all = selectedBy(mesh, object);
  return all.every(each => isAmbient(each) || each.proxy === 'waypoint') ? all.find(isAmbient) : undefined;
}

function isAmbient({ proxy }: Workload): boolean {
  return proxy === 'ambient';
}
