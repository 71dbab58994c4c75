import { objectText } from '../../model/object';
import { targetOf } from '../../model/workloads';
import { Rule } from '../rule';

export const undeclaredTargetPort: Rule = {
  id: 'service/undeclared-target-port',
  severity: 'advice',
  summary: 'a Service goes to a port that the containers do not list',
  why: 'the ports of a container are for the reader and need not be complete, but a number that is missing there is often a slip, and then connections are refused',
  sameAs: ['KIA0701'],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9090 }] }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  * check(mesh) {
    for (const service of mesh.services.all) {
      if (!service.kubernetes) continue;
      const workloads = mesh.workloads.of(service);
      if (workloads.length === 0 || workloads.some(({ ports, object }) => ports.length === 0 || object.kind === 'Gateway')) continue;
      for (const port of service.ports) {
        const target = typeof port.targetPort === 'string' || port.protocol === 'UDP' ? undefined : targetOf(port, []);
        if (target === undefined || workloads.some(({ ports }) => ports.some(({ number }) => number === target))) continue;
        yield {
          at: service.object,
          field: port.field,
          and: [{ object: workloads[0].object }],
          problem: `the Service goes to port ${target}, but ${objectText(workloads[0].object)} lists ${workloads[0].ports.map(({ number }) => number).join(', ')}`,
          fix: 'correct targetPort, or list the port among the ports of the container',
        };
      }
    }
  },
};
