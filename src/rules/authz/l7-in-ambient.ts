import { homeOf } from '../../model/hosts';
import { objectText } from '../../model/object';
import { selectorOf, targetRefs } from '../../model/policies';
import { accessPolicies, Attribute } from '../authorization';
import { Rule } from '../rule';

export const l7InAmbient: Rule = {
  id: 'authz/l7-in-ambient',
  severity: 'error',
  summary: 'a rule with conditions of HTTP is enforced by ztunnel, which sees none',
  why: 'in ambient mode policies without targetRefs go to ztunnel, which sees connections only: there an ALLOW rule with conditions of HTTP never matches, of a DENY rule they are left out, and trustDomains of both',
  sameAs: ['IST0166', 'KIA0109', 'KIA0110', 'KIA1317'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { methods: [GET] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { ports: ["9080"] } }] }] }
`,
  * check(mesh) {
    if (!mesh.workloads.all.some(({ proxy }) => proxy === 'ambient')) return;
    for (const { object, action, rules, dryRun } of accessPolicies(mesh)) {
      const attribute = rules.flatMap(rule => rule.attributes).find(onlyWaypoints);
      if (!attribute || dryRun || targetRefs(object).length > 0 || !['ALLOW', 'DENY'].includes(action)) continue;
      const namespace = homeOf(object) === mesh.settings.rootNamespace ? undefined : homeOf(object);
      const pods = mesh.workloads.selectedBy(namespace, selectorOf(object)).find(({ proxy }) => proxy === 'ambient');
      if (!pods) continue;
      yield {
        at: object,
        field: attribute.field,
        and: [{ object: pods.object }],
        problem: `${action} rule with ${attribute.name} for ${objectText(pods.object)}, which is in ambient mode: ${effect(action, attribute)}`,
        fix: 'name the Service or the waypoint in targetRefs instead of a selector (Waypoint), or ask only for principals, namespaces, service accounts, ipBlocks and ports',
      };
    }
  },
};

/** Of the conditions under when ztunnel reads these. */
const WHEN = ['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port'];

/** Everything that ztunnel does not read. */
function onlyWaypoints({ kind, name, part }: Attribute): boolean {
  return kind === 'http' || kind === 'token' || /^(not)?(remoteIpBlocks|trustDomains)$/i.test(name) || (part === 'when' && !WHEN.includes(name));
}

/** Trust domains it passes over as if they were not written. */
function effect(action: string, { name }: Attribute): string {
  if (action === 'ALLOW' && !/trustDomains$/i.test(name)) return 'the rule allows nothing';
  return `without it the rule ${action === 'ALLOW' ? 'allows' : 'refuses'} more than was meant`;
}
