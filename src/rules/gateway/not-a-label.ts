import { isLabel } from '../names';
import { networkingParts } from '../networking-parts';
import { Rule } from '../rule';

export const notALabel: Rule = {
  id: 'gateway/not-a-label',
  severity: 'error',
  summary: 'the name of a Gateway has a dot or is too long',
  why: 'istiod refuses a Gateway whose name is not one DNS label: no dots, at most 63 characters',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
metadata: { name: shop.example.com }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
`,
  good: `
kind: Gateway
metadata: { name: shop-example-com }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
`,
  * check(mesh) {
    for (const { object } of networkingParts(mesh).gateways) {
      if (object.name === '' || isLabel(object.name)) continue;
      yield { at: object, field: 'metadata.name', problem: `the name "${object.name}" is not one DNS label`, fix: 'use at most 63 lower-case letters, digits and "-"' };
    }
  },
};
