import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const noAction: Rule = {
  id: 'virtual-service/no-action',
  severity: 'error',
  summary: 'a rule does not say where requests go',
  why: 'istiod refuses an HTTP rule with none of route, redirect, directResponse and delegate, and a TLS or TCP rule without route',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /cart/ } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /cart/ } }], route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    const { http, tls, tcp } = networkingParts(mesh);
    yield* findingsOf(http, function * ({ route, redirect, directResponse, delegate }) {
      if (listOf(route).length > 0 || redirect || directResponse || delegate) return;
      yield { field: '', problem: 'the rule has none of route, redirect, directResponse and delegate', fix: 'add route with a destination, or one of the others' };
    });
    yield* findingsOf([...tls, ...tcp], function * ({ route }) {
      if (listOf(route).length === 0) yield { field: '.route', problem: 'the rule has no route', fix: 'add route with a destination' };
    });
  },
};
