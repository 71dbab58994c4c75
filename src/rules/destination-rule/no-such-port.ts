import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

export const noSuchPort: Rule = {
  id: 'destination-rule/no-such-port',
  severity: 'error',
  summary: 'settings for a port without a port',
  why: 'Istio refuses settings for a port that name none, and applies those for a number that no service can have to nothing',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ loadBalancer: { simple: RANDOM } }] } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: RANDOM } }] } }
`,
  check(mesh) {
    return findingsOf(trafficPolicies(mesh).filter(({ level }) => level === 'port'), wrongs);
  },
};

function * wrongs({ port }: any): Iterable<Wrong> {
  const number = port?.number ?? 0;
  const fix = 'write port: { number: ... } with the port of the Service';
  if (!port) yield { field: '', problem: 'the settings name no port', fix };
  else if (number < 1 || number > 65535) yield { field: '.port.number', problem: `the settings are for port ${number}`, fix };
}
