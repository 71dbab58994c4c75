import { Rule } from '../rule';

/** How labels are mistaken, and what is meant. */
const MISTAKEN: Array<[pattern: RegExp, meant: string]> = [
  [/^istio([-_.]|\.io\/)?inject(ion|ed|or)?$/i, 'istio-injection'],
  [/^(sidecar\.)?istio\.io\/inject(ion|ed)?$/i, 'istio-injection'],
  [/^istio\.io\/data-?plane(-?mode)?$/i, 'istio.io/dataplane-mode'],
  [/^istio\.io\/(use-?)?waypoint$/i, 'istio.io/use-waypoint'],
];

export const unknownLabel: Rule = {
  id: 'namespace/unknown-label',
  severity: 'warning',
  summary: 'a label of a namespace is nearly one that Istio reads there',
  why: 'Istio puts the pods of a namespace into the mesh by labels that it compares letter for letter; pods that none is for get no proxy, and so no mutual TLS and no policies',
  sameAs: [],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-inject: enabled } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('', 'Namespace')) {
      for (const label of Object.keys(object.labels)) {
        const [, meant] = MISTAKEN.find(([pattern]) => pattern.test(label)) ?? [];
        if (!meant || label === meant) continue;
        yield { at: object, field: `metadata.labels["${label}"]`, problem: `of namespaces Istio knows no label ${label}`, fix: `write ${meant}` };
      }
    }
  },
};
