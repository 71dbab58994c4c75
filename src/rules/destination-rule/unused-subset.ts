import { subsetsOf } from '../../model/destination-rule-merge';
import { Mesh } from '../../model/mesh';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

const used = perMesh((mesh: Mesh) => new Set(mesh.targets().map(({ host, subset }) => `${host}\n${subset}`)));

export const unusedSubset: Rule = {
  id: 'destination-rule/unused-subset',
  severity: 'advice',
  summary: 'no route goes to a subset',
  why: 'a subset has an effect only where a VirtualService routes to it',
  sameAs: [],
  bad: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v2 } }] }] }
`,
  * check(mesh) {
    for (const { object, host } of mesh.destinationRules.all) {
      if (host.startsWith('*')) continue;
      for (const { name, field } of subsetsOf(object)) {
        if (!used(mesh).has(`${host}\n${name}`)) yield { at: object, field: `${field}.name`, problem: `no route goes to subset "${name}" of ${host}`, fix: 'route to it in a VirtualService, or delete it' };
      }
    }
  },
};
