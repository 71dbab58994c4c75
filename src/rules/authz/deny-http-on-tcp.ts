import { AccessRule, accessPolicies, Attribute, coversPort, isHttpOnly } from '../authorization';
import { Reached, reachOf, tcpPorts } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace, portText } from '../served-ports';

export const denyHttpOnTcp: Rule = {
  id: 'authz/deny-http-on-tcp',
  severity: 'error',
  summary: 'a DENY rule with conditions of HTTP is for a TCP port as well',
  why: 'on a TCP port nothing of HTTP can be seen: Istio leaves those conditions out of a DENY rule, which then refuses more, up to every connection',
  sameAs: ['IST0133'],
  bad: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: db } }, action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }
---
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ name: http, port: 8080 }, { name: tcp-wire, port: 5432 }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: db } }, action: DENY, rules: [{ to: [{ operation: { paths: [/admin], ports: ["8080"] } }] }] }
---
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ name: http, port: 8080 }, { name: tcp-wire, port: 5432 }] }
`,
  * check(mesh) {
    for (const { object, action, rules, dryRun } of accessPolicies(mesh)) {
      if (action !== 'DENY' || dryRun || reachOf(mesh, object).length === 0) continue;
      for (const rule of rules) {
        const http = rule.attributes.filter(isHttpOnly);
        if (http.length === 0) continue;
        const hit = reachOf(mesh, object).flatMap(reached => refused(reached, rule, http))[0];
        if (!hit) continue;
        const { text, port } = hit;
        yield {
          at: object,
          field: http[0].field,
          and: [portPlace(port)],
          problem: `DENY rule with ${names(http)} is also for port ${port.number} of ${text}, which carries ${port.port.protocol}: ${portText(port)}`,
          fix: `say ${rule.operations === 0 ? 'in a "to"' : 'in every "to"'} which ports are meant, those that carry HTTP: operation.ports, or notPorts: ["${port.number}"]`,
        };
      }
    }
  },
};

function names(attributes: Array<{ readonly name: string }>): string {
  return [...new Set(attributes.map(({ name }) => name))].join(', ');
}

function refused(reached: Reached, rule: AccessRule, http: Attribute[]) {
  return tcpPorts(reached).filter(({ number }) => coversPort(rule, number!, http)).map(port => ({ text: reached.text, port }));
}
