import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf } from '../parts';
import { Rule } from '../rule';

export const duplicatePortName: Rule = {
  id: 'gateway/duplicate-port-name',
  severity: 'error',
  summary: 'two servers of a Gateway have one port name',
  why: 'istiod refuses a Gateway in which two servers give their port the same name, even where port and protocol are the same',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }
    - { port: { number: 8080, name: http, protocol: HTTP }, hosts: [shop.example.com] }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }
    - { port: { number: 8080, name: http-8080, protocol: HTTP }, hosts: [shop.example.com] }
`,
  check: mesh => findingsOf(networkingParts(mesh).gateways, function * (_, gateway) {
    const first = new Map<string, number>();
    for (const [i, server] of itemsOf(gateway, 'servers').entries()) {
      const name = server.value.port?.name;
      if (!name) continue;
      if (!first.has(name)) {
        first.set(name, i);
        continue;
      }
      yield {
        field: `${server.field.slice(gateway.field.length)}.port.name`,
        problem: `the port name "${name}" is already that of servers[${first.get(name)}]`,
        fix: 'give each server a port name of its own, or put the hosts of both into one server',
      };
    }
  }),
};
