import { listOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const wildcardOnMesh: Rule = {
  id: 'virtual-service/wildcard-on-mesh',
  severity: 'error',
  summary: 'a VirtualService for the mesh is for every host',
  why: 'istiod refuses the host "*" where gateways is left out or names mesh: it would be for every call of every workload',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: ["*"], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: ["*"], gateways: [public], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).virtualServices, function * ({ hosts, gateways }) {
    if (listOf(gateways).length > 0 && !listOf(gateways).includes('mesh')) return;
    const i = textsOf(hosts).indexOf('*');
    if (i < 0) return;
    yield {
      field: `.hosts[${i}]`,
      problem: `the host is "*", and ${listOf(gateways).length ? 'gateways names mesh' : 'gateways is left out, which is the mesh'}`,
      fix: 'name the hosts, or bind it to gateways only',
    };
  }),
};
