import { parseProtocol } from '../../model/protocol';
import { textOf } from '../../model/read';
import { isAddress, isLabel } from '../names';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { egressListeners, ingressListeners } from '../sidecar-parts';
import { isSocketPath, SOCKET } from '../unix-sockets';

export const badListener: Rule = {
  id: 'sidecar/bad-listener',
  severity: 'error',
  summary: 'a listener of a Sidecar has a port, protocol or address that no proxy can listen on',
  why: 'Istio refuses a Sidecar whose listeners have no usable port and bind: a number from 1 to 65535 with an IP address, or, to go out, 0 with a Unix socket',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { egress: [{ port: { number: 3306, protocol: MYSQL }, bind: localhost, hosts: [./*] }] }
`,
  good: `
kind: Sidecar
spec: { egress: [{ port: { number: 3306, protocol: MYSQL }, bind: 127.0.0.1, hosts: [./*] }] }
`,
  * check(mesh) {
    yield* findingsOf(ingressListeners(mesh), wrongIngress);
    yield* findingsOf(egressListeners(mesh), wrongEgress);
  },
};

function * wrongIngress({ port, bind }: any): Iterable<Wrong> {
  if (!port) return;
  yield* wrongPort(port);
  yield* wrongNumber(port.number ?? 0, textOf(bind));
}

function * wrongEgress({ port, bind, captureMode }: any): Iterable<Wrong> {
  if (!port) return;
  yield* wrongPort(port);
  if (port.number) return yield* wrongNumber(port.number, textOf(bind));
  if (!isSocketPath(textOf(bind))) {
    yield { field: '.bind', problem: bind ? `port 0 with bind "${bind}"` : 'the listener has port 0 and no bind', fix: `give it a port from 1 to 65535, or bind it to a socket: ${SOCKET}/var/run/app.sock` };
  }
  if (captureMode === 'IPTABLES') yield { field: '.captureMode', problem: 'a listener on a Unix socket with captureMode IPTABLES', fix: 'leave out captureMode' };
}

function * wrongPort({ name = '', protocol = '', targetPort }: any): Iterable<Wrong> {
  if (name !== '' && !isLabel(name)) yield { field: '.port.name', problem: `the port is called "${name}"`, fix: 'use letters, digits and dashes, at most 63' };
  if (protocol !== '' && parseProtocol(protocol) === 'UNSUPPORTED') {
    yield { field: '.port.protocol', problem: `the protocol is "${protocol}"`, fix: 'use HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, HTTP_PROXY, MONGO, REDIS, MYSQL, TCP, UDP or TLS, or leave it out' };
  }
  if (targetPort > 0) yield { field: '.port.targetPort', problem: `targetPort ${targetPort} in a Sidecar`, fix: 'leave it out; for ingress write defaultEndpoint' };
}

function * wrongNumber(number: number, bind: string): Iterable<Wrong> {
  if (number < 1 || number > 65535) yield { field: '.port.number', problem: `the port is ${number}`, fix: 'use a port from 1 to 65535' };
  if (bind !== '' && !isAddress(bind)) yield { field: '.bind', problem: `the listener binds to "${bind}"`, fix: 'use an IP address, such as 127.0.0.1, or leave it out' };
}
