import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const nestedDelegate: Rule = {
  id: 'virtual-service/nested-delegate',
  severity: 'error',
  summary: 'a delegate delegates again',
  why: 'Istio follows delegates one level deep: a VirtualService without hosts is one, and istiod refuses delegate in it',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { http: [{ delegate: { name: other-routes } }] }
`,
  good: `
kind: VirtualService
metadata: { name: root }
spec: { hosts: [cart], http: [{ delegate: { name: other-routes } }] }
---
kind: VirtualService
metadata: { name: other-routes }
spec: { http: [{ route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('delegate'), function * ({ delegate }, { object }) {
    if (delegate && listOf(object.spec.hosts).length === 0) {
      yield { field: '.delegate', problem: `there are no hosts, and a rule delegates to "${delegate.name}"`, fix: 'write the rules of that VirtualService here, or add hosts' };
    }
  }),
};
