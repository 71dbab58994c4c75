import { didYouMean } from '../../report/did-you-mean';
import { annotated, kindsOf } from '../annotated';
import { ISTIO_ANNOTATIONS } from '../istio-annotations';
import { Rule } from '../rule';

/** Labels of Istio's that are often written as annotations, where nothing reads them. */
const LABELS = new Set(['istio-injection', 'istio.io/dataplane-mode', 'istio.io/use-waypoint', 'istio.io/use-waypoint-namespace', 'istio.io/ingress-use-waypoint', 'istio.io/waypoint-for',
  'topology.istio.io/network', 'topology.istio.io/subzone', 'topology.istio.io/cluster', 'security.istio.io/tlsMode', 'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision', 'istio.io/tag', 'istio.io/global', 'networking.istio.io/tunnel']);

export const unknown: Rule = {
  id: 'annotations/unknown',
  severity: 'warning',
  summary: 'an annotation of Istio that Istio does not know',
  why: 'Istio reads annotations by their exact name; one that it does not know has no effect',
  sameAs: ['IST0108'],
  bad: `
kind: Service
metadata: { name: reviews, annotations: { networking.istio.io/export-to: "." } }
spec: { ports: [{ name: http, port: 80 }] }
`,
  good: `
kind: Service
metadata: { name: reviews, annotations: { networking.istio.io/exportTo: "." } }
spec: { ports: [{ name: http, port: 80 }] }
`,
  * check(mesh) {
    for (const { object, name, value, field } of annotated(mesh)) {
      if (kindsOf(name)) continue;
      yield {
        at: object,
        field,
        problem: LABELS.has(name) ? `${name} is a label, and read as an annotation by nobody` : `Istio knows no annotation ${name}`,
        fix: LABELS.has(name) ? `write it among the labels: ${name}: ${value}` : `correct the name or take it out${didYouMean(name, Object.keys(ISTIO_ANNOTATIONS))}`,
      };
    }
  },
};
