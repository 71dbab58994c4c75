import { listOf, mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const ignoredSource: Rule = {
  id: 'virtual-service/ignored-source',
  severity: 'warning',
  summary: 'an HTTP match names gateways and also the workloads it is for',
  why: 'where an HTTP match names gateways, Istio does not look at sourceLabels and sourceNamespace: it is for all clients of those gateways',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ headers: { x-beta: {} }, gateways: [mesh], sourceLabels: { app: web } }], route: [{ destination: { host: cart-next } }] }, { route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ headers: { x-beta: {} }, sourceLabels: { app: web } }], route: [{ destination: { host: cart-next } }] }, { route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ gateways, sourceLabels, sourceNamespace }) {
    if (listOf(gateways).length === 0) return;
    const ignored = [...(Object.keys(mapOf(sourceLabels)).length > 0 ? ['sourceLabels'] : []), ...(sourceNamespace ? ['sourceNamespace'] : [])];
    if (ignored.length > 0) yield { field: `.${ignored[0]}`, problem: `${ignored.join(' and ')} do nothing beside gateways: ${listOf(gateways).join(', ')}`, fix: 'leave out gateways, and bind the VirtualService only to those it is for' };
  }),
};
