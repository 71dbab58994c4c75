import { textOf, textsOf } from '../../model/read';
import { childOf, findingsOf, itemsOf, listed, Part, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

const PLACES = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

export const badFailover: Rule = {
  id: 'destination-rule/bad-failover',
  severity: 'error',
  summary: 'a failover does not lead from one region to another, or its priorities name places that are decided already',
  why: 'Istio refuses a DestinationRule whose failover is not between two regions, or has failoverPriority on the very places that failover, or zone-aware balancing, is about',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { failover: [{ from: eu/a, to: us }] } }
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
    for (const balancer of blocksOf(mesh, 'loadBalancer')) {
      const locality = childOf(balancer, 'localityLbSetting');
      const zoneAware = childOf(balancer, 'zoneAwareLbSetting');
      yield* findingsOf([...locality, ...zoneAware].flatMap(setting => itemsOf(setting, 'failover')), wrongRegions);
      yield* findingsOf([...locality.filter(hasFailover), ...zoneAware], wrongPriorities);
    }
  },
};

function hasFailover({ value }: Part): boolean {
  return value.failover?.length > 0;
}

function * wrongRegions(failover: any): Iterable<Wrong> {
  const [from, to] = [textOf(failover.from), textOf(failover.to)];
  const fix = 'name two regions, such as from: eu-west-1, to: eu-central-1; zones within a region fail over by themselves';
  if (from === to) yield { field: '', problem: from === '' ? 'the failover names no region' : `the failover leads from ${from} to itself`, fix };
  for (const [end, region] of [['from', from], ['to', to]]) {
    if (/[/*]/.test(region)) yield { field: `.${end}`, problem: `the failover names "${region}", which is no region`, fix };
  }
}

function * wrongPriorities({ failoverPriority }: any): Iterable<Wrong> {
  const places = textsOf(failoverPriority).filter(label => PLACES.includes(label));
  if (places.length > 0) yield { field: '.failoverPriority', problem: `failoverPriority lists ${listed(places)}`, fix: 'leave these labels out: regions and zones are in order already' };
}
