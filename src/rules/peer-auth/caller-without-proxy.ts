import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Workload } from '../../model/workloads';
import { accessPolicies, AccessPolicy } from '../authorization';
import { accountsOf } from '../named-accounts';
import { perMesh } from '../per-mesh';
import { reachOf } from '../policy-reach';
import { Rule } from '../rule';

export const callerWithoutProxy: Rule = {
  id: 'peer-auth/caller-without-proxy',
  severity: 'error',
  summary: 'a caller that a policy allows has no proxy, and the server takes only mutual TLS',
  why: 'in STRICT mode the proxy of the server refuses plain text, and a pod without proxy sends nothing else, whatever policies allow it',
  sameAs: [],
  bad: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/batch/sa/import] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Namespace
metadata: { name: batch, labels: { istio-injection: disabled } }
---
kind: CronJob
metadata: { name: import, namespace: batch }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: import, version: v1 } }, spec: { serviceAccountName: import, containers: [{ name: app }] } } } } }
`,
  good: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/batch/sa/import] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Namespace
metadata: { name: batch, labels: { istio-injection: enabled } }
---
kind: CronJob
metadata: { name: import, namespace: batch }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: import, version: v1 } }, spec: { serviceAccountName: import, containers: [{ name: app }] } } } } }
`,
  * check(mesh) {
    if (withoutProxy(mesh).size === 0) return;
    for (const policy of accessPolicies(mesh)) {
      if (policy.action !== 'ALLOW' || policy.dryRun) continue;
      for (const { caller, field } of callers(mesh, policy)) {
        const server = strictServer(mesh, policy);
        if (!server) break;
        yield {
          at: caller.object,
          and: [{ object: policy.object, field }, { object: server.from, field: 'spec.mtls.mode is STRICT' }],
          problem: `${objectText(caller.object)} has no proxy, but is allowed to call ${server.text}, where only mutual TLS is taken`,
          fix: 'let it be injected (label sidecar.istio.io/inject: "true" on its pods), or set the mode of the port it calls to PERMISSIVE',
        };
      }
    }
  },
};

/** Workloads that have no proxy for certain, by their identity. */
const withoutProxy = perMesh((mesh: Mesh) => {
  const byAccount = groupBy(mesh.workloads.all, ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
  return new Map([...byAccount].filter(([, all]) => all.every(({ proxy }) => proxy === 'none')));
});

function callers(mesh: Mesh, { object, rules }: AccessPolicy): Array<{ readonly caller: Workload; readonly field: string }> {
  const found = rules.flatMap(rule => rule.attributes).filter(({ kind, negative }) => kind === 'identity' && !negative).flatMap(attribute => {
    const accounts = accountsOf(attribute, homeOf(object), mesh.settings);
    return accounts.flatMap(({ namespace, name }) => withoutProxy(mesh).get(`${namespace}/${name}`) ?? []).map(caller => ({ caller, field: attribute.field }));
  });
  return [...new Map(found.map(each => [each.caller, each])).values()];
}

/** A server of the policy that takes only mutual TLS on all of its ports. */
function strictServer(mesh: Mesh, { object }: AccessPolicy) {
  for (const { text, namespace, labels, ports } of reachOf(mesh, object)) {
    const modes = [...new Set(ports.map(({ number }) => number))].map(number => mesh.mtls.serverOf(namespace, labels, number));
    if (modes.length > 0 && modes.every(({ mode }) => mode === 'STRICT')) return { text, from: modes[0].from[0] };
  }
  return undefined;
}
