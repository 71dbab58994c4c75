import { isAddress } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { isSocketPath, SOCKET } from '../unix-sockets';

export const badBind: Rule = {
  id: 'gateway/bad-bind',
  severity: 'error',
  summary: 'a server listens on something that is no address',
  why: 'istiod refuses a Gateway that binds to anything but an IP address, or a Unix socket with port number 0',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], bind: localhost }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], bind: 127.0.0.1 }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, wrongs),
};

function * wrongs({ bind = '', port }: any): Iterable<Wrong> {
  const field = '.bind';
  if (!bind.startsWith(SOCKET)) {
    if (bind !== '' && !isAddress(bind)) yield { field, problem: `the server binds to "${bind}", which is no IP address`, fix: 'write an IP address, or leave bind out to listen on every address' };
    return;
  }
  if (!isSocketPath(bind)) yield { field, problem: `the server binds to "${bind}", whose path is not that of a file from the root on`, fix: 'write the socket as unix:///path/to/socket' };
  if (port?.number) yield { field: '.port.number', problem: `the server binds to the Unix socket "${bind}" and has the port number ${port.number}`, fix: 'set port.number to 0, or bind to an IP address' };
}
