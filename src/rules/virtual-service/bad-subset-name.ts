import { isLabel } from '../names';
import { destinationsWhere } from '../networking-parts';
import { Rule } from '../rule';

export const badSubsetName: Rule = {
  id: 'virtual-service/bad-subset-name',
  severity: 'error',
  summary: 'a destination names a subset that no subset can be called',
  why: 'istiod refuses a subset name that is not one DNS label: no dots, at most 63 characters',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart, subset: v1.2 } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart, subset: v1-2 } }] }] }
---
kind: DestinationRule
spec: { host: cart, subsets: [{ name: v1-2, labels: { version: "1.2" } }] }
`,
  * check(mesh) {
    for (const { object, field, value: { subset } } of destinationsWhere(mesh, destination => destination.subset && !isLabel(destination.subset))) {
      yield {
        at: object,
        field: `${field}.subset`,
        problem: `the subset is called "${subset}"`,
        fix: `use letters, digits and "-", for example ${labelLike(subset)}, here and in the DestinationRule`,
      };
    }
  },
};

function labelLike(name: string): string {
  return name.slice(0, 63).replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '') || 'v1';
}
