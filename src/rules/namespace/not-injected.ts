import { Rule } from '../rule';

const SAID = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];

export const notInjected: Rule = {
  id: 'namespace/not-injected',
  severity: 'advice',
  summary: 'a namespace with workloads does not say whether they are in the mesh',
  why: 'sidecars are injected into namespaces and pods that ask for it; without a label this depends on how Istio is installed, and is mostly no',
  sameAs: ['IST0102'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('', 'Namespace')) {
      if (SAID.some(label => object.labels[label] !== undefined)) continue;
      const unsaid = mesh.workloads.in(object.name).filter(({ proxy }) => proxy === 'unknown').length;
      if (unsaid === 0) continue;
      yield {
        at: object,
        field: 'metadata.labels',
        problem: `namespace ${object.name} has ${unsaid} workload${unsaid === 1 ? '' : 's'} and no label that puts them into the mesh or keeps them out`,
        fix: 'add istio-injection: enabled, istio.io/rev or istio.io/dataplane-mode: ambient (SecureNamespace does), or istio-injection: disabled',
      };
    }
  },
};
