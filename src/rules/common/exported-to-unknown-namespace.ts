import { textsOf } from '../../model/read';
import { didYouMean } from '../../report/did-you-mean';
import { listed } from '../parts';
import { Rule } from '../rule';

const KINDS = ['DestinationRule', 'ServiceEntry', 'VirtualService'];

export const exportedToUnknownNamespace: Rule = {
  id: 'common/exported-to-unknown-namespace',
  severity: 'advice',
  summary: 'an object is exported to a namespace that nothing here is in',
  why: 'an object is visible to the namespaces of exportTo by their exact names; a name that no namespace has makes it visible to nobody',
  sameAs: ['KIA0005'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviews.shop.svc.cluster.local, exportTo: [shops], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviews.shop.svc.cluster.local, exportTo: [shop], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  * check(mesh) {
    const { namespaces, settings } = mesh;
    if (namespaces.names.length === 0) return;
    for (const object of KINDS.flatMap(kind => mesh.ofKind('networking.istio.io', kind))) {
      for (const [i, to] of textsOf(object.spec.exportTo).entries()) {
        if (['.', '*', '~', settings.rootNamespace].includes(to) || namespaces.isMentioned(to)) continue;
        yield {
          at: object,
          field: `spec.exportTo[${i}]`,
          problem: `namespace "${to}" is not known; known: ${listed(namespaces.names.slice(0, 8))}`,
          fix: `correct the name, if it is not one of another app${didYouMean(to, namespaces.names)}`,
        };
      }
    }
  },
};
