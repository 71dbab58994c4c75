import { listOf, textsOf } from '../../model/read';
import { isDnsNameOrWildcard, isLabel, isPartialWildcard } from '../names';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { egressListeners } from '../sidecar-parts';

export const badEgressHost: Rule = {
  id: 'sidecar/bad-egress-host',
  severity: 'error',
  summary: 'an egress host is not a namespace and a whole host',
  why: 'Istio refuses a Sidecar with an egress listener without hosts, or whose hosts are not namespace/host with a whole host; short names and partial wildcards are none',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { egress: [{ hosts: [shop/reviews] }] }
`,
  good: `
kind: Sidecar
spec: { egress: [{ hosts: [shop/reviews.shop.svc.cluster.local, ./*, "*/*.example.com", ~legacy/*] }] }
`,
  check: mesh => findingsOf(egressListeners(mesh), wrongs),
};

function * wrongs({ hosts }: any): Iterable<Wrong> {
  if (hosts !== undefined && listOf(hosts).length === 0) yield { field: '.hosts', problem: 'the listener has no hosts', fix: 'name what is called: ./* is all of this namespace; ~/* is nothing' };
  for (const [i, host] of textsOf(hosts).entries()) {
    const [problem, fix] = wrong(host) ?? [];
    if (problem !== undefined) yield { field: `.hosts[${i}]`, problem: `the host "${host}" ${problem}`, fix: fix! };
  }
}

/** What is wrong with a host, and what to write. */
function wrong(host: string): [string, string] | undefined {
  const slash = host.indexOf('/');
  const [namespace, name] = [host.slice(0, Math.max(slash, 0)), host.slice(slash + 1)];
  if (slash < 0) return ['has no namespace', `write namespace/host: */${host} for any namespace, ./${host} for this one`];
  if (namespace === '' || name === '') return ['has nothing on one side of the slash', 'write namespace/host, such as shop/*'];
  const place = namespace.replace(/^~/, '');
  if (!['', '*', '.'].includes(place) && !isLabel(place)) return [`is of the namespace "${namespace}", which is no name of one`, 'use a namespace, * for any, . for this one, ~ for none; ~namespace leaves one out'];
  if (name !== '*' && !name.includes('.')) return ['is a short name', `write the whole host: ${namespace}/${name}.${/^[a-z]/.test(namespace) ? namespace : 'NAMESPACE'}.svc.cluster.local`];
  if (isPartialWildcard(name) || !isDnsNameOrWildcard(name)) return ['is no DNS name', 'write a whole host such as reviews.shop.svc.cluster.local, *.example.com, or *'];
  return undefined;
}
