import { mapOf } from '../../model/read';
import { hasLost } from '../lost-fields';
import { Rule } from '../rule';
import { SELECTORS } from '../selectors';

export const emptySelector: Rule = {
  id: 'common/empty-selector',
  severity: 'warning',
  summary: 'a selector has no labels',
  why: 'a selector without labels leaves no workload out: it selects whatever the object can be for in its namespace or, from the root namespace, in the mesh',
  sameAs: ['IST0133'],
  bad: `
kind: Sidecar
spec: { workloadSelector: { labels: {} }, egress: [{ hosts: [./*] }] }
`,
  good: `
kind: Sidecar
spec: { egress: [{ hosts: [./*] }] }
`,
  * check(mesh) {
    for (const [group, kind, selector, key] of SELECTORS) {
      for (const object of mesh.ofKind(group, kind)) {
        const said = object.spec?.[selector];
        if (!said || Object.keys(mapOf(said[key])).length > 0 || hasLost(object, `spec.${selector}`)) continue;
        yield { at: object, field: `spec.${selector}`, problem: 'the selector has no labels, and selects everything', fix: `add labels under ${selector}.${key}, or leave ${selector} out` };
      }
    }
  },
};
