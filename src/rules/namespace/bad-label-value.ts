import { Rule } from '../rule';

/** What Istio looks for, and what keeps it out. */
const VALUES: Array<[label: string, on: string, off: string]> = [['istio-injection', 'enabled', 'disabled'], ['istio.io/dataplane-mode', 'ambient', 'none']];
const NO = ['', 'false', 'no', 'none', 'off', 'disabled', 'disable'];

export const badLabelValue: Rule = {
  id: 'namespace/bad-label-value',
  severity: 'warning',
  summary: 'a namespace is labelled for the mesh with a value that means nothing',
  why: 'sidecars are injected for istio-injection: enabled only, and ambient mode is for istio.io/dataplane-mode: ambient only; any other value keeps the pods out of the mesh',
  sameAs: [],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: "true" } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('', 'Namespace')) {
      for (const [label, on, off] of VALUES) {
        const value = object.labels[label];
        if (value === undefined || value === on || NO.includes(value.toLowerCase())) continue;
        yield { at: object, field: `metadata.labels["${label}"]`, problem: `${label} is "${value}", which keeps the pods of namespace ${object.name} out of the mesh`, fix: `write ${on}, or ${off} to keep them out` };
      }
    }
  },
};
