import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

const BLOCKS = ['connectionPool', 'loadBalancer', 'outlierDetection'];

export const portLevelDropsSettings: Rule = {
  id: 'destination-rule/port-level-drops-settings',
  severity: 'advice',
  summary: 'settings for a port leave out others that the DestinationRule has for all ports',
  why: 'settings for a port replace connectionPool, loadBalancer and outlierDetection of the whole rule: what they leave out has its default there',
  sameAs: [],
  bad: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5 }
    portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: RANDOM } }]
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5 }
    portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: RANDOM }, outlierDetection: { consecutive5xxErrors: 5 } }]
`,
  * check(mesh) {
    for (const { object, field, value, level, above } of trafficPolicies(mesh)) {
      if (level !== 'port') continue;
      const lost = BLOCKS.filter(block => above[block] && !value[block]);
      if (lost.length === 0) continue;
      yield { at: object, field, problem: `port ${value.port?.number} is without ${lost.join(', ')} of the other ports`, fix: `repeat it at ${field} where it is meant for this port too` };
    }
  },
};
