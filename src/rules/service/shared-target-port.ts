import { groupBy } from '../../model/group-by';
import { objectText } from '../../model/object';
import { Rule } from '../rule';
import { portPlace, portText } from '../served-ports';

export const sharedTargetPort: Rule = {
  id: 'service/shared-target-port',
  severity: 'advice',
  summary: 'two Services send different ports to one port of a workload',
  why: 'the proxy of a workload has one listener for each of its ports, made for the oldest Service that goes there; the port and the protocol of the other one are not seen there',
  sameAs: ['IST0137'],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
kind: Service
metadata: { name: reviews-old }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 8080, targetPort: 9080 }] }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }, { name: http-old, port: 8080, targetPort: 9080 }] }
`,
  * check(mesh) {
    const told = new Set<string>();
    for (const workload of mesh.workloads.all) {
      for (const [number, [first, ...others]] of groupBy(mesh.workloads.servedPorts(workload), each => each.number)) {
        const other = others.find(each => each.service !== first.service && each.port.number !== first.port.number);
        const key = other ? `${portText(first)}\n${portText(other)}` : '';
        if (number === undefined || !other || told.has(key)) continue;
        told.add(key);
        yield {
          at: other.service.object,
          field: other.port.field,
          and: [portPlace(first), { object: workload.object }],
          problem: `${portText(other)} and ${portText(first)} both go to port ${number} of ${objectText(workload.object)}`,
          fix: 'use one Service with both ports, or let the workload listen on two',
        };
      }
    }
  },
};
