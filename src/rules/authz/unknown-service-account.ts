import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { accessPolicies } from '../authorization';
import { accountsOf } from '../named-accounts';
import { listed } from '../parts';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';
import { isSlip } from '../slips';

export const unknownServiceAccount: Rule = {
  id: 'authz/unknown-service-account',
  severity: 'warning',
  sometimes: { severity: 'advice', where: 'no account that is known has nearly the same name' },
  summary: 'a rule names a service account that nobody has',
  why: 'the identity of a caller is the service account of its pod: where no workload runs with the one that is named, the condition matches no caller',
  sameAs: ['KIA0106'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart, version: v1 } }, spec: { serviceAccountName: cart, containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/carts] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart, version: v1 } }, spec: { serviceAccountName: cart, containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/cart] } }] }] }
`,
  * check(mesh) {
    if (accountsIn(mesh).size === 0) return;
    for (const { object, rules } of accessPolicies(mesh)) {
      for (const attribute of rules.flatMap(rule => rule.attributes).filter(({ kind }) => kind === 'identity')) {
        for (const { namespace, name } of accountsOf(attribute, homeOf(object), mesh.settings)) {
          const known = accountsIn(mesh).get(namespace);
          if (!known || known.has(name)) continue;
          const meant = [...known].find(each => isSlip(name, each));
          yield {
            at: object,
            field: attribute.field,
            // Callers may be deployed by others. A letter of difference is seldom meant.
            severity: meant === undefined ? 'advice' : undefined,
            problem: `no workload of namespace ${namespace} runs as service account "${name}"; there are: ${listed([...known])}`,
            fix: `name the serviceAccountName of the pods of the caller${meant === undefined ? ', if it is one of this app' : `; did you mean "${meant}"?`}`,
          };
        }
      }
    }
  },
};

/** The service accounts of each namespace of which all workloads are known: those that are used, and those that are written. */
const accountsIn = perMesh((mesh: Mesh) => {
  const used = mesh.workloads.all.map(({ namespace, serviceAccount }) => ({ namespace, account: serviceAccount }));
  const written = mesh.ofKind('', 'ServiceAccount').map(object => ({ namespace: homeOf(object), account: object.name }));
  const known = [...groupBy([...used, ...written], ({ namespace }) => namespace)].filter(([namespace]) => mesh.workloads.knownIn(namespace));
  return new Map(known.map(([namespace, list]) => [namespace, new Set(list.map(({ account }) => account))]));
});
