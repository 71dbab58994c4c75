import { textsOf } from '../../model/read';
import { findingsOf, listed, Part, Wrong } from '../parts';
import { Rule } from '../rule';
import { destinationRules } from '../traffic-policies';

export const exportedSelector: Rule = {
  id: 'destination-rule/exported-selector',
  severity: 'error',
  summary: 'a DestinationRule for chosen workloads is exported to other namespaces',
  why: 'Istio refuses a DestinationRule with a workloadSelector unless it is exported to its own namespace alone',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, workloadSelector: { matchLabels: { app: web } }, exportTo: ["*"], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, workloadSelector: { matchLabels: { app: web } }, exportTo: ["."], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  check(mesh) {
    return findingsOf(destinationRules(mesh), wrongs);
  },
};

function * wrongs({ workloadSelector, exportTo }: any, { object }: Part): Iterable<Wrong> {
  const others = textsOf(exportTo).filter(each => each !== '.' && each !== object.namespace);
  // Without a namespace of its own the object may be applied to the one that is named.
  if (!workloadSelector || others.length === 0 || (object.namespace === '' && textsOf(exportTo).length === 1 && others[0] !== '*')) return;
  yield { field: '.exportTo', problem: `exported to ${listed(others)} with a workloadSelector`, fix: 'write exportTo: ["."], or leave out either' };
}
