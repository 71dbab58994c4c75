import { accessPolicies } from '../authorization';
import { mistakenPort } from '../mistaken-ports';
import { reachOf } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace, portText, targetsText } from '../served-ports';

export const servicePort: Rule = {
  id: 'authz/service-port',
  severity: 'error',
  summary: 'a rule names the port of a Service where the port of the workload is meant',
  why: 'the proxy of the server checks the port that the workload listens on, after the Service has translated it, and never sees the port of the Service',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { ports: ["80"] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { ports: ["9080"] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  * check(mesh) {
    for (const { object, action, rules } of accessPolicies(mesh)) {
      const reach = reachOf(mesh, object);
      if (reach.length === 0) continue;
      const ports = rules.flatMap(rule => rule.attributes).filter(({ kind }) => kind === 'port');
      for (const { values, field, name, negative } of ports) {
        for (const value of values) {
          const mistaken = mistakenPort(reach, Number(value));
          // Who names both ports is at the right one too.
          if (!mistaken || values.includes(String(mistaken.port.number))) continue;
          const { reached, port } = mistaken;
          yield {
            at: object,
            field,
            and: [portPlace(port)],
            problem: `${name} has ${value}, which is ${portText(port)}; the ports of ${reached.text} are ${targetsText(reached.ports)}, so ${effect(action, negative)}`,
            fix: `use the port of the workload${port.number === undefined ? '' : `: "${port.number}"`}`,
          };
        }
      }
    }
  },
};

function effect(action: string, negative: boolean): string {
  return negative ? 'this port is left out of nothing' : `this ${action} never matches by it`;
}
