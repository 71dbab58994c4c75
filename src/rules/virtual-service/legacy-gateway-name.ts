import { gatewayNames } from '../gateway-names';
import { isDnsName } from '../names';
import { Rule } from '../rule';

export const legacyGatewayName: Rule = {
  id: 'virtual-service/legacy-gateway-name',
  severity: 'advice',
  summary: 'a gateway is named like a host',
  why: 'Istio reads name.namespace as an old way to write namespace/name, and warns of it',
  sameAs: ['IST0133', 'KIA1108'],
  bad: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [public.istio-ingress.svc.cluster.local], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [istio-ingress/public], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const { object, field, names } of gatewayNames(mesh)) {
      for (const [i, name] of names.entries()) {
        if (name.includes('/') || !name.includes('.') || !isDnsName(name)) continue;
        const [own, namespace] = name.split('.');
        yield { at: object, field: `${field}[${i}]`, problem: `the gateway is "${name}"`, fix: `write ${namespace}/${own}` };
      }
    }
  },
};
