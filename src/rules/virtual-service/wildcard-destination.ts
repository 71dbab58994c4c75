import { destinationsWhere } from '../networking-parts';
import { Rule } from '../rule';

export const wildcardDestination: Rule = {
  id: 'virtual-service/wildcard-destination',
  severity: 'error',
  summary: 'a destination is every host',
  why: 'a destination is one entry of the service registry, and istiod refuses the host "*"',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: "*" } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const { object, field } of destinationsWhere(mesh, ({ host }) => host === '*')) {
      yield { at: object, field: `${field}.host`, problem: 'the host of the destination is "*"', fix: 'write the host of a service' };
    }
  },
};
