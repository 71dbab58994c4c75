import { isHttp, parseProtocol } from '../../model/protocol';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { ingressListeners } from '../sidecar-parts';

export const httpPoolOnTcp: Rule = {
  id: 'sidecar/http-pool-on-tcp',
  severity: 'warning',
  sometimes: { severity: 'advice', where: 'the listener has no protocol, and may find HTTP' },
  summary: 'an ingress listener that is not for HTTP has limits for HTTP',
  why: 'only what the proxy takes for HTTP has requests to limit, and Istio warns of such limits unless the port of the listener is declared as HTTP',
  sameAs: ['IST0133'],
  bad: `
kind: Sidecar
spec: { ingress: [{ port: { number: 9080, protocol: TCP }, connectionPool: { http: { http1MaxPendingRequests: 100 } } }] }
`,
  good: `
kind: Sidecar
spec: { ingress: [{ port: { number: 9080, protocol: HTTP }, connectionPool: { http: { http1MaxPendingRequests: 100 } } }] }
`,
  * check(mesh) {
    for (const listener of ingressListeners(mesh)) {
      // Without a protocol the proxy looks, and what turns out to be HTTP is limited.
      const severity = listener.value.port?.protocol ? undefined : 'advice';
      for (const finding of findingsOf([listener], wrongs)) yield { ...finding, severity };
    }
  },
};

function * wrongs({ port, connectionPool }: any): Iterable<Wrong> {
  if (!port || !connectionPool?.http || isHttp(parseProtocol(port.protocol ?? ''))) return;
  yield {
    field: '.connectionPool.http',
    problem: `limits for HTTP on port ${port.number ?? 0} with ${port.protocol ? `protocol ${port.protocol}` : 'no protocol'}`,
    fix: 'write protocol: HTTP, HTTP2 or GRPC at the port, or limits under connectionPool.tcp',
  };
}
