import { groupBy } from '../../model/group-by';
import { objectText } from '../../model/object';
import { isHttp, isTcp } from '../../model/protocol';
import { ServedPort } from '../../model/workloads';
import { Rule } from '../rule';
import { portPlace, portText } from '../served-ports';

export const conflictingProtocols: Rule = {
  id: 'service/conflicting-protocols',
  severity: 'warning',
  summary: 'one port of a workload is HTTP by one port of a Service and TCP by another',
  why: 'the proxy of a workload has one listener for each of its ports: the oldest Service, and its first port that goes there, decide of the protocol, also for callers of the others',
  sameAs: ['IST0116'],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Service
metadata: { name: reviews-raw }
spec: { selector: { app: reviews }, ports: [{ name: tcp, port: 9080 }] }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Service
metadata: { name: reviews-raw }
spec: { selector: { app: reviews }, ports: [{ name: grpc, port: 9080 }, { name: tcp, port: 9081 }] }
`,
  * check(mesh) {
    const told = new Set<string>();
    for (const workload of mesh.workloads.all) {
      if (workload.proxy !== 'sidecar' && workload.proxy !== 'unknown') continue;
      for (const [number, ports] of groupBy(mesh.workloads.servedPorts(workload), each => each.number)) {
        const http = ports.find(({ port }) => isHttp(port.protocol));
        const tcp = ports.find(({ port }) => isTcp(port.protocol));
        if (number === undefined || !http || !tcp || told.has(keyOf(http, tcp))) continue;
        told.add(keyOf(http, tcp));
        yield {
          at: tcp.service.object,
          field: tcp.port.field,
          and: [portPlace(http), { object: workload.object }],
          problem: `${portText(tcp)} is ${tcp.port.protocol} and ${portText(http)} is ${http.port.protocol}, and both go to port ${number} of ${objectText(workload.object)}`,
          fix: 'give both ports the protocol that the workload speaks there',
        };
      }
    }
  },
};

function keyOf(...ports: ServedPort[]): string {
  return ports.map(portText).join();
}
