import { Rule } from '../rule';

/** What Istio looks for, and what keeps it out. */
const VALUES: Array<[label: string, on: string, off: string, effect: string]> = [
  ['istio-injection', 'enabled', 'disabled', 'gives them no sidecars'],
  ['istio.io/dataplane-mode', 'ambient', 'none', 'does not put them into ambient mode'],
];
const NO = ['', 'false', 'no', 'none', 'off', 'disabled', 'disable'];

export const badLabelValue: Rule = {
  id: 'namespace/bad-label-value',
  severity: 'warning',
  summary: 'a namespace is labelled for the mesh with a value that means nothing',
  why: 'sidecars are injected for istio-injection: enabled only, and with any other value not even into pods that ask for one; ambient mode is for istio.io/dataplane-mode: ambient only',
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
      for (const [label, on, off, effect] of VALUES) {
        const value = object.labels[label];
        if (value === undefined || value === on || NO.includes(value.toLowerCase())) continue;
        yield { at: object, field: `metadata.labels["${label}"]`, problem: `${label} is "${value}" for the pods of namespace ${object.name}, which ${effect}`, fix: `write ${on}, or ${off} to keep them out` };
      }
    }
  },
};
