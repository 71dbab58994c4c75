import { childOf, findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const badWarmup: Rule = {
  id: 'destination-rule/bad-warmup',
  severity: 'error',
  summary: 'a warm-up with an aggression of zero',
  why: 'Istio refuses a DestinationRule whose warm-up has an aggression that is not above zero',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN, warmup: { duration: 60s, aggression: 0 } } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN, warmup: { duration: 60s, aggression: 1.5 } } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'loadBalancer').flatMap(balancer => childOf(balancer, 'warmup')), wrongAggression);
  },
};

function * wrongAggression({ aggression }: any): Iterable<Wrong> {
  if (aggression === 0) yield { field: '.aggression', problem: 'aggression is 0', fix: 'use 1 for a straight increase, more for a faster start; leave it out for the default' };
}
