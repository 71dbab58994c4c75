import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { mapOf, textOf } from '../../model/read';
import { Workload } from '../../model/workloads';
import { AccessPolicy, accessPolicyOf } from '../authorization';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

export const severalProviders: Rule = {
  id: 'authz/several-providers',
  severity: 'error',
  summary: 'one workload has CUSTOM policies with different providers',
  why: 'Istio asks one provider for a workload: with two it refuses every request that any of the CUSTOM policies matches, unless istiod allows several (PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS)',
  sameAs: [],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { name: login }
spec: { action: CUSTOM, provider: { name: oauth2-proxy }, rules: [{ to: [{ operation: { paths: [/account] } }] }] }
---
kind: AuthorizationPolicy
metadata: { name: opa }
spec: { selector: { matchLabels: { app: reviews } }, action: CUSTOM, provider: { name: opa }, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { name: login }
spec: { action: CUSTOM, provider: { name: opa }, rules: [{ to: [{ operation: { paths: [/account] } }] }] }
---
kind: AuthorizationPolicy
metadata: { name: opa }
spec: { selector: { matchLabels: { app: reviews } }, action: CUSTOM, provider: { name: opa }, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }
`,
  * check(mesh) {
    if (custom(mesh).size < 2) return;
    const told = new Set<AccessPolicy>();
    for (const workload of mesh.workloads.all.filter(hasProxy)) {
      const [first, ...others] = mesh.policies.authorization(workload).flatMap(object => custom(mesh).get(object) ?? []);
      const other = others.find(each => providerOf(each) !== providerOf(first));
      if (!other || told.has(other)) continue;
      told.add(other);
      yield {
        at: other.object,
        field: 'spec.provider.name',
        and: [{ object: first.object, field: 'spec.provider.name' }, { object: workload.object }],
        problem: `${objectText(workload.object)} has the providers "${providerOf(first)}" and "${providerOf(other)}"`,
        fix: 'use one provider for a workload, or let the selectors share none',
      };
    }
  },
};

const custom = perMesh((mesh: Mesh) => new Map([...accessPolicyOf(mesh)].filter(([, { action }]) => action === 'CUSTOM')));

/** Without a proxy nobody is asked, and neither does ztunnel ask. */
function hasProxy({ proxy }: Workload): boolean {
  return proxy !== 'none' && proxy !== 'ambient';
}

function providerOf({ object }: AccessPolicy): string {
  return textOf(mapOf(object.spec.provider).name);
}
