import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { ServedPort } from '../../model/workloads';
import { allowPolicies } from '../allow-policies';
import { AccessRule, accessPolicies, coversPort, isHttpOnly, namesPort } from '../authorization';
import { Reached, reachOf, tcpPorts } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace, portText } from '../served-ports';

export const allowHttpOnTcp: Rule = {
  id: 'authz/allow-http-on-tcp',
  severity: 'error',
  summary: 'an ALLOW rule with conditions of HTTP is for a TCP port',
  why: 'on a TCP port nothing of HTTP can be seen: Istio drops the whole ALLOW rule there, and where no other rule allows it, every connection is refused',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: db } }, action: ALLOW, rules: [{ to: [{ operation: { methods: [GET] } }] }] }
---
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ name: tcp-wire, port: 5432 }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: db } }, action: ALLOW, rules: [{ to: [{ operation: { ports: ["5432"] } }] }] }
---
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ name: tcp-wire, port: 5432 }] }
`,
  * check(mesh) {
    for (const { object, action, rules, dryRun } of accessPolicies(mesh)) {
      if (action !== 'ALLOW' || dryRun || reachOf(mesh, object).length === 0) continue;
      for (const rule of rules) {
        const [http] = rule.attributes.filter(isHttpOnly);
        const hit = http && lost(mesh, object, rule);
        if (!hit) continue;
        const [{ text }, port] = hit;
        yield {
          at: object,
          field: http.field,
          and: [portPlace(port)],
          problem: `ALLOW rule with ${http.name} never allows anything on port ${port.number} of ${text}, which carries ${port.port.protocol}: ${portText(port)}`,
          fix: `allow port ${port.number} in a rule of its own, for the same callers and without ${http.name}; if it carries HTTP, name the port of the Service http-…`,
        };
      }
    }
  },
};

/** A TCP port that is meant: it is named, or there is no other. On the others the rule is not needed. */
function lost(mesh: Mesh, object: MeshObject, rule: AccessRule): [Reached, ServedPort] | undefined {
  for (const reached of reachOf(mesh, object)) {
    const tcp = tcpPorts(reached);
    const named = tcp.find(({ number }) => namesPort(rule, number!) && coversPort(rule, number!));
    const only = tcp.length === reached.ports.length ? tcp : [];
    const port = named ?? only.find(({ number }) => coversPort(rule, number!) && !isOpened(mesh, object, reached, number!));
    if (port) return [reached, port];
  }
  return undefined;
}

/** Whether something else allows connections to the port, or something else refuses them anyway. */
function isOpened(mesh: Mesh, object: MeshObject, reached: Reached, port: number): boolean {
  const others = allowPolicies(mesh, reached);
  if (others.some(({ rules }) => rules.some(rule => !rule.attributes.some(isHttpOnly) && coversPort(rule, port)))) return true;
  return Object.keys(object.spec.selector?.matchLabels ?? {}).length === 0 && others.some(other => other.object !== object);
}
