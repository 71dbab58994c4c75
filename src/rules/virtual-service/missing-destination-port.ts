import { Service, ServicePort } from '../../model/services';
import { Rule } from '../rule';

export const missingDestinationPort: Rule = {
  id: 'virtual-service/missing-destination-port',
  severity: 'error',
  summary: 'a route goes to a port that the service does not have',
  why: 'the port of a destination is a port of the Service, not of the pods; for any other there is no cluster: requests are answered with HTTP 503, TLS and TCP connections closed',
  sameAs: ['IST0101'],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, port: { number: 9080 } } }] }] }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, port: { number: 80 } } }] }] }
`,
  * check(mesh) {
    for (const { from, field, host, port } of mesh.targets()) {
      const services = mesh.services.byHost(host);
      const ports = services.flatMap(service => service.ports);
      // Without any ports the service is one that only names another.
      if (port === undefined || ports.length === 0 || ports.some(({ number }) => number === port)) continue;
      yield {
        at: from,
        field: `${field}.port.number`,
        and: services.map(({ object }) => ({ object, field: 'spec.ports' })),
        problem: `${host} has no port ${port}; it has ${portsText(services)}${targetHint(ports, port)}`,
        fix: 'write a port of the Service',
      };
    }
  },
};

function portsText(services: Service[]): string {
  return [...new Set(services.flatMap(({ ports }) => ports.map(({ number, name }) => name ? `${number} (${name})` : `${number}`)))].join(', ');
}

function targetHint(ports: ServicePort[], port: number): string {
  const behind = ports.find(({ targetPort }) => targetPort === port);
  return behind ? `; ${port} is the port of the pods behind ${behind.number}` : '';
}
