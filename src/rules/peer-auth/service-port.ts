import { mapOf } from '../../model/read';
import { mistakenPort } from '../mistaken-ports';
import { reachOf } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace, portText, targetsText } from '../served-ports';

export const servicePort: Rule = {
  id: 'peer-auth/service-port',
  severity: 'error',
  summary: 'portLevelMtls names the port of a Service where the port of the workload is meant',
  why: 'the proxy of the server looks the mode up by the port that the workload listens on, so an entry for another number is never used',
  sameAs: [],
  bad: `
kind: PeerAuthentication
spec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT }, portLevelMtls: { 80: { mode: DISABLE } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  good: `
kind: PeerAuthentication
spec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT }, portLevelMtls: { 9080: { mode: DISABLE } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('security.istio.io', 'PeerAuthentication')) {
      const ports = Object.keys(mapOf(object.spec.portLevelMtls));
      if (ports.length === 0) continue;
      const reach = reachOf(mesh, object);
      for (const each of ports) {
        const mistaken = mistakenPort(reach, Number(each));
        // Who names both ports is at the right one too.
        if (!mistaken || ports.includes(String(mistaken.port.number))) continue;
        const { reached, port } = mistaken;
        yield {
          at: object,
          field: `spec.portLevelMtls.${each}`,
          and: [portPlace(port)],
          problem: `portLevelMtls has ${each}, which is ${portText(port)}; the ports of ${reached.text} are ${targetsText(reached.ports)}`,
          fix: `use the port of the workload${port.number === undefined ? '' : `: ${port.number}`}`,
        };
      }
    }
  },
};
