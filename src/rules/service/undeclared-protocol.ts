import { isSniffed } from '../../model/protocol';
import { Rule } from '../rule';
import { portText } from '../served-ports';

export const undeclaredProtocol: Rule = {
  id: 'service/undeclared-protocol',
  severity: 'advice',
  summary: 'a port of a Service does not say its protocol',
  why: 'without a protocol the proxies look at the first bytes of each connection to tell HTTP from TCP, which takes time and takes what is neither for TCP',
  sameAs: ['IST0118', 'KIA0601', 'KIA0602'],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: web, port: 80 }] }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http-web, port: 80 }, { name: wire, appProtocol: tcp, port: 90 }] }
`,
  * check(mesh) {
    for (const service of mesh.services.all) {
      if (!service.kubernetes || service.external || service.object.labels['gateway.istio.io/managed']) continue;
      for (const port of service.ports) {
        if (!isSniffed(port.protocol)) continue;
        yield {
          at: service.object,
          field: `${port.field}.name`,
          problem: `${portText({ service, port })} does not say its protocol`,
          fix: `name it after its protocol, such as http-${port.name || 'web'} or tcp-${port.name || 'wire'}, or set appProtocol`,
        };
      }
    }
  },
};
