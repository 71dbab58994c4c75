import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { podMetadata, Workload } from '../../model/workloads';
import { AccessPolicy, accessPolicyOf, namesPort } from '../authorization';
import { selectsPods } from '../policy-reach';
import { Rule } from '../rule';

const EXCLUDED = 'traffic.sidecar.istio.io/excludeInboundPorts';

export const portPastSidecar: Rule = {
  id: 'authz/port-past-sidecar',
  severity: 'warning',
  summary: 'a policy is for a port whose connections go past the sidecar',
  why: 'connections to excludeInboundPorts are not redirected: they reach the application without its sidecar, which alone enforces policies, so everybody is let in, in plain text too',
  sameAs: [],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec:
  template:
    metadata: { labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9080" } }
    spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notNamespaces: [default] } }], to: [{ operation: { ports: ["9080"] } }] }] }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec:
  template:
    metadata: { labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "15999" } }
    spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notNamespaces: [default] } }], to: [{ operation: { ports: ["9080"] } }] }] }
`,
  * check(mesh) {
    for (const workload of mesh.workloads.all) {
      const { object, annotations, proxy } = workload;
      if (!annotations[EXCLUDED] || proxy !== 'sidecar') continue;
      const policies = mesh.policies.authorization(workload).filter(selectsPods).map(each => accessPolicyOf(mesh).get(each)!);
      const [policy, port] = guarding(mesh, workload, policies) ?? [];
      if (!policy) continue;
      yield {
        at: object,
        field: `${podMetadata(workload)}.annotations["${EXCLUDED}"]`,
        and: [{ object: policy.object }],
        problem: `${EXCLUDED} is ${JSON.stringify(annotations[EXCLUDED])}, and ${objectText(policy.object)} is for port ${port}`,
        fix: `take ${port} out of the annotation, or delete the policy`,
      };
    }
  },
};

/** A policy that names a port which is left out, or that is for a workload all of whose ports are. */
function guarding(mesh: Mesh, workload: Workload, policies: AccessPolicy[]): [AccessPolicy, number] | undefined {
  const ports = workload.annotations[EXCLUDED].split(',').map(Number).filter(port => port > 0);
  for (const policy of policies) {
    const port = ports.find(each => policy.rules.some(rule => namesPort(rule, each)));
    if (port !== undefined) return [policy, port];
  }
  const served = mesh.workloads.servedPorts(workload);
  const all = served.length > 0 && served.every(({ number }) => number !== undefined && ports.includes(number));
  return all && policies.length > 0 ? [policies[0], served[0].number!] : undefined;
}
