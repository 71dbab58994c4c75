import { Labels } from '../../model/label-index';
import { objectText } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { Rule } from '../rule';

/** What sidecars listen on, and the setting of a pod that moves it elsewhere. */
const PORTS: { readonly [port: number]: { readonly use: string; readonly setting?: string } } = {
  15000: { use: 'the admin interface', setting: 'proxyAdminPort' },
  15001: { use: 'outgoing connections' },
  15006: { use: 'incoming connections' },
  15020: { use: 'metrics and health of the agent', setting: 'statusPort' },
  15021: { use: 'health checks', setting: 'ENVOY_STATUS_PORT' },
  15090: { use: 'metrics of the proxy', setting: 'ENVOY_PROMETHEUS_PORT' },
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
    for (const { object, annotations, proxy, spec, specField } of mesh.workloads.all) {
      if (proxy !== 'sidecar') continue;
      for (const [i, container] of listOf(spec.containers).map(mapOf).entries()) {
        if (container.name === 'istio-proxy') continue;
        for (const [j, { containerPort, protocol = 'TCP' }] of listOf(container.ports).map(mapOf).entries()) {
          if (!PORTS[containerPort] || protocol !== 'TCP' || isMoved(containerPort, annotations)) continue;
          yield { at: object, field: `${specField}.containers[${i}].ports[${j}].containerPort`, problem: `${objectText(object)} listens on ${containerPort}, where its sidecar has ${PORTS[containerPort].use}`, fix: 'let the application listen on a port outside 15000 to 15090' };
        }
      }
    }
  },
};

function isMoved(port: number, annotations: Labels): boolean {
  const { setting } = PORTS[port];
  if (port === 15020 && annotations['status.sidecar.istio.io/port']) return true;
  return setting !== undefined && Boolean(annotations['proxy.istio.io/config']?.includes(setting));
}
