import { Mesh } from '../../model/mesh';
import { Delegation } from '../../model/virtual-services';
import { isExported } from '../../model/visibility';
import { didYouMean } from '../../report/did-you-mean';
import { Rule } from '../rule';

export const missingDelegate: Rule = {
  id: 'virtual-service/missing-delegate',
  severity: 'error',
  summary: 'a rule delegates to a VirtualService that cannot be used',
  why: 'Istio leaves a rule out whose delegate does not exist, has hosts, or is not exported to the namespace of the rule, and says so only in the log of istiod',
  sameAs: ['KIA1107'],
  bad: `
kind: VirtualService
metadata: { name: shop, namespace: edge }
spec: { hosts: [shop.example.com], gateways: [ingress], http: [{ delegate: { name: web, namespace: shop } }] }
---
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { exportTo: [.], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: VirtualService
metadata: { name: shop, namespace: edge }
spec: { hosts: [shop.example.com], gateways: [ingress], http: [{ delegate: { name: web, namespace: shop } }] }
---
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { exportTo: [edge], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const delegation of mesh.virtualServices.delegations) {
      const wrong = wrongWith(mesh, delegation);
      if (!wrong) continue;
      yield {
        at: delegation.root.object,
        field: `${delegation.field}.delegate`,
        and: mesh.virtualServices.find(delegation.key).map(({ object }) => ({ object, field: wrong.field })),
        problem: wrong.problem,
        fix: wrong.fix,
      };
    }
  },
};

function wrongWith(mesh: Mesh, { key, root }: Delegation): { problem: string; fix: string; field?: string } | undefined {
  const [delegate] = mesh.virtualServices.find(key);
  if (!delegate) {
    // It may be written elsewhere.
    if (!mesh.namespaces.isWhole(key.split('/')[0])) return undefined;
    const known = mesh.virtualServices.all.filter(({ isDelegate }) => isDelegate).map(view => `${view.namespace}/${view.object.name}`);
    return { problem: `there is no VirtualService ${key}${didYouMean(key, known)}`, fix: 'correct the name and the namespace of the delegate' };
  }
  if (!delegate.isDelegate) return { problem: `VirtualService ${key} has hosts, so it is no delegate`, fix: 'leave out hosts and gateways there', field: 'spec.hosts' };
  if (isExported(delegate.exportTo, delegate.namespace, root.namespace)) return undefined;
  return { problem: `VirtualService ${key} is exported only to ${delegate.exportTo!.join(', ')}, not to ${root.namespace}`, fix: `add ${root.namespace} to its exportTo`, field: 'spec.exportTo' };
}
