import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { isHttp, isSniffed } from '../../model/protocol';
import { ServicePort } from '../../model/services';
import { Part } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

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
    for (const block of blocksOf(mesh, 'loadBalancer')) {
      const keys = block.field.includes('.portLevelSettings[') ? [...OF_REQUESTS, 'useSourceIp'] : OF_REQUESTS;
      const key = keys.find(each => block.value.consistentHash?.[each]);
      const ports = key ? portsOf(mesh, block) : [];
      if (ports.length === 0 || ports.some(({ protocol }) => isHttp(protocol) || isSniffed(protocol))) continue;
      yield {
        at: block.object,
        field: `${block.field}.consistentHash.${key}`,
        and: servicesOf(mesh, block.object).map(({ object }) => ({ object, field: 'spec.ports' })),
        problem: `${key} is not hashed for what is not HTTP: ${block.object.spec.host} has ${[...new Set(ports.map(({ number, protocol }) => `${number} (${protocol})`))].join(', ')}`,
        fix: 'write useSourceIp: true in the trafficPolicy of the DestinationRule or of a subset, not of a port; or name the port of the Service for HTTP if it carries that',
      };
    }
  },
};

function servicesOf(mesh: Mesh, object: MeshObject) {
  return mesh.services.byHost(expandHost(object.spec.host ?? '', homeOf(object)));
}

/** The ports that a policy is for. */
function portsOf(mesh: Mesh, { object, field }: Part): ServicePort[] {
  const ports = servicesOf(mesh, object).flatMap(service => service.ports);
  const setting = /^(.*)\.portLevelSettings\[(\d+)\]/.exec(field);
  if (!setting) return ports;
  const policy = setting[1].split(/[.[\]]+/).reduce((value: any, key) => value?.[key], { spec: object.spec });
  const number = policy?.portLevelSettings?.[Number(setting[2])]?.port?.number;
  return ports.filter(port => port.number === number);
}
