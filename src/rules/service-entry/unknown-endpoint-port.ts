import { mapOf } from '../../model/read';
import { entryEndpoints, portNames } from '../entry-endpoints';
import { listed } from '../parts';
import { Rule } from '../rule';

export const unknownEndpointPort: Rule = {
  id: 'service-entry/unknown-endpoint-port',
  severity: 'error',
  summary: 'an endpoint has a port that the entry does not name',
  why: 'the ports of an endpoint say which of its ports stands for which port of the entry, by name; istiod refuses other names',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec:
  hosts: [api.example.com]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: 192.0.2.10, ports: { https: 8443 } }]
`,
  good: `
kind: ServiceEntry
spec:
  hosts: [api.example.com]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: 192.0.2.10, ports: { tls: 8443 } }]
`,
  * check(mesh) {
    for (const { object, field, value, entry } of entryEndpoints(mesh)) {
      for (const name of Object.keys(mapOf(value.ports))) {
        if (portNames(entry).includes(name)) continue;
        yield { at: object, field: `${field}.ports.${name}`, problem: `the endpoint has a port "${name}"; those of the entry are ${listed(portNames(entry))}`, fix: 'use the name that the port has in spec.ports' };
      }
    }
  },
};
