import { objectText } from '../../model/object';
import { changedField, Pair, pairsOf, presence, usualWay } from '../existing-objects';
import { broughtBy, controllerOf } from '../managers';
import { Rule } from '../rule';

export const overwritesUnmanaged: Rule = {
  id: 'common/overwrites-unmanaged',
  severity: 'warning',
  summary: 'an object would be written over one that exists and is somebody else\'s',
  why: 'applying an object writes its fields over those of the one that has its kind, namespace and name; whoever wrote that one loses them, or writes theirs back',
  sameAs: [],
  bad: `
kind: VirtualService
metadata: { name: reviews }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }], timeout: 5s }] }
`,
  good: `
kind: VirtualService
metadata: { name: reviews-of-books }
spec: { hosts: [reviews-of-books], http: [{ route: [{ destination: { host: reviews } }], timeout: 5s }] }
`,
  examplesInventory: `
kind: VirtualService
metadata:
  name: reviews
  ownerReferences: [{ apiVersion: flagger.app/v1beta1, kind: Canary, name: reviews, uid: 9d5f2b1c, controller: true }]
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews-primary } }] }] }
`,
  * check(mesh) {
    const pairs = pairsOf(mesh);
    if (pairs.length === 0) return;
    const usual = usualWay(pairs);
    const { found, of } = presence(mesh, pairs);
    // An app that was deployed before finds most of its objects.
    const isNew = of >= 4 && found * 4 <= of;
    for (const pair of pairs) {
      const stranger = controlled(pair) ?? cameOtherwise(pair, usual) ?? (isNew ? `came there ${way(pair)}, before this app: of its ${of} objects there ${found === 1 ? 'is' : 'are'} ${found}` : undefined);
      const field = stranger && changedField(pair);
      if (!field) continue;
      yield {
        at: pair.written,
        field,
        and: [{ object: pair.existing, field }],
        problem: `${objectText(pair.existing)} exists, differs at ${field}, and ${stranger}`,
        fix: 'give it another name, or leave it to whoever writes the one that exists; where it is to take over, allow this rule for it with the reason',
      };
    }
  },
};

function controlled({ existing, written }: Pair): string | undefined {
  const controller = controllerOf(existing);
  return controller !== undefined && controller !== controllerOf(written) ? `is controlled by ${controller}` : undefined;
}

function cameOtherwise(pair: Pair, usual: string | undefined): string | undefined {
  return usual !== undefined && way(pair) !== usual ? `came there ${way(pair)}, other objects of this app ${usual}` : undefined;
}

function way({ existing, written }: Pair): string {
  return broughtBy(existing, written);
}
