import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { mapOf } from '../../model/read';
import { Workload } from '../../model/workloads';
import { patchedLabels, wholePatches } from '../envoy-patches';
import { scopeOf } from '../policy-reach';
import { Rule } from '../rule';

/** Proxies that a context is not for. */
const NOT_FOR: { readonly [context: string]: Workload['proxy'] | undefined } = { GATEWAY: 'sidecar', SIDECAR_INBOUND: 'gateway', SIDECAR_OUTBOUND: 'gateway' };

export const contextOfOthers: Rule = {
  id: 'envoy-filter/context-of-others',
  severity: 'warning',
  summary: 'a patch is for gateways, and its workloads have sidecars, or the other way round',
  why: 'a gateway takes patches with context GATEWAY or ANY only, a sidecar those with SIDECAR_INBOUND, SIDECAR_OUTBOUND or ANY; others are passed over',
  sameAs: [],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app }] }
---
kind: EnvoyFilter
spec: { workloadSelector: { labels: { app: reviews } }, configPatches: [{ applyTo: CLUSTER, match: { context: GATEWAY }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app }] }
---
kind: EnvoyFilter
spec: { workloadSelector: { labels: { app: reviews } }, configPatches: [{ applyTo: CLUSTER, match: { context: SIDECAR_OUTBOUND }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  * check(mesh) {
    for (const { object, field, value } of wholePatches(mesh)) {
      const context = String(mapOf(value.match).context ?? '');
      const other = NOT_FOR[context];
      const workloads = other ? selected(mesh, object) : [];
      if (workloads.length === 0 || workloads.some(({ proxy }) => proxy !== other)) continue;
      yield {
        at: object,
        field: `${field}.match.context`,
        and: [{ object: workloads[0].object }],
        problem: `the context is ${context}, and ${objectText(workloads[0].object)} ${other === 'gateway' ? 'is a gateway' : 'has a sidecar'}: the patch changes nothing`,
        fix: other === 'gateway' ? 'write GATEWAY' : 'write SIDECAR_INBOUND for what the workload gets, or SIDECAR_OUTBOUND for what it sends',
      };
    }
  },
};

/** The workloads that an EnvoyFilter selects; from the root namespace in all of them. */
function selected(mesh: Mesh, object: MeshObject): Workload[] {
  const labels = patchedLabels(object);
  return Object.keys(labels).length > 0 ? mesh.workloads.selectedBy(scopeOf(mesh, object), labels) : [];
}
