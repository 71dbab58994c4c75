import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

export const portLevelDropsTls: Rule = {
  id: 'destination-rule/port-level-drops-tls',
  severity: 'warning',
  summary: 'settings for a port leave out the TLS that the DestinationRule has for all ports',
  why: 'settings for a port replace the TLS of the whole rule even where they say nothing of it, so that calls to that port leave without it',
  sameAs: [],
  bad: `
kind: DestinationRule
spec:
  host: partner.example.com
  trafficPolicy:
    tls: { mode: SIMPLE }
    portLevelSettings: [{ port: { number: 8443 }, connectionPool: { tcp: { maxConnections: 10 } } }]
`,
  good: `
kind: DestinationRule
spec:
  host: partner.example.com
  trafficPolicy:
    tls: { mode: SIMPLE }
    portLevelSettings: [{ port: { number: 8443 }, tls: { mode: SIMPLE }, connectionPool: { tcp: { maxConnections: 10 } } }]
`,
  * check(mesh) {
    for (const { object, field, value, level, above } of trafficPolicies(mesh)) {
      if (level !== 'port' || value.tls || !['SIMPLE', 'MUTUAL'].includes(above.tls?.mode)) continue;
      yield {
        at: object,
        field,
        problem: `port ${value.port?.number} has no tls: mode ${above.tls.mode} of the other ports is not for it`,
        fix: `repeat the tls block at ${field}.tls, or say there that this port has none, with mode: DISABLE`,
      };
    }
  },
};
