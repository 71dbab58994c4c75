import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { didYouMean } from '../../report/did-you-mean';
import { listed } from '../parts';
import { Rule } from '../rule';
import { Selecting, selecting } from '../selectors';

export const selectorWithoutWorkload: Rule = {
  id: 'common/selector-without-workload',
  severity: 'warning',
  sometimes: { severity: 'advice', where: 'nothing looks like a slip, and the pods may come from elsewhere' },
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
      const meant = meantBy(mesh, each);
      yield {
        at: each.object,
        field: each.field,
        // Pods may come from a chart or a folder that was not read: where nothing looks like a slip, they may well be there.
        severity: meant === undefined ? 'advice' : undefined,
        problem: `no workload of namespace ${namespace} has ${textOf(each.labels)}; ${known(mesh, each)}`,
        fix: `use the labels of the pods (spec.template.metadata.labels)${meant ?? ''}`,
      };
    }
  },
};

/** Labels that say which app it is. */
const NAMING = ['app', 'app.kubernetes.io/name', 'k8s-app'];

/** What the namespace has instead, by the first label. */
function known(mesh: Mesh, each: Selecting): string {
  const [key] = Object.keys(each.labels);
  return `there ${key} is ${listed(values(mesh, each, key).slice(0, 8))}`;
}

/** How to go on after the fix, where something is known that may be meant. */
function meantBy(mesh: Mesh, each: Selecting): string | undefined {
  return misspelt(mesh, each) || otherKey(mesh, each) || otherNamespace(mesh, each) || (isForKnownApp(mesh, each) ? '' : undefined);
}

function misspelt(mesh: Mesh, each: Selecting): string {
  return Object.entries(each.labels).map(([key, value]) => [value, values(mesh, each, key)] as const)
    .map(([value, others]) => others.includes(value) ? '' : didYouMean(value, others) || swapped(value, others))
    .find(text => text !== '') ?? '';
}

/** Letters in another order, which is far off for a short name: `wbe` for `web`. */
function swapped(value: string, others: string[]): string {
  const found = others.find(other => [...other].sort().join('') === [...value].sort().join(''));
  return found ? `; did you mean "${found}"?` : '';
}

/** The same name under another key: `app` for `app.kubernetes.io/name`. */
function otherKey(mesh: Mesh, each: Selecting): string {
  const names = NAMING.filter(key => key in each.labels).map(key => each.labels[key]);
  const found = NAMING.find(key => !(key in each.labels) && values(mesh, each, key).some(value => names.includes(value)));
  return found ? `; they have ${found}: ${names[0]}` : '';
}

function otherNamespace(mesh: Mesh, { labels }: Selecting): string {
  const [workload] = mesh.workloads.selectedBy(undefined, labels);
  return workload ? `, or write the object into namespace ${workload.namespace}, whose pods have these` : '';
}

/** Another label of a workload that is here: `version`. */
function isForKnownApp(mesh: Mesh, each: Selecting): boolean {
  return NAMING.some(key => key in each.labels && values(mesh, each, key).includes(each.labels[key]));
}

function textOf(labels: Selecting['labels']): string {
  return Object.entries(labels).map(([key, value]) => `${key}: ${value}`).join(' and ');
}

function values(mesh: Mesh, { object }: Selecting, key: string): string[] {
  return [...new Set(mesh.workloads.in(homeOf(object)).flatMap(({ labels }) => labels[key] ?? []))].sort();
}
