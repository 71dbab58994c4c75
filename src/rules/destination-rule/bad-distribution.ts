import { mapOf, numberOf } from '../../model/read';
import { wrongLocalities } from '../localities';
import { childOf, findingsOf, itemsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const badDistribution: Rule = {
  id: 'destination-rule/bad-distribution',
  severity: 'error',
  summary: 'weights of a distribution over localities do not add up to 100, or its localities overlap',
  why: 'Istio refuses a DestinationRule whose weights for a locality are not from 1 to 100 with a sum of 100, or whose localities are empty or overlap',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { distribute: [{ from: eu/a/*, to: { eu/a/*: 80, eu/b/*: 30 } }] } }
    outlierDetection: { consecutive5xxErrors: 5 }
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { distribute: [{ from: eu/a/*, to: { eu/a/*: 80, eu/b/*: 20 } }] } }
    outlierDetection: { consecutive5xxErrors: 5 }
`,
  * check(mesh) {
    for (const setting of blocksOf(mesh, 'loadBalancer').flatMap(balancer => childOf(balancer, 'localityLbSetting'))) {
      const entries = itemsOf(setting, 'distribute');
      // With failover beside it that is all Istio looks at.
      if (entries.length > 0 && setting.value.failover?.length > 0) continue;
      yield* findingsOf(entries, wrongInEntry);
      yield* findingsOf([setting], () => wrongLocalities(entries.map(({ value }) => value.from ?? '')).map(fact => wrongPlace('.distribute', fact)));
    }
  },
};

function * wrongInEntry(entry: any): Iterable<Wrong> {
  const weights = Object.entries(mapOf(entry.to));
  const outside = weights.filter(([, weight]) => weight < 1 || weight > 100);
  const fix = 'give each locality a whole number from 1 to 100, 100 together, and leave out those that get nothing';
  for (const [locality, weight] of outside) yield { field: `.to["${locality}"]`, problem: `the weight of ${locality} is ${weight}`, fix };
  const sum = weights.reduce((total, [, weight]) => total + (numberOf(weight) ?? 0), 0);
  if (sum !== 100 && outside.length === 0) yield { field: '.to', problem: `the weights add up to ${sum}, not 100`, fix };
  // Go reads a map in any order, so what overlaps in one order is refused now and then. Sorted, wildcards come first.
  yield* wrongLocalities(weights.map(([locality]) => locality).sort()).map(fact => wrongPlace('.to', fact));
}

function wrongPlace(field: string, problem: string): Wrong {
  return { field, problem, fix: 'write localities as region, region/zone or region/zone/subzone, with * for the last part only, and each place once' };
}
