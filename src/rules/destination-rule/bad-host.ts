import { isDnsNameOrWildcard } from '../names';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { destinationRules } from '../traffic-policies';

export const badHost: Rule = {
  id: 'destination-rule/bad-host',
  severity: 'error',
  summary: 'the host of a DestinationRule is not one',
  why: 'Istio refuses a DestinationRule whose host is not a DNS name, with or without a wildcard at its start',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: "reviews:9080", trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews.default.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  check: mesh => findingsOf(destinationRules(mesh), wrongs),
};

function * wrongs({ host }: any): Iterable<Wrong> {
  if (host === undefined || isDnsNameOrWildcard(host)) return;
  yield { field: '.host', problem: `the host is "${host}", which is no DNS name`, fix: 'name a service without scheme, port and path: reviews.shop.svc.cluster.local, or *.example.com' };
}
