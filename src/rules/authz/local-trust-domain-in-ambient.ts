import { objectText } from '../../model/object';
import { AuthzValues, valuesOf } from '../authz-parts';
import { selectedBy } from '../policy-reach';
import { Rule } from '../rule';

/** What proxies read as the trust domain of the mesh. */
const LOCAL = 'cluster.local';

export const localTrustDomainInAmbient: Rule = {
  id: 'authz/local-trust-domain-in-ambient',
  severity: 'error',
  summary: 'callers are named by cluster.local, and in ambient mode nobody is called so',
  why: 'sidecars and waypoints read cluster.local in a principal as the trust domain of the mesh, whatever it is called; ztunnel compares it as it is written, with identities that have the real name',
  sameAs: [],
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
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/web/sa/front] } }] }] }
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
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { principals: [example.org/ns/web/sa/front] } }] }] }
`,
  examplesSettings: { trustDomains: ['example.org'] },
  * check(mesh) {
    const { trustDomains: [domain, ...aliases] } = mesh.settings;
    // As an alias it may be that of another cluster.
    if ([domain, ...aliases].includes(LOCAL)) return;
    for (const list of valuesOf(mesh, 'principals', 'source.principal')) {
      const i = list.value.findIndex(each => each.startsWith(`${LOCAL}/`));
      const pods = i < 0 ? undefined : selectedBy(mesh, list.object).find(({ proxy }) => proxy === 'ambient');
      if (!pods) continue;
      yield {
        at: list.object,
        field: `${list.field}[${i}]`,
        and: [{ object: pods.object }],
        problem: `"${list.value[i]}" is no identity in the trust domain ${domain}, and ${objectText(pods.object)} is in ambient mode: ${effect(list)}`,
        fix: `write "${domain}${list.value[i].slice(LOCAL.length)}", or serviceAccounts, which are for any trust domain`,
      };
    }
  },
};

function effect({ action, not }: AuthzValues): string {
  return `the ${action} rule is about ${not ? 'that caller as well' : 'nobody by it'}`;
}
