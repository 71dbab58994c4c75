import { parseProtocol } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const badPort: Rule = {
  id: 'gateway/bad-port',
  severity: 'error',
  summary: 'the port of a server lacks something, or has what a Gateway has not',
  why: 'istiod refuses a Gateway where the port of a server has no name, no number from 1 to 65535 or no known protocol, or has a targetPort',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP, targetPort: 8080 }, hosts: [shop.example.com] }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, wrongs),
};

function * wrongs({ port, bind = '' }: any): Iterable<Wrong> {
  const { number, name, protocol, targetPort } = mapOf(port);
  if (name === '') yield { field: '.port.name', problem: 'the name of the port is empty', fix: 'give the port a name of its own, for example http-80' };
  if (typeof protocol === 'string' && parseProtocol(protocol) === 'UNSUPPORTED') {
    yield { field: '.port.protocol', problem: `the protocol is "${protocol}", which is not known`, fix: 'write one of HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, REDIS and MYSQL' };
  }
  if (typeof number === 'number' && (number < 0 || number > 65535 || (number === 0 && !bind.startsWith('unix://')))) {
    yield { field: '.port.number', problem: `the number of the port is ${number}, not one from 1 to 65535`, fix: 'write the port that the gateway listens on' };
  }
  if (targetPort > 0) yield { field: '.port.targetPort', problem: `the port has the targetPort ${targetPort}`, fix: 'leave targetPort out; the Service of the gateway says which port of its pods is meant' };
}
