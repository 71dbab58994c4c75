import { objectText } from '../../model/object';
import { selectorOf } from '../../model/policies';
import { allowPolicies } from '../allow-policies';
import { AccessPolicy, accessPolicies, coversPort } from '../authorization';
import { reachOf } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace, portText } from '../served-ports';

export const defaultDeny: Rule = {
  id: 'authz/default-deny',
  severity: 'advice',
  summary: 'an ALLOW policy closes ports of its workload that it does not name',
  why: 'as soon as one ALLOW policy is for a workload, everything that no ALLOW rule matches is refused, on all of its ports and whoever calls: gateways and what collects metrics too',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { ports: ["9080"] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }, { name: http-metrics, port: 9090 }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { ports: ["9080", "9090"] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }, { name: http-metrics, port: 9090 }] }
`,
  * check(mesh) {
    for (const { object } of accessPolicies(mesh).filter(closesOthers)) {
      for (const reached of reachOf(mesh, object)) {
        const { text, ports } = reached;
        const policies = allowPolicies(mesh, reached);
        const closed = ports.find(({ number }) => number !== undefined && !policies.some(({ rules }) => rules.some(rule => coversPort(rule, number))));
        // Of several policies it is told of the first.
        if (!closed || policies.find(closesOthers)?.object !== object) continue;
        yield {
          at: object,
          field: 'spec.rules',
          and: [portPlace(closed)],
          problem: `nothing is allowed on port ${closed.number} of ${text} (${portText(closed)}), since ${objectText(object)} allows other ports only`,
          fix: `add a rule for port ${closed.number}, or leave it closed`,
        };
      }
    }
  },
};

/** It is for certain pods, and lets somebody in: to close a whole namespace is what such policies are for. */
function closesOthers({ object, action, rules, dryRun }: AccessPolicy): boolean {
  return action === 'ALLOW' && !dryRun && rules.length > 0 && Object.keys(selectorOf(object)).length > 0;
}
