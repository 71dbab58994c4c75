import { listOf } from '../../model/read';
import { childOf, findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const distributeWithFailover: Rule = {
  id: 'destination-rule/distribute-with-failover',
  severity: 'error',
  summary: 'a load balancer both distributes over localities and fails over, or balances by locality in two ways',
  why: 'Istio refuses a DestinationRule with both distribute and failover, or with both localityLbSetting and zoneAwareLbSetting',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { distribute: [{ from: eu/*, to: { eu/*: 100 } }], failover: [{ from: eu, to: us }] } }
    outlierDetection: { consecutive5xxErrors: 5 }
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { failover: [{ from: eu, to: us }] } }
    outlierDetection: { consecutive5xxErrors: 5 }
`,
  * check(mesh) {
    const balancers = blocksOf(mesh, 'loadBalancer');
    yield* findingsOf(balancers, twoSettings);
    yield* findingsOf(balancers.flatMap(balancer => childOf(balancer, 'localityLbSetting')), bothWays);
  },
};

function * twoSettings(balancer: any): Iterable<Wrong> {
  if (balancer.localityLbSetting && balancer.zoneAwareLbSetting) {
    yield { field: '', problem: 'the load balancer has both localityLbSetting and zoneAwareLbSetting', fix: 'keep one of them' };
  }
}

function * bothWays({ distribute, failover }: any): Iterable<Wrong> {
  if (listOf(distribute).length > 0 && listOf(failover).length > 0) {
    yield { field: '', problem: 'the locality setting has both distribute and failover', fix: 'keep one of them: distribute says where requests go now, failover where they go when their region is unhealthy' };
  }
}
