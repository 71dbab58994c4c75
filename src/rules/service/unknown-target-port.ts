import { objectText } from '../../model/object';
import { Workload } from '../../model/workloads';
import { didYouMean } from '../../report/did-you-mean';
import { listed } from '../parts';
import { Rule } from '../rule';

/** The one port that an injected sidecar names: its metrics. */
const OF_PROXY = 'http-envoy-prom';

/** A container that somebody else puts into the pods may have the port, and so may a gateway that Istio deploys. */
function hasMorePorts({ object, annotations }: Workload): boolean {
  return object.kind === 'Gateway' || Object.keys(annotations).some(key => key !== 'sidecar.istio.io/inject' && /inject|^dapr\.io\//.test(key));
}

export const unknownTargetPort: Rule = {
  id: 'service/unknown-target-port',
  severity: 'error',
  summary: 'a Service names a port that its workloads do not have',
  why: 'Kubernetes looks the name of a targetPort up among the ports of each pod; a pod without it is no endpoint for that port, and without endpoints every request fails',
  sameAs: ['KIA0701'],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app, ports: [{ name: http, containerPort: 9080 }] }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: htpp }] }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app, ports: [{ name: http, containerPort: 9080 }] }] } } }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: http }] }
`,
  * check(mesh) {
    // What was not read may be a patch that adds the port.
    if (mesh.settings.isPartial) return;
    for (const service of mesh.services.all) {
      const named = service.kubernetes ? service.ports.filter(({ targetPort, protocol }) => typeof targetPort === 'string' && protocol !== 'UDP') : [];
      const workloads = named.length > 0 ? mesh.workloads.of(service) : [];
      if (workloads.length === 0 || workloads.some(hasMorePorts)) continue;
      const names = [...new Set(workloads.flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? [])))];
      for (const { targetPort, field } of named) {
        if (names.includes(targetPort as string) || targetPort === OF_PROXY) continue;
        yield {
          at: service.object,
          field: `${field}.targetPort`,
          and: workloads.slice(0, 3).map(({ object }) => ({ object })),
          problem: `targetPort is "${targetPort}", but ${objectText(workloads[0].object)} has no port of that name; it has: ${listed(names)}`,
          fix: `name a port of its containers, or give one that name${didYouMean(String(targetPort), names)}`,
        };
      }
    }
  },
};
