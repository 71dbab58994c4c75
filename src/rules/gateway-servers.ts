import { perMesh } from './per-mesh';
import { Server } from '../model/gateways';
import { groupBy } from '../model/group-by';
import { Mesh } from '../model/mesh';
import { isHttp, parseProtocol } from '../model/protocol';

/** Servers of Gateways that configure the same pods, by port and address: a list for each. */
export const serversTogether = perMesh((mesh: Mesh): Server[][] => {
  const alone = mesh.gateways.all.map(gateway => [gateway]);
  const seen = new Set<string>();
  return [...mesh.gateways.sharingPods(), ...alone].flatMap(group => {
    const byPort = groupBy(group.flatMap(({ servers }) => servers), ({ port, bind }) => `${port}\n${bind}`);
    return [...byPort.values()].filter(servers => servers.length > 1 && isNew(servers, seen));
  });
});

/** A Gateway alone says nothing new where it was part of more. */
function isNew(servers: Server[], seen: Set<string>): boolean {
  const names = servers.map(({ gateway, field }) => `${gateway.key} ${field}`);
  if (names.every(name => seen.has(name))) return false;
  for (const name of names) seen.add(name);
  return true;
}

/** Whether the gateway looks at the server name: such servers share a port by their hosts. */
export function isTlsServer({ protocol, tls }: Server): boolean {
  return Boolean(tls) && !isHttp(parseProtocol(protocol));
}

/** A server as messages name it. */
export function serverText({ gateway, port, portName }: Server): string {
  return `server ${portName ? `"${portName}"` : port} of Gateway ${gateway.key}`;
}
