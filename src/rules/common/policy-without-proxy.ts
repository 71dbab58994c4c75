import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { selectorOf } from '../../model/policies';
import { listOf, mapOf } from '../../model/read';
import { Workload } from '../../model/workloads';
import { selectedBy } from '../policy-reach';
import { Rule } from '../rule';

const SECURITY = 'security.istio.io';
const KINDS = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'];

export const policyWithoutProxy: Rule = {
  id: 'common/policy-without-proxy',
  severity: 'warning',
  summary: 'a policy is for workloads that are kept out of the mesh',
  why: 'the proxy of a workload enforces its policies: where there is none, whoever reaches the workload is let in, in plain text too',
  sameAs: [],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: disabled } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notNamespaces: [shop] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notNamespaces: [shop] } }] }] }
`,
  * check(mesh) {
    if (!mesh.workloads.all.some(isOutside)) return;
    for (const kind of KINDS) {
      for (const object of mesh.ofKind(SECURITY, kind)) {
        const workloads = restricts(object) ? selected(mesh, object) : [];
        if (workloads.length === 0 || !workloads.every(isOutside)) continue;
        yield {
          at: object,
          and: [{ object: workloads[0].object }],
          problem: `the policy is for ${objectText(workloads[0].object)}${workloads.length > 1 ? ` and ${workloads.length - 1} more` : ''} only, and nothing enforces it there: no pod has a proxy`,
          fix: 'let sidecars in (istio-injection: enabled on the namespace, and no sidecar.istio.io/inject: "false"), or take the policy out',
        };
      }
    }
  },
};

/** Whether a policy keeps somebody out. */
function restricts({ kind, spec }: MeshObject): boolean {
  return kind !== 'PeerAuthentication' || mapOf(spec.mtls).mode === 'STRICT';
}

function selected(mesh: Mesh, object: MeshObject): Workload[] {
  const namespace = homeOf(object);
  // From the root namespace a policy is for all namespaces.
  if (namespace === mesh.settings.rootNamespace) return [];
  return Object.keys(selectorOf(object)).length > 0 || mesh.workloads.knownIn(namespace) ? selectedBy(mesh, object) : [];
}

/** A gateway is a proxy itself, and need not be injected. */
function isOutside({ proxy, spec }: Workload): boolean {
  return proxy === 'none' && !listOf(spec.containers).some(container => mapOf(container).name === 'istio-proxy');
}
