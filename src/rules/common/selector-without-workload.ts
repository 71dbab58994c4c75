import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { didYouMean } from '../../report/did-you-mean';
import { listed } from '../parts';
import { Rule } from '../rule';
import { Selecting, selecting } from '../selectors';

export const selectorWithoutWorkload: Rule = {
  id: 'common/selector-without-workload',
  severity: 'warning',
  summary: 'a selector selects no workload',
  why: 'an object with a selector is for pods of its namespace with all these labels; where there are none it does nothing, and nothing says so',
  sameAs: ['IST0101', 'IST0127', 'KIA0004'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: review } }, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
`,
  * check(mesh) {
    if (mesh.workloads.all.length === 0) return;
    for (const each of selecting(mesh)) {
      const namespace = homeOf(each.object);
      // In the root namespace a selector is for all namespaces, and nobody knows all.
      if (namespace === mesh.settings.rootNamespace || !mesh.workloads.knownIn(namespace)) continue;
      if (mesh.workloads.selectedBy(namespace, each.labels).length > 0) continue;
      yield {
        at: each.object,
        field: each.field,
        problem: `no workload of namespace ${namespace} has ${Object.entries(each.labels).map(([key, value]) => `${key}: ${value}`).join(' and ')}; ${known(mesh, each)}`,
        fix: `use the labels of the pods (spec.template.metadata.labels)${meant(mesh, each)}`,
      };
    }
  },
};

/** What the namespace has instead, by the first label. */
function known(mesh: Mesh, each: Selecting): string {
  const [key] = Object.keys(each.labels);
  return `there ${key} is ${listed(values(mesh, each, key).slice(0, 8))}`;
}

function meant(mesh: Mesh, each: Selecting): string {
  for (const [key, value] of Object.entries(each.labels)) {
    const others = values(mesh, each, key);
    if (!others.includes(value)) return didYouMean(value, others);
  }
  return '';
}

function values(mesh: Mesh, { object }: Selecting, key: string): string[] {
  return [...new Set(mesh.workloads.in(homeOf(object)).flatMap(({ labels }) => labels[key] ?? []))].sort();
}
