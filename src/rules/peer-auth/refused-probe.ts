import { objectText } from '../../model/object';
import { listOf, mapOf, numberOf } from '../../model/read';
import { Workload } from '../../model/workloads';
import { isPastSidecar } from '../excluded-ports';
import { Rule } from '../rule';

const REWRITE = 'sidecar.istio.io/rewriteAppHTTPProbers';
/** What Istio reads as false. */
const OFF = ['false', 'False', 'FALSE', 'f', 'F', '0'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

export const refusedProbe: Rule = {
  id: 'peer-auth/refused-probe',
  severity: 'error',
  summary: 'a health check goes to a port that takes only mutual TLS, and is not rewritten',
  why: 'the kubelet has no certificate of the mesh: Istio sends its checks through the agent beside the proxy, and with that turned off the sidecar of a STRICT port refuses them, so the check always fails',
  sameAs: [],
  bad: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
---
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" }, annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" } }
spec: { containers: [{ name: app, readinessProbe: { httpGet: { path: /health, port: 9080 } } }] }
`,
  good: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
---
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app, readinessProbe: { httpGet: { path: /health, port: 9080 } } }] }
`,
  * check(mesh) {
    for (const workload of mesh.workloads.all) {
      if (!OFF.includes(workload.annotations[REWRITE]) || workload.proxy !== 'sidecar') continue;
      for (const { port, field } of refusable(workload)) {
        const { mode, from, field: said } = mesh.mtls.server(workload, port);
        if (mode !== 'STRICT' || isPastSidecar(workload, port)) continue;
        yield {
          at: workload.object,
          field,
          and: from.map(object => ({ object, field: `${said} is STRICT` })),
          problem: `the check of port ${port} of ${objectText(workload.object)} comes without mutual TLS, which the port refuses, since ${REWRITE} is "${workload.annotations[REWRITE]}"`,
          fix: `take the annotation out, or set the mode of port ${port} to PERMISSIVE (portLevelMtls)`,
        };
      }
    }
  },
};

/** Ports of checks by HTTP and gRPC: those of TCP only open a connection, which the sidecar takes. */
function refusable({ spec, specField, ports }: Workload): Array<{ readonly port: number; readonly field: string }> {
  return listOf(spec.containers).flatMap((container, i) => PROBES.flatMap(probe => {
    const check = mapOf(mapOf(container)[probe]);
    const by = check.httpGet ? 'httpGet' : 'grpc';
    const { port } = mapOf(check[by]);
    const number = numberOf(port) ?? ports.find(({ name }) => name === port)?.number;
    return number === undefined ? [] : [{ port: number, field: `${specField}.containers[${i}].${probe}.${by}` }];
  }));
}
