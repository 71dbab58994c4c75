import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Workload } from '../../model/workloads';
import { Rule } from '../rule';

export const uncoveredWorkload: Rule = {
  id: 'authz/uncovered-workload',
  severity: 'advice',
  summary: 'no AuthorizationPolicy is for a workload',
  why: 'without an ALLOW policy a proxy lets everything in that no DENY policy refuses',
  sameAs: ['KIA1301'],
  bad: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
spec: {}
---
kind: AuthorizationPolicy
metadata: { name: reviews }
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { methods: [GET] } }] }] }
`,
  * check(mesh) {
    if (mesh.settings.denyByDefault) return;
    for (const workload of mesh.workloads.all) {
      if (workload.proxy === 'none' || workload.proxy === 'waypoint' || workload.object.kind === 'Job' || workload.object.kind === 'CronJob') continue;
      if (mesh.policies.authorization(workload).length > 0 || isBehindPolicy(mesh, workload)) continue;
      yield {
        at: workload.object,
        problem: `no AuthorizationPolicy is for ${objectText(workload.object)}: whoever reaches it may call it`,
        fix: 'add an AuthorizationPolicy without rules to its namespace and allow each caller (SecureNamespace and allowFrom write both)',
      };
    }
  },
};

/** In ambient mode a policy may be for the Service, at its waypoint. */
function isBehindPolicy(mesh: Mesh, workload: Workload): boolean {
  return workload.proxy === 'ambient' && mesh.workloads.servicesOf(workload)
    .some(({ object }) => mesh.policies.targeting('AuthorizationPolicy', object.group, object.kind, homeOf(object), object.name).length > 0);
}
