import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { listOf, mapOf } from '../../model/read';
import { Part } from '../parts';
import { Rule } from '../rule';
import { telemetries } from '../telemetry-parts';

export const severalWithoutSelector: Rule = {
  id: 'telemetry/several-without-selector',
  severity: 'error',
  summary: 'several Telemetry objects are for all of a namespace',
  why: 'of the Telemetry objects without selector in a namespace Istio uses only the oldest one, and nothing of the others',
  sameAs: ['IST0160', 'KIA0002'],
  bad: `
kind: Telemetry
metadata: { name: logs }
spec: { accessLogging: [{ providers: [{ name: envoy }] }] }
---
kind: Telemetry
metadata: { name: traces }
spec: { tracing: [{ randomSamplingPercentage: 10 }] }
`,
  good: `
kind: Telemetry
metadata: { name: default }
spec: { accessLogging: [{ providers: [{ name: envoy }] }], tracing: [{ randomSamplingPercentage: 10 }] }
`,
  * check(mesh) {
    for (const same of groupBy(telemetries(mesh).filter(isForAll), ({ object }) => homeOf(object)).values()) {
      // The same object twice is another rule's.
      const [first, ...others] = [...new Map(same.map(each => [each.object.name, each.object])).values()];
      for (const other of others) {
        yield {
          at: other,
          and: [{ object: first }],
          problem: `${other.name} and ${first.name} are both for all of namespace ${homeOf(other)}, and the older one is all that counts`,
          fix: 'make one Telemetry of them, or give one a selector',
        };
      }
    }
  },
};

function isForAll({ value }: Part): boolean {
  return Object.keys(mapOf(value.selector?.matchLabels)).length === 0 && !value.targetRef && listOf(value.targetRefs).length === 0;
}
