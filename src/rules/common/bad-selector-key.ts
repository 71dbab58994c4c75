import { Mesh } from '../../model/mesh';
import { mapOf } from '../../model/read';
import { findingsOf, Part, specsOf } from '../parts';
import { Rule } from '../rule';

export const badSelectorKey: Rule = {
  id: 'common/bad-selector-key',
  severity: 'error',
  summary: 'the workloadSelector of a Sidecar or EnvoyFilter has a label with an empty key, or a wildcard in it',
  why: 'labels of a workloadSelector are compared as they are, and Istio refuses those whose key is empty or has a wildcard',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { workloadSelector: { labels: { "app.*": web } }, egress: [{ hosts: [./*] }] }
`,
  good: `
kind: Sidecar
spec: { workloadSelector: { labels: { app: web } }, egress: [{ hosts: [./*] }] }
`,
  check: mesh => findingsOf(selecting(mesh), function * ({ workloadSelector }) {
    for (const key of Object.keys(mapOf(workloadSelector?.labels))) {
      if (key === '' || key.includes('*')) yield { field: '.workloadSelector.labels', problem: key === '' ? 'a label has an empty key' : `the label "${key}" has a wildcard`, fix: 'name a label that the pods have' };
    }
  }),
};

function selecting(mesh: Mesh): Part[] {
  return ['Sidecar', 'EnvoyFilter'].flatMap(kind => specsOf(mesh, 'networking.istio.io', kind));
}
