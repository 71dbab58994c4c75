import { wrongInPool } from '../connection-pools';
import { childOf, findingsOf } from '../parts';
import { Rule } from '../rule';
import { ingressListeners, sidecars } from '../sidecar-parts';

export const badConnectionPool: Rule = {
  id: 'sidecar/bad-connection-pool',
  severity: 'error',
  summary: 'a connection pool of a Sidecar says nothing, a negative number, half a keep-alive, or two things that exclude each other',
  why: 'Istio refuses a Sidecar with such a connection pool',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { inboundConnectionPool: { http: { http1MaxPendingRequests: -1 } } }
`,
  good: `
kind: Sidecar
spec: { inboundConnectionPool: { http: { http1MaxPendingRequests: 100 } } }
`,
  * check(mesh) {
    yield* findingsOf(sidecars(mesh).flatMap(spec => childOf(spec, 'inboundConnectionPool')), wrongInPool);
    yield* findingsOf(ingressListeners(mesh).flatMap(listener => childOf(listener, 'connectionPool')), wrongInPool);
  },
};
