import { annotated } from '../annotated';
import { ISTIO_ANNOTATIONS } from '../istio-annotations';
import { Rule } from '../rule';

const INJECT = 'sidecar.istio.io/inject';

export const deprecated: Rule = {
  id: 'annotations/deprecated',
  severity: 'advice',
  summary: 'an annotation that Istio has deprecated',
  why: 'Istio still reads a deprecated annotation, and may stop doing so in a later version',
  sameAs: ['IST0135'],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1 }, annotations: { sidecar.istio.io/inject: "false" } }
spec: { containers: [{ name: app }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "false" } }
spec: { containers: [{ name: app }] }
`,
  * check(mesh) {
    for (const { object, name, value, field, labels } of annotated(mesh)) {
      // Who writes the label too knows.
      if (!ISTIO_ANNOTATIONS[name]?.deprecated || (name === INJECT && labels[INJECT] !== undefined)) continue;
      yield {
        at: object,
        field,
        problem: `annotation ${name} is deprecated`,
        fix: name === INJECT ? `write the label of the same name instead: ${INJECT}: "${value}"` : 'see the documentation of Istio for what takes its place',
      };
    }
  },
};
