import { Rule } from '../rule';

export const orphanedDelegate: Rule = {
  id: 'virtual-service/orphaned-delegate',
  severity: 'advice',
  summary: 'no rule delegates to a VirtualService without hosts',
  why: 'a VirtualService without hosts is used only where another one names it as delegate',
  sameAs: [],
  bad: `
kind: VirtualService
metadata: { name: cart }
spec: { http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ delegate: { name: cart } }] }
---
kind: VirtualService
metadata: { name: cart }
spec: { http: [{ route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      if (!view.isDelegate || mesh.virtualServices.delegationsTo(view).length > 0) continue;
      yield { at: view.object, problem: `no VirtualService delegates to ${view.namespace}/${view.object.name}`, fix: 'name it as delegate of a rule, or give it hosts' };
    }
  },
};
