import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const mirrorAndMirrors: Rule = {
  id: 'virtual-service/mirror-and-mirrors',
  severity: 'error',
  summary: 'a rule has both mirror and mirrors',
  why: 'mirror is the older form for a single one, and istiod refuses both in one rule',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec:
  hosts: [cart]
  http:
    - route: [{ destination: { host: cart } }]
      mirror: { host: cart-next }
      mirrors: [{ destination: { host: cart-audit }, percentage: { value: 10 } }]
      mirrorPercentage: { value: 10 }
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http:
    - route: [{ destination: { host: cart } }]
      mirrors:
        - { destination: { host: cart-next }, percentage: { value: 10 } }
        - { destination: { host: cart-audit }, percentage: { value: 10 } }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('mirrors'), function * ({ delegate, mirror, mirrors }, { object }) {
    // Of a rule that delegates Istio looks at nothing but that.
    if (!mirror || listOf(mirrors).length === 0 || (delegate && listOf(object.spec.hosts).length > 0)) return;
    yield { field: '.mirror', problem: 'the rule has mirror and mirrors', fix: 'move mirror into mirrors, with mirrorPercentage as its percentage' };
  }),
};
