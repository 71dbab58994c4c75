import { childOf, findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const deprecatedRingSize: Rule = {
  id: 'destination-rule/deprecated-ring-size',
  severity: 'advice',
  summary: 'a consistent hash with minimumRingSize beside the algorithm',
  why: 'Istio still reads minimumRingSize there, warns of it, and has ringHash.minimumRingSize for it',
  sameAs: ['IST0133'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user, minimumRingSize: 2048 } } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user, ringHash: { minimumRingSize: 2048 } } } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'loadBalancer').flatMap(balancer => childOf(balancer, 'consistentHash')), wrongs);
  },
};

function * wrongs({ minimumRingSize, maglev, ringHash }: any): Iterable<Wrong> {
  if (!minimumRingSize || maglev || ringHash) return;
  yield { field: '.minimumRingSize', problem: `minimumRingSize: ${minimumRingSize} is deprecated`, fix: `write ringHash: { minimumRingSize: ${minimumRingSize} }` };
}
