import { Mesh } from '../model/mesh';
import { isHttp, isSniffed } from '../model/protocol';
import { HttpRule } from '../model/virtual-service-rules';
import { VirtualServiceView } from '../model/virtual-services';

/** Ports on which the proxies of workloads surely use an HTTP rule of a VirtualService. */
export function meshPortsOf(mesh: Mesh, view: VirtualServiceView, rule: HttpRule): number[] {
  const ports = view.hosts.flatMap(({ host }) => mesh.services.byHost(host)).flatMap(({ ports: all }) => all)
    .filter(({ protocol }) => isHttp(protocol) || isSniffed(protocol)).map(({ number }) => number);
  return [...new Set(ports)].filter(port => rule.blocks.length === 0 || rule.blocks.some(({ match }) => isOn(match, 'mesh', port)));
}

/** Ports of the servers of a Gateway for the hosts of a VirtualService, as far as an HTTP rule is for them. */
export function gatewayPortsOf(mesh: Mesh, view: VirtualServiceView, key: string, rule: HttpRule): number[] {
  const served = mesh.gateways.find(key).flatMap(gateway => view.hosts.flatMap(({ host }) => mesh.gateways.serving(gateway, host)));
  const ports = [...new Set(served.filter(({ server }) => !server.tls?.httpsRedirect).map(({ server }) => server.port))];
  return ports.filter(port => rule.blocks.length === 0 || rule.blocks.some(({ match }) => isOn(match, key, port)));
}

/** Whether a match is for a listener, by what it says of gateways and port. The gateways are in full. */
export function isOn({ gateways, port }: any, gateway: string, listener: number): boolean {
  return (!gateways?.length || gateways.includes(gateway)) && (!port || port === listener);
}
