import { DestinationRuleView } from '../../model/destination-rules';
import { groupBy } from '../../model/group-by';
import { objectText } from '../../model/object';
import { textsOf } from '../../model/read';
import { Rule } from '../rule';

export const lostBesideSelector: Rule = {
  id: 'destination-rule/lost-beside-selector',
  severity: 'error',
  summary: 'a private DestinationRule for all workloads is beside one for some',
  why: 'Istio merges a DestinationRule with exportTo ["."] into one for the same host that has a workloadSelector, and then all other workloads of the namespace get neither',
  sameAs: [],
  bad: `
kind: DestinationRule
metadata: { name: reviews }
spec: { host: reviews, exportTo: ["."], trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
---
kind: DestinationRule
metadata: { name: reviews-for-web }
spec: { host: reviews, workloadSelector: { matchLabels: { app: web } }, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: DestinationRule
metadata: { name: reviews }
spec: { host: reviews, exportTo: [default], trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
---
kind: DestinationRule
metadata: { name: reviews-for-web }
spec: { host: reviews, workloadSelector: { matchLabels: { app: web } }, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  * check(mesh) {
    for (const same of groupBy(mesh.destinationRules.all.filter(isPrivate), ({ namespace, host }) => `${namespace}\n${host}`).values()) {
      const selective = same.filter(({ selector }) => selector);
      for (const { object, host, selector, namespace } of selective.length > 0 ? same : []) {
        if (selector) continue;
        yield {
          at: object,
          field: 'spec.exportTo',
          and: selective.map(other => ({ object: other.object, field: 'spec.workloadSelector' })),
          problem: `it is merged into ${objectText(selective[0].object)}, and workloads in ${namespace} that this one does not select call ${host} without it`,
          fix: `write the name of the namespace, exportTo: [${namespace}], or leave out exportTo`,
        };
      }
    }
  },
};

/** The name of the own namespace comes to the same, and yet is another export to Istio. */
function isPrivate({ object, selector }: DestinationRuleView): boolean {
  const exportTo = textsOf(object.spec.exportTo);
  return selector !== undefined || (exportTo.length === 1 && exportTo[0] === '.');
}
