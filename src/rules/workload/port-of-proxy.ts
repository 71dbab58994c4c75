import { objectText } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { Rule } from '../rule';

/** What sidecars listen on, whatever they are configured for. */
const PORTS: { readonly [port: number]: string } = {
  15000: 'the admin interface',
  15001: 'outgoing connections',
  15006: 'incoming connections',
  15020: 'metrics and health of the agent',
  15021: 'health checks',
  15090: 'metrics of the proxy',
};

export const portOfProxy: Rule = {
  id: 'workload/port-of-proxy',
  severity: 'error',
  summary: 'an application with a sidecar listens on a port of the sidecar',
  why: 'containers of a pod share their ports: of an application and a sidecar that want the same one the second cannot listen',
  sameAs: [],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app, ports: [{ containerPort: 15020 }] }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] }
`,
  * check(mesh) {
    for (const { object, proxy, spec, specField } of mesh.workloads.all) {
      if (proxy !== 'sidecar') continue;
      for (const [i, container] of listOf(spec.containers).map(mapOf).entries()) {
        if (container.name === 'istio-proxy') continue;
        for (const [j, { containerPort, protocol = 'TCP' }] of listOf(container.ports).map(mapOf).entries()) {
          if (!PORTS[containerPort] || protocol !== 'TCP') continue;
          yield { at: object, field: `${specField}.containers[${i}].ports[${j}].containerPort`, problem: `${objectText(object)} listens on ${containerPort}, where its sidecar has ${PORTS[containerPort]}`, fix: 'let the application listen on a port outside 15000 to 15090' };
        }
      }
    }
  },
};
