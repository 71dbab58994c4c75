import { isExported } from '../../model/visibility';
import { Rule } from '../rule';

export const hidesWildcard: Rule = {
  id: 'destination-rule/hides-wildcard',
  severity: 'warning',
  summary: 'a DestinationRule for some clients hides one for all of them',
  why: 'Istio first takes the most specific host of a namespace and only then looks at exportTo, so clients that do not get the exact rule do not get the wildcard either',
  sameAs: [],
  bad: `
kind: DestinationRule
metadata: { name: all, namespace: shop }
spec: { host: "*.shop.svc.cluster.local", trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
---
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, exportTo: [., web], trafficPolicy: { outlierDetection: { consecutive5xxErrors: 9 } } }
`,
  good: `
kind: DestinationRule
metadata: { name: all, namespace: shop }
spec: { host: "*.shop.svc.cluster.local", trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
---
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 9 } } }
`,
  * check(mesh) {
    for (const { object, host, namespace, exportTo, selector } of mesh.destinationRules.all) {
      // One for its own namespace only is not looked at by others, and so hides nothing from them.
      const others = exportTo?.filter(to => to !== '.' && to !== namespace) ?? [];
      if (selector || others.length === 0 || others.includes('*')) continue;
      const hidden = mesh.destinationRules.covering(host).find(wider => wider.host !== host && wider.namespace === namespace && isExported(wider.exportTo, namespace, ''));
      if (!hidden) continue;
      yield {
        at: object,
        field: 'spec.exportTo',
        and: [{ object: hidden.object, field: 'spec.host' }],
        problem: `clients outside of ${exportTo!.join(', ')} get neither this nor the DestinationRule for ${hidden.written}`,
        fix: 'export it to all clients, or write one for the others in their namespaces',
      };
    }
  },
};
