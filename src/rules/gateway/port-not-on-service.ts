import { GatewayView } from '../../model/gateways';
import { Mesh } from '../../model/mesh';
import { listOf, mapOf } from '../../model/read';
import { Service } from '../../model/services';
import { Workload } from '../../model/workloads';
import { Rule } from '../rule';

export const portNotOnService: Rule = {
  id: 'gateway/port-not-on-service',
  severity: 'warning',
  summary: 'a server listens on a port that the Service of the gateway does not have',
  why: 'traffic reaches the pods of a gateway through their Service, unless they are on the network of their node; a server on a port that is neither a port of the Service nor one behind it gets none',
  sameAs: ['IST0162'],
  bad: `
kind: Service
metadata: { name: ingress }
spec: { selector: { istio: ingress }, ports: [{ name: http2, port: 80, targetPort: 8080 }] }
---
kind: Pod
metadata: { name: gateway, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 8000, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
`,
  good: `
kind: Service
metadata: { name: ingress }
spec: { selector: { istio: ingress }, ports: [{ name: http2, port: 80, targetPort: 8080 }] }
---
kind: Pod
metadata: { name: gateway, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
`,
  * check(mesh) {
    for (const gateway of mesh.gateways.all) {
      const services = servicesOf(mesh, gateway);
      const ports = services.flatMap(service => service.ports);
      // A port that is named like one of the pod may be any.
      if (ports.length === 0 || ports.some(({ targetPort }) => typeof targetPort === 'string') || mesh.gateways.workloadsOf(gateway).some(isOnNode)) continue;
      for (const { port, field } of gateway.servers) {
        if (port === 0 || ports.some(({ number, targetPort }) => number === port || targetPort === port)) continue;
        yield {
          at: gateway.object,
          field: `${field}.port.number`,
          and: services.map(({ object }) => ({ object, field: 'spec.ports' })),
          problem: `no Service of the gateway has port ${port}; they have ${[...new Set(ports.map(({ number }) => number))].join(', ')}`,
          fix: 'add the port to the Service of the gateway, or use one that it has',
        };
      }
    }
  },
};

/** Pods that are called without a Service. */
function isOnNode({ spec }: Workload): boolean {
  const { hostNetwork, containers } = mapOf(spec);
  return hostNetwork === true || listOf(containers).some(container => listOf(mapOf(container).ports).some(port => mapOf(port).hostPort));
}

function servicesOf(mesh: Mesh, gateway: GatewayView): Service[] {
  return [...new Set(mesh.gateways.workloadsOf(gateway).flatMap(workload => mesh.workloads.servicesOf(workload)))];
}
