import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { PolicyPart, trafficPolicies } from '../traffic-policies';

const OF_PORT = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
const PARTS = [...OF_PORT, 'tunnel', 'proxyProtocol', 'retryBudget'];

export const emptyPolicy: Rule = {
  id: 'destination-rule/empty-policy',
  severity: 'error',
  summary: 'a traffic policy says nothing',
  why: 'Istio refuses a DestinationRule with a traffic policy, of a host, subset or port, that has none of its fields',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ port: { number: 9080 } }] } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: RANDOM } }] } }
`,
  check(mesh) {
    return findingsOf(trafficPolicies(mesh), (_, part) => wrongs(part as PolicyPart));
  },
};

function * wrongs({ value, level }: PolicyPart): Iterable<Wrong> {
  const parts = level === 'port' ? OF_PORT : PARTS;
  if (parts.some(part => value[part] != null) || (level !== 'port' && value.portLevelSettings?.length > 0)) return;
  yield {
    field: '',
    problem: level === 'port' ? 'the settings for a port say nothing' : 'the traffic policy says nothing',
    fix: `leave it out, or say one of ${parts.join(', ')}`,
  };
}
