import { textOf } from '../../model/read';
import { isAddress, isDnsName } from '../names';
import { childOf, findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

export const badTunnel: Rule = {
  id: 'destination-rule/bad-tunnel',
  severity: 'error',
  summary: 'a tunnel that leads nowhere, by a method that no proxy knows, or together with the PROXY protocol',
  why: 'Istio refuses a tunnel whose protocol is not CONNECT or POST, whose target is no host and port, or that has proxyProtocol beside it',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: proxy, trafficPolicy: { tunnel: { protocol: HTTP, targetHost: external.example.com, targetPort: 443 } } }
`,
  good: `
kind: DestinationRule
spec: { host: proxy, trafficPolicy: { tunnel: { protocol: CONNECT, targetHost: external.example.com, targetPort: 443 } } }
`,
  * check(mesh) {
    const policies = trafficPolicies(mesh).filter(({ level }) => level !== 'port');
    yield* findingsOf(policies, alone);
    yield* findingsOf(policies.flatMap(policy => childOf(policy, 'tunnel')), wrongs);
  },
};

function * alone({ tunnel, proxyProtocol }: any): Iterable<Wrong> {
  if (tunnel && proxyProtocol) yield { field: '.tunnel', problem: 'tunnel and proxyProtocol in one policy', fix: 'keep one of them' };
}

function * wrongs({ protocol = '', targetHost, targetPort }: any): Iterable<Wrong> {
  if (!['', 'CONNECT', 'POST'].includes(protocol)) yield { field: '.protocol', problem: `the tunnel is made by "${protocol}"`, fix: 'use CONNECT or POST' };
  const host = textOf(targetHost);
  if (targetHost !== undefined && !isDnsName(host) && !isAddress(host)) {
    yield { field: '.targetHost', problem: `the tunnel leads to "${host}"`, fix: 'name a whole host without wildcard, or an IP address' };
  }
  if (targetPort < 1 || targetPort > 65535) yield { field: '.targetPort', problem: `the tunnel leads to port ${targetPort}`, fix: 'use a port from 1 to 65535' };
}
