import { wrongInPool } from '../connection-pools';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const badConnectionPool: Rule = {
  id: 'destination-rule/bad-connection-pool',
  severity: 'error',
  summary: 'a connection pool says nothing, a negative number, half a keep-alive, or two things that exclude each other',
  why: 'Istio refuses a DestinationRule with such a connection pool',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { connectionPool: { tcp: { maxConnections: -1 } } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 }, http: { http2KeepAlive: { interval: 30s, timeout: 5s } } } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'connectionPool'), wrongInPool);
  },
};
