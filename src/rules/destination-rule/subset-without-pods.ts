import { subsetsOf } from '../../model/destination-rule-merge';
import { selects } from '../../model/label-index';
import { Mesh } from '../../model/mesh';
import { Service } from '../../model/services';
import { Finding, Rule } from '../rule';

/** Labels that pods get when they run: from Istio, the node, or whoever rolls out. */
const LATER = /(^|\.)istio\.io\/|^topology\.kubernetes\.io\/|pod-template-hash$|^(apps|statefulset|batch)\.kubernetes\.io\/|^controller-revision-hash$/;

export const subsetWithoutPods: Rule = {
  id: 'destination-rule/subset-without-pods',
  severity: 'error',
  summary: 'no pod of the service has the labels of a subset',
  why: 'a subset is the pods of the service that also have its labels; without any, HTTP requests for it are answered with 503, and other connections are closed',
  sameAs: ['IST0173', 'KIA0203'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: reviews, image: reviews }] } } }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: reviews, image: reviews }] } } }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }
`,
  * check(mesh) {
    for (const { object, host } of mesh.destinationRules.all) {
      const [service, ...more] = host.startsWith('*') ? [] : mesh.services.byHost(host);
      if (service?.kubernetes && service.selector && more.length === 0 && mesh.workloads.knownIn(service.namespace)) yield * ofRule(mesh, object, service);
    }
  },
};

function * ofRule(mesh: Mesh, object: Finding['at'], service: Service): Iterable<Finding> {
  const pods = mesh.workloads.of(service);
  for (const { name, labels, field } of subsetsOf(object)) {
    const keys = Object.keys(labels);
    // Without any pod it is the Service that selects wrongly.
    if (pods.length === 0 || keys.length === 0 || keys.some(key => LATER.test(key)) || pods.some(pod => selects(labels, pod.labels))) continue;
    const known = keys.map(key => `${key}: ${[...new Set(pods.map(pod => pod.labels[key] ?? 'none'))].join(' or ')}`);
    yield {
      at: object,
      field: `${field}.labels`,
      and: [{ object: service.object, field: 'spec.selector' }, ...pods.map(pod => ({ object: pod.object }))],
      problem: `no pod of ${service.host} has the labels ${JSON.stringify(labels)} of subset "${name}"; they have ${known.join(', ')}`,
      fix: 'correct the labels of the subset, or give them to the pods in the template of their Deployment',
    };
  }
}
