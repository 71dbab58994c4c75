import { mapOf } from '../../model/read';
import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

export const subsetDropsSettings: Rule = {
  id: 'destination-rule/subset-drops-settings',
  severity: 'advice',
  summary: 'a subset has its own connection pool or outlier detection, and leaves out a part of that of the DestinationRule',
  why: 'connectionPool or outlierDetection of a subset replaces the same block of the whole rule: of its fields none is kept',
  sameAs: [],
  bad: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } }
  subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { connectionPool: { http: { http2MaxRequests: 10 } } } }]
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } }
  subsets:
    - { name: v1, labels: { version: v1 }, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 }, http: { http2MaxRequests: 10 } } } }
`,
  * check(mesh) {
    for (const { object, field, value, level, above } of trafficPolicies(mesh)) {
      if (level !== 'subset' || !above) continue;
      for (const block of ['connectionPool', 'outlierDetection']) {
        const lost = value[block] ? missing(above[block], value[block]) : [];
        if (lost.length > 0) yield { at: object, field: `${field}.${block}`, problem: `${lost.join(', ')} of the whole rule is not for this subset`, fix: 'repeat it there where it is meant for the subset too' };
      }
    }
  },
};

/** Fields that one block has and the other has not. */
function missing(all: unknown, own: unknown, path = ''): string[] {
  return Object.entries(mapOf(all)).flatMap(([key, value]) => {
    const other = mapOf(own)[key];
    if (other == null) return [`${path}${key}`];
    return missing(value, other, `${path}${key}.`);
  });
}
