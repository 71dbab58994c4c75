import { subsetsOf } from '../../model/destination-rule-merge';
import { Mesh } from '../../model/mesh';
import { didYouMean } from '../../report/did-you-mean';
import { listsRules } from '../listed-rules';
import { Rule } from '../rule';
import { hasSubset } from '../subset-rules';

export const undefinedSubset: Rule = {
  id: 'virtual-service/undefined-subset',
  severity: 'error',
  summary: 'a route names a subset that no DestinationRule for its host defines',
  why: 'Istio builds one cluster per defined subset; for a missing one the proxy of the caller answers requests with HTTP 503, and closes TLS and TCP connections',
  sameAs: ['IST0101', 'KIA1107'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v3 } }] }] }
---
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v2 } }] }] }
---
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
  * check(mesh) {
    for (const { from, field, host, subset } of mesh.targets()) {
      if (subset === undefined || hasSubset(mesh, host, subset) || !areKnown(mesh, host)) continue;
      const rules = mesh.destinationRules.covering(host).map(({ object }) => object);
      const defined = [...new Set(rules.flatMap(subsetsOf).map(({ name }) => name))];
      yield {
        at: from,
        field: `${field}.subset`,
        and: rules.map(object => ({ object, field: 'spec.subsets' })),
        problem: `${host} has no subset "${subset}"; defined: ${defined.join(', ') || 'none'}`,
        fix: `${rules.length > 0 ? 'add the subset to the DestinationRule' : 'write a DestinationRule with the subset'} of ${host}${didYouMean(subset, defined)}`,
      };
    }
  },
};

/** Without any DestinationRule it may be written elsewhere, unless the service itself is written here, or what exists lists DestinationRules. */
function areKnown(mesh: Mesh, host: string): boolean {
  return mesh.destinationRules.covering(host).length > 0 || mesh.services.byHost(host).some(({ object }) => !object.origin.inventory || listsRules(mesh));
}
