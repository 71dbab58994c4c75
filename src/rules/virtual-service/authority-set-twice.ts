import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const authoritySetTwice: Rule = {
  id: 'virtual-service/authority-set-twice',
  severity: 'error',
  summary: 'a rule sets the host of the request in two places',
  why: 'istiod refuses a rule that sets the host more than once among rewrite.authority and the headers Host and :authority',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ rewrite: { authority: a.example.com }, headers: { request: { set: { Host: b.example.com } } }, route: [{ destination: { host: cart } }] }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ rewrite: { authority: a.example.com }, route: [{ destination: { host: cart } }] }]
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('headers'), function * ({ rewrite, headers }) {
    const { authority } = mapOf(rewrite);
    const { set, add } = mapOf(mapOf(headers).request);
    const places: Array<[string, string]> = [...authority ? [['.rewrite.authority', authority] as [string, string]] : [], ...hostIn('set', set), ...hostIn('add', add)];
    const said = places.filter(([, value]) => value !== '');
    if (said.length < 2 && !(said.length === 1 && places.indexOf(said[0]) < places.length - 1)) return;
    yield { field: places[1][0], problem: `the host is set to ${places.map(([, value]) => `"${value}"`).join(' and to ')}`, fix: 'keep rewrite.authority, and take the headers out' };
  }),
};

function hostIn(operation: string, headers: unknown): Array<[string, string]> {
  return Object.entries(mapOf(headers)).filter(([name]) => /^(host|:authority)$/i.test(name)).map(([name, value]) => [`.headers.request.${operation}[${JSON.stringify(name)}]`, value]);
}
