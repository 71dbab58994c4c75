import { textOf } from '../../model/read';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { ingressListeners } from '../sidecar-parts';
import { isSocketPath, SOCKET } from '../unix-sockets';

const FORM = /^(127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\[::\]|):([+-]?\d+)$/;

export const badDefaultEndpoint: Rule = {
  id: 'sidecar/bad-default-endpoint',
  severity: 'error',
  summary: 'the default endpoint of an ingress listener is not an address of the pod itself',
  why: 'Istio refuses a Sidecar whose defaultEndpoint is not loopback or any address with a port, or a Unix socket',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { ingress: [{ port: { number: 9080, protocol: HTTP }, defaultEndpoint: "localhost:8080" }] }
`,
  good: `
kind: Sidecar
spec: { ingress: [{ port: { number: 9080, protocol: HTTP }, defaultEndpoint: "127.0.0.1:8080" }] }
`,
  check: mesh => findingsOf(ingressListeners(mesh), wrongs),
};

function * wrongs({ defaultEndpoint }: any): Iterable<Wrong> {
  const endpoint = textOf(defaultEndpoint);
  if (endpoint === '' || (endpoint.startsWith(SOCKET) ? isSocketPath(endpoint) : isOwnAddress(endpoint))) return;
  yield { field: '.defaultEndpoint', problem: `the default endpoint is "${endpoint}"`, fix: `use 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, or a socket: ${SOCKET}/var/run/app.sock` };
}

function isOwnAddress(endpoint: string): boolean {
  const port = Number(FORM.exec(endpoint)?.[2]);
  return port >= 1 && port <= 65535;
}
