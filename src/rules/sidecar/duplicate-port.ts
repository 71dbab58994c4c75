import { textOf } from '../../model/read';
import { itemsOf } from '../parts';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const duplicatePort: Rule = {
  id: 'sidecar/duplicate-port',
  severity: 'error',
  summary: 'two listeners of a Sidecar have one port or socket',
  why: 'Istio refuses a Sidecar with two ingress or two egress listeners on one port, whatever addresses they bind to, or on one Unix socket',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec:
  ingress:
    - { port: { number: 9080, protocol: HTTP }, defaultEndpoint: "127.0.0.1:8080" }
    - { port: { number: 9080, protocol: TCP }, defaultEndpoint: "127.0.0.1:8081" }
`,
  good: `
kind: Sidecar
spec:
  ingress:
    - { port: { number: 9080, protocol: HTTP }, defaultEndpoint: "127.0.0.1:8080" }
    - { port: { number: 9081, protocol: TCP }, defaultEndpoint: "127.0.0.1:8081" }
`,
  * check(mesh) {
    for (const sidecar of sidecars(mesh)) {
      for (const list of ['ingress', 'egress']) {
        const taken = new Set<string>();
        for (const { field, value } of itemsOf(sidecar, list).filter(listener => listener.value.port)) {
          const number = value.port.number || 0;
          const place = number === 0 && list === 'egress' ? `socket "${textOf(value.bind)}"` : `port ${number}`;
          if (taken.has(place)) yield { at: sidecar.object, field, problem: `two ${list} listeners are on ${place}`, fix: 'give each a port of its own, or make them one' };
          taken.add(place);
        }
      }
    }
  },
};
