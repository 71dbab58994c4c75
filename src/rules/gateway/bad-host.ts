import { textsOf } from '../../model/read';
import { isAddress, isDnsNameOrWildcard, isLabel, isPartialWildcard } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const badHost: Rule = {
  id: 'gateway/bad-host',
  severity: 'error',
  summary: 'a host of a server is not of the form that Gateways know',
  why: 'hosts of a Gateway are whole names, as clients send them: istiod refuses short names, wildcards within a label, and a namespace before the slash that is none',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop] }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com, "*.example.org", ./shop.example.net] }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ hosts }) {
    for (const [i, host] of textsOf(hosts).entries()) {
      const [problem, fix] = wrong(host) ?? [];
      if (problem !== undefined) yield { field: `.hosts[${i}]`, problem: `the host "${host}" ${problem}`, fix: fix! };
    }
  }),
};

/** What is wrong with a host, and what to write. */
function wrong(host: string): [string, string] | undefined {
  const slash = host.indexOf('/');
  const [namespace, name] = slash < 0 ? [undefined, host] : [host.slice(0, slash), host.slice(slash + 1)];
  if (namespace === '' || name === '') return ['has nothing on one side of the slash', 'write namespace/host, or the host alone'];
  if (namespace !== undefined && !['*', '.'].includes(namespace) && !isLabel(namespace)) {
    return [`is bound to the namespace "${namespace}", which is no name of one`, 'write the name of a namespace before the slash, "." for that of the Gateway or "*" for any'];
  }
  if (isAddress(name) && name.includes('.')) return undefined;
  if (isPartialWildcard(name)) return ['has a wildcard that is not a whole label', 'write "*." before a domain, or "*" alone'];
  if (name !== '*' && !name.includes('.')) return ['is a short name', 'write the whole name that clients ask for, for example shop.example.com'];
  return isDnsNameOrWildcard(name) ? undefined : ['is no DNS name', 'write the name that clients ask for, without scheme, port and path'];
}
