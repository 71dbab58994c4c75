import { isDnsName, isLabel } from '../names';
import { childOf, findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const badEgressProxy: Rule = {
  id: 'sidecar/bad-egress-proxy',
  severity: 'error',
  summary: 'the egress proxy of a Sidecar is not a host and port, or unknown hosts are refused',
  why: 'Istio refuses a Sidecar whose egressProxy is not a whole host with a port, or is there without mode ALLOW_ANY',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: proxy.istio-system.svc.cluster.local } } }
`,
  good: `
kind: Sidecar
spec: { outboundTrafficPolicy: { mode: ALLOW_ANY } }
`,
  check: mesh => findingsOf(sidecars(mesh).flatMap(spec => childOf(spec, 'outboundTrafficPolicy')).filter(({ value }) => value.egressProxy), wrongs),
};

function * wrongs({ mode, egressProxy: { host, port, subset = '' } }: any): Iterable<Wrong> {
  if (mode !== 'ALLOW_ANY') return yield { field: '.egressProxy', problem: `egressProxy with mode ${mode ?? 'REGISTRY_ONLY, the default'}`, fix: 'write mode: ALLOW_ANY, or leave out egressProxy' };
  const number = port?.number ?? 0;
  if (host !== undefined && !isDnsName(host)) yield { field: '.egressProxy.host', problem: `the proxy is "${host}"`, fix: 'name a whole host without wildcard' };
  if (number < 1 || number > 65535) yield { field: '.egressProxy.port', problem: port ? `the port of the proxy is ${number}` : 'the proxy has no port', fix: 'add port: { number: ... }' };
  if (subset !== '' && !isLabel(subset)) yield { field: '.egressProxy.subset', problem: `the subset is "${subset}"`, fix: 'use the name of a subset' };
}
