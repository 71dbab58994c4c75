import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const noHosts: Rule = {
  id: 'gateway/no-hosts',
  severity: 'error',
  summary: 'a server has no hosts',
  why: 'a server without hosts is for nobody, and istiod refuses it',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [] }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ hosts }) {
    // Without the field at all it is the schema that is broken.
    if (hosts !== undefined && listOf(hosts).length === 0) yield { field: '.hosts', problem: 'the list of hosts is empty', fix: 'name the hosts that clients ask for, or "*" for every one' };
  }),
};
