import { mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { Rule } from '../rule';

export const openPrefix: Rule = {
  id: 'virtual-service/open-prefix',
  severity: 'advice',
  summary: 'a prefix does not end in a slash, so it is also the start of other names',
  why: 'Istio compares a prefix letter by letter, so /admin matches /administrator too',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /admin } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /admin/ } }, { uri: { exact: /admin } }], route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of networkingParts(mesh).httpMatches) {
      const prefix = textOf(mapOf(value.uri).prefix);
      if (prefix === '' || prefix.endsWith('/')) continue;
      yield { at: object, field: `${field}.uri.prefix`, problem: `${prefix} matches ${prefix}x as well as ${prefix}/x`, fix: `match prefix ${prefix}/ and exact ${prefix}, as PathMatch.prefix writes them, where only the path and what is below it is meant` };
    }
  },
};
