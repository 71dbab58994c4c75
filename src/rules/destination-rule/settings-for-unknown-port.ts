import { expandHost, homeOf } from '../../model/hosts';
import { textOf } from '../../model/read';
import { Rule } from '../rule';
import { trafficPolicies } from '../traffic-policies';

export const settingsForUnknownPort: Rule = {
  id: 'destination-rule/settings-for-unknown-port',
  severity: 'warning',
  summary: 'settings are for a port that the service does not have',
  why: 'portLevelSettings are for ports of the Service, not of its pods; for any other port they are not used',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: RANDOM } }] } }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }] } }
`,
  * check(mesh) {
    for (const { object, field, value, level } of trafficPolicies(mesh)) {
      const number = level === 'port' ? value.port?.number : undefined;
      const host = expandHost(textOf(object.spec.host), homeOf(object));
      const services = number > 0 && number <= 65535 && !host.startsWith('*') ? mesh.services.byHost(host) : [];
      const ports = services.flatMap(service => service.ports);
      if (ports.length === 0 || ports.some(port => port.number === number)) continue;
      const behind = ports.find(({ targetPort }) => targetPort === number);
      yield {
        at: object,
        field: `${field}.port.number`,
        and: services.map(service => ({ object: service.object, field: 'spec.ports' })),
        problem: `${host} has no port ${number}; it has ${ports.map(port => port.number).join(', ')}${behind ? `; ${number} is the port of the pods behind ${behind.number}` : ''}`,
        fix: 'write a port of the Service',
      };
    }
  },
};
