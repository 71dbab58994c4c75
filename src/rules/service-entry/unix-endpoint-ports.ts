import { textOf } from '../../model/read';
import { entryEndpoints, portNames } from '../entry-endpoints';
import { Rule } from '../rule';
import { SOCKET } from '../unix-sockets';

export const unixEndpointPorts: Rule = {
  id: 'service-entry/unix-endpoint-ports',
  severity: 'error',
  summary: 'an endpoint is a Unix socket, and the entry has not one port',
  why: 'a socket stands for one port: istiod refuses it in an entry with more or fewer',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec:
  hosts: [cache.example.com]
  ports: [{ number: 80, name: http, protocol: HTTP }, { number: 8080, name: http-8080, protocol: HTTP }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: unix:///run/cache.sock }]
`,
  good: `
kind: ServiceEntry
spec:
  hosts: [cache.example.com]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: unix:///run/cache.sock }]
`,
  * check(mesh) {
    for (const { object, field, value, entry, resolution } of entryEndpoints(mesh)) {
      const count = new Set(portNames(entry)).size;
      if (resolution !== 'STATIC' || count === 1 || !textOf(value.address).startsWith(SOCKET)) continue;
      yield { at: object, field: `${field}.address`, problem: `the endpoint is the socket "${value.address}", and the entry has ${count} ports`, fix: 'write an entry with one port for it' };
    }
  },
};
