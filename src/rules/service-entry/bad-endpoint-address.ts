import { textOf } from '../../model/read';
import { EndpointPart, entryEndpoints } from '../entry-endpoints';
import { isAddress, isDnsName } from '../names';
import { Rule } from '../rule';
import { structural } from '../structural';
import { SOCKET } from '../unix-sockets';

const badSocket = structural('workload-entry/address#socket-without-ports', 'workload-entry/address#socket-absolute', 'workload-entry/address#socket-no-directory');

export const badEndpointAddress: Rule = {
  id: 'service-entry/bad-endpoint-address',
  severity: 'error',
  summary: 'the address of an endpoint does not fit the resolution',
  why: 'STATIC takes the address of an endpoint as it is, an IP address or a Unix socket, and DNS looks it up; Istio refuses anything else, and sockets with ports, relative paths or folders',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec:
  hosts: [db.example.com]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: db-1.example.com }]
`,
  good: `
kind: ServiceEntry
spec:
  hosts: [db.example.com]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: 192.0.2.10 }]
`,
  * check(mesh) {
    // The schema says it of endpoints and of WorkloadEntries alike.
    for (const finding of badSocket(mesh)) if (finding.at.kind === 'ServiceEntry') yield finding;
    for (const endpoint of entryEndpoints(mesh)) {
      const [problem, fix] = wrong(endpoint) ?? [];
      if (problem !== undefined) yield { at: endpoint.object, field: `${endpoint.field}.address`, problem, fix: fix! };
    }
  },
};

function wrong({ value: { address: written, network }, resolution }: EndpointPart): [string, string] | undefined {
  const address = textOf(written);
  const isStatic = resolution === 'STATIC';
  const fix = isStatic ? 'write an IP address; for names set resolution to DNS' : 'write an IP address or a DNS name without wildcard';
  if (isAddress(address) || (isStatic ? address.startsWith(SOCKET) : isDnsName(address))) return undefined;
  // With a network alone it is the gateway of that which is called.
  if (address === '') return isStatic && network ? undefined : [`the endpoint has no address, and resolution is ${resolution}`, fix];
  return [`the address is "${address}", and resolution is ${resolution}`, fix];
}
