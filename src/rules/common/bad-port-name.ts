import { Rule } from '../rule';
import { structural } from '../structural';

export const badPortName: Rule = {
  id: 'common/bad-port-name',
  severity: 'error',
  summary: 'a port name that is no DNS label',
  why: 'Istio refuses port names that are not letters, digits and "-"',
  sameAs: ['IST0106'],
  bad: `
kind: WorkloadEntry
spec: { address: 10.0.0.1, ports: { http_main: 8080 } }
`,
  good: `
kind: WorkloadEntry
spec: { address: 10.0.0.1, ports: { http-main: 8080 } }
`,
  check: structural('common/port-name-label', 'port-name'),
};
