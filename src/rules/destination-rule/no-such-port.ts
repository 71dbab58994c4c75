import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

export const noSuchPort: Rule = {
  id: 'destination-rule/no-such-port',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'the number is none that a port can have' },
  summary: 'settings for a port without a port',
  why: 'Istio refuses settings for a port that name none; those for a number that no service can have it takes, and never uses',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ loadBalancer: { simple: RANDOM } }] } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: RANDOM } }] } }
`,
  * check(mesh) {
    const fix = 'write port: { number: ... } with the port of the Service';
    for (const { object, field, value: { port }, level } of trafficPolicies(mesh)) {
      if (level !== 'port') continue;
      const number = port?.number ?? 0;
      if (!port) yield { at: object, field, problem: 'the settings name no port', fix };
      else if (number < 1 || number > 65535) yield { at: object, severity: 'warning', field: `${field}.port.number`, problem: `the settings are for port ${number}`, fix };
    }
  },
};
