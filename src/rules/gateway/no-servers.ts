import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const noServers: Rule = {
  id: 'gateway/no-servers',
  severity: 'error',
  summary: 'a Gateway has no servers',
  why: 'a Gateway without servers opens no port, and istiod refuses it',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec: { selector: { istio: ingressgateway } }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
`,
  check: mesh => findingsOf(networkingParts(mesh).gateways, function * ({ servers }) {
    if (listOf(servers).length === 0) yield { field: '.servers', problem: 'no server is listed', fix: 'add a server with port and hosts, as GatewayServer.https() makes one' };
  }),
};
