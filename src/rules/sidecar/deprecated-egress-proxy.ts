import { childOf, findingsOf } from '../parts';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const deprecatedEgressProxy: Rule = {
  id: 'sidecar/deprecated-egress-proxy',
  severity: 'advice',
  summary: 'a Sidecar sends unknown traffic to an egress proxy',
  why: 'Istio leaves egressProxy out of its documentation, and its analyzer says that it is ignored, though proxies still follow it',
  sameAs: ['IST0002'],
  bad: `
kind: Sidecar
spec: { outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: proxy.istio-system.svc.cluster.local, port: { number: 8080 } } } }
`,
  good: `
kind: Sidecar
spec: { outboundTrafficPolicy: { mode: ALLOW_ANY } }
`,
  check: mesh => findingsOf(sidecars(mesh).flatMap(spec => childOf(spec, 'outboundTrafficPolicy')), function * ({ egressProxy }) {
    if (egressProxy) yield { field: '.egressProxy', problem: `the egressProxy ${egressProxy.host} is deprecated`, fix: 'send the hosts that are meant through an egress gateway, as EgressGateway does' };
  }),
};
