import { wrongInPool } from '../connection-pools';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const badConnectionPool: Rule = {
  id: 'destination-rule/bad-connection-pool',
  severity: 'error',
  summary: 'a connection pool says nothing, a negative number, half a keep-alive, or two things that exclude each other',
  why: 'Istio refuses a connection pool with neither http nor tcp, with a number below 0, with an http2KeepAlive that lacks interval or timeout, or with useClientProtocol beside h2UpgradePolicy UPGRADE',
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
