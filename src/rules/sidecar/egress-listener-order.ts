import { itemsOf } from '../parts';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const egressListenerOrder: Rule = {
  id: 'sidecar/egress-listener-order',
  severity: 'error',
  summary: 'an egress listener without a port comes before another one',
  why: 'the egress listener without a port is for all other ports, and Istio refuses a Sidecar where it is not the last one',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { egress: [{ hosts: [./*] }, { port: { number: 9080, protocol: HTTP }, hosts: [shop/*] }] }
`,
  good: `
kind: Sidecar
spec: { egress: [{ port: { number: 9080, protocol: HTTP }, hosts: [shop/*] }, { hosts: [./*] }] }
`,
  * check(mesh) {
    for (const sidecar of sidecars(mesh)) {
      for (const { field, value } of itemsOf(sidecar, 'egress').slice(0, -1)) {
        if (value.port) continue;
        yield { at: sidecar.object, field, problem: 'the listener has no port, and is not the last one', fix: 'put it last, and where there are two, put their hosts into one' };
      }
    }
  },
};
