import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { isHttp, isSniffed } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { Service } from '../../model/services';
import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

const OF_REQUESTS = ['httpHeaderName', 'httpCookie', 'httpQueryParameterName'];

export const httpHashOnTcp: Rule = {
  id: 'destination-rule/http-hash-on-tcp',
  severity: 'warning',
  summary: 'clients of a service without HTTP are to be kept together by something of their requests',
  why: 'of connections that are not HTTP only the source address is hashed, where the DestinationRule or a subset says useSourceIp for all ports; otherwise each goes to any pod',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: redis }
spec: { ports: [{ name: tcp, port: 6379 }] }
---
kind: DestinationRule
spec: { host: redis, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user } } } }
`,
  good: `
kind: Service
metadata: { name: redis }
spec: { ports: [{ name: tcp, port: 6379 }] }
---
kind: DestinationRule
spec: { host: redis, trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } }
`,
  * check(mesh) {
    for (const { object, field, level, value } of trafficPolicies(mesh)) {
      const keys = level === 'port' ? [...OF_REQUESTS, 'useSourceIp'] : OF_REQUESTS;
      const hash = mapOf(mapOf(value.loadBalancer).consistentHash);
      const key = keys.find(each => hash[each]);
      const services = key ? servicesOf(mesh, object) : [];
      const ports = services.flatMap(service => service.ports).filter(({ number }) => level !== 'port' || number === value.port?.number);
      if (ports.length === 0 || ports.some(({ protocol }) => isHttp(protocol) || isSniffed(protocol))) continue;
      yield {
        at: object,
        field: `${field}.loadBalancer.consistentHash.${key}`,
        and: services.map(service => ({ object: service.object, field: 'spec.ports' })),
        problem: `${key} is not hashed for what is not HTTP: ${object.spec.host} has ${[...new Set(ports.map(({ number, protocol }) => `${number} (${protocol})`))].join(', ')}`,
        fix: 'write useSourceIp: true in the trafficPolicy of the DestinationRule or of a subset, not of a port; or name the port of the Service for HTTP if it carries that',
      };
    }
  },
};

function servicesOf(mesh: Mesh, object: MeshObject): Service[] {
  return mesh.services.byHost(expandHost(object.spec.host ?? '', homeOf(object)));
}
