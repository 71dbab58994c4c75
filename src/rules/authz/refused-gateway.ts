import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Target } from '../../model/targets';
import { Workload } from '../../model/workloads';
import { allowPolicies } from '../allow-policies';
import { AccessPolicy, accessPolicyOf } from '../authorization';
import { leadingThere } from '../clients';
import { Caller, mayLetIn } from '../identity-checks';
import { selectsPods } from '../policy-reach';
import { Rule } from '../rule';

export const refusedGateway: Rule = {
  id: 'authz/refused-gateway',
  severity: 'warning',
  summary: 'a gateway sends requests to a workload whose policies do not let it in',
  why: 'for a workload with ALLOW policies only the callers that one of them names are let in, and requests from outside come from the gateway; others are refused with HTTP 403, or their connections closed',
  sameAs: [],
  bad: `
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec: { template: { metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }, spec: { serviceAccountName: gateway, containers: [{ name: istio-proxy }] } } }
---
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*/shop.example.com"] }] }
---
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, version: v1, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: app, ports: [{ containerPort: 80 }] }] } } }
---
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web } }] }] }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`,
  good: `
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec: { template: { metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }, spec: { serviceAccountName: gateway, containers: [{ name: istio-proxy }] } } }
---
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*/shop.example.com"] }] }
---
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, version: v1, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: app, ports: [{ containerPort: 80 }] }] } } }
---
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web } }] }] }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { namespaces: [shop, edge] } }] }] }
`,
  * check(mesh) {
    if (mesh.gateways.all.length === 0 || accessPolicyOf(mesh).size === 0) return;
    for (const target of mesh.targets()) {
      const pods = target.role === 'mirror' ? [] : gatewayPods(mesh, target);
      const workloads = pods.length > 0 ? sidecarsOf(mesh, target) : [];
      const policies = workloads.map(workload => allowPolicies(mesh, { ...workload, workload }));
      if (workloads.length === 0 || !policies.every(isOwn)) continue;
      for (const { key, pod } of pods) {
        if (policies.flat().some(policy => letsIn(mesh, policy, pod))) continue;
        yield {
          at: target.from,
          field: `${target.field}.host`,
          and: [...new Set(policies.flat().map(({ object }) => object))].map(object => ({ object, field: 'spec.rules' })),
          problem: `requests through Gateway ${key} come from service account ${pod.namespace}/${pod.serviceAccount}, which no policy of ${objectText(workloads[0].object)} lets in`,
          fix: `add serviceAccounts: ["${pod.namespace}/${pod.serviceAccount}"] to a source of the policy`,
        };
        break;
      }
    }
  },
};

/** The pods that requests are sent to, where all of them have sidecars. */
function sidecarsOf(mesh: Mesh, { host }: Target): Workload[] {
  const workloads = mesh.services.byHost(host).filter(({ kubernetes }) => kubernetes).flatMap(service => mesh.workloads.of(service));
  return workloads.every(({ proxy }) => proxy === 'sidecar') ? workloads : [];
}

/** Whether somebody has said for these pods who may call them. What is said for a whole namespace may be half of it. */
function isOwn(policies: AccessPolicy[]): boolean {
  return policies.some(({ object, rules }) => rules.length > 0 && selectsPods(object));
}

function letsIn(mesh: Mesh, { object, rules }: AccessPolicy, caller: Caller): boolean {
  return rules.some(rule => mayLetIn(rule, caller, homeOf(object), mesh.settings));
}

function gatewayPods(mesh: Mesh, target: Target): Array<{ readonly key: string; readonly pod: Workload }> {
  const keys = leadingThere(mesh, target).map(({ key }) => key).filter(key => key !== 'mesh');
  return keys.flatMap(key => mesh.gateways.find(key).flatMap(gateway => mesh.gateways.workloadsOf(gateway)).map(pod => ({ key, pod })));
}
