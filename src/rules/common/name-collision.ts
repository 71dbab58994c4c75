import { MeshObject, objectText } from '../../model/object';
import { Rule } from '../rule';

export const nameCollision: Rule = {
  id: 'common/name-collision',
  severity: 'error',
  sometimes: { severity: 'advice', where: 'they are in different files, which may be alternatives' },
  summary: 'two objects have one kind, namespace and name',
  why: 'a cluster keeps one object of a kind, namespace and name: whichever is applied last replaces the other',
  sameAs: [],
  bad: `
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews.shop.svc.cluster.local }
---
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: ratings.shop.svc.cluster.local }
`,
  good: `
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews.shop.svc.cluster.local }
---
kind: DestinationRule
metadata: { name: reviews, namespace: bookinfo }
spec: { host: reviews.bookinfo.svc.cluster.local }
---
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: { hosts: [reviews.shop.svc.cluster.local], http: [{ route: [{ destination: { host: reviews.shop.svc.cluster.local } }] }] }
`,
  * check(mesh) {
    for (const same of mesh.doubles()) {
      const object = same[same.length - 1];
      yield {
        at: object,
        severity: isChoice(same) ? 'advice' : undefined,
        and: same.slice(0, -1).map(other => ({ object: other })),
        problem: `${objectText(object)} is written ${same.length === 2 ? 'twice' : `${same.length} times`}`,
        fix: 'give each a name or namespace of its own; where charts go to different clusters, say so with Mesh.of(chart).configure({})',
      };
    }
  },
};

/** A folder may hold a file for each of several ways to do something, of which one is applied at a time. */
function isChoice(same: MeshObject[]): boolean {
  return new Set(same.map(({ origin }) => origin.file)).size > 1;
}
