import { objectText } from '../../model/object';
import { podMetadata } from '../../model/workloads';
import { Rule } from '../rule';

const APP = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'];
const VERSION = ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version'];

export const missingLabels: Rule = {
  id: 'workload/missing-labels',
  severity: 'advice',
  summary: 'a workload has no label for its app, or none for its version',
  why: 'Istio takes the name and the version of a workload in metrics, logs and traces from its labels, and subsets select by them',
  sameAs: [],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: app }] } } }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
`,
  * check(mesh) {
    for (const workload of mesh.workloads.all) {
      const { object, labels, proxy } = workload;
      if ((proxy !== 'sidecar' && proxy !== 'unknown') || Object.keys(labels).length === 0) continue;
      const missing = [...hasOne(APP, labels) ? [] : ['app'], ...hasOne(VERSION, labels) ? [] : ['version']];
      if (missing.length === 0) continue;
      yield {
        at: object,
        field: `${podMetadata(workload)}.labels`,
        problem: `the pods of ${objectText(object)} have no label ${missing.join(' and none ')}`,
        fix: `add ${missing.join(' and ')} to the labels of the pods`,
      };
    }
  },
};

function hasOne(keys: string[], labels: { readonly [key: string]: string }): boolean {
  return keys.some(key => labels[key] !== undefined);
}
