import { httpOption } from './access-needs';
import { AccessOptions } from './access-options';
import { CallerConfig, PolicyTargetConfig } from '../core/bindings';
import { isAnyone } from '../core/recognizable';

interface Selector {
  readonly matchLabels: { [key: string]: string };
}

/** Who may connect. */
export interface NetworkPeer {
  readonly ipBlock?: { readonly cidr: string };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

export interface NetworkPort {
  readonly port: number;
  readonly protocol: 'TCP';
}

/** One rule of a NetworkPolicy: these peers, or anyone, to these ports, or any. */
export interface NetworkRule {
  readonly from?: NetworkPeer[];
  readonly ports?: NetworkPort[];
}

/** Port of the tunnel that ambient proxies, and sidecars that may use it, connect to instead of the port that is meant. */
export const HBONE = 15008;

/** What a caller needs in order to connect. Never less than access rules let in: they are what decides. */
export function networkRule(ownNamespace: string, caller: CallerConfig, ports?: number[]): NetworkRule {
  const from = peersOf(ownNamespace, caller);
  return { ...from && { from }, ...ports && { ports: [...ports, HBONE].map(port) } };
}

/** Ports that pods listen on, of those that an access rule is about. Every port when left out. */
export function podPorts(options: AccessOptions, { httpPorts, targetRef }: PolicyTargetConfig): number[] | undefined {
  if (options.ports) return options.ports.map(({ targetPort }) => targetPort);
  if (!httpOption(options)) return undefined;
  // A waypoint knows the ports of the Service, and reaches the pods by the tunnel.
  return targetRef ? [] : httpPorts;
}

export function port(number: number): NetworkPort {
  return { port: number, protocol: 'TCP' };
}

/** Nothing for anyone, and for whom the address of the peer does not tell: any identity, clients behind proxies. */
function peersOf(ownNamespace: string, caller: CallerConfig): NetworkPeer[] | undefined {
  const { namespaces = [], identities = [], peerIps = [], clientIps = [], labels, workloadNamespace, anyIdentity } = caller;
  if (anyIdentity || clientIps.length > 0) return undefined;
  // Of an identity whose pods are not known, the namespace is all that can be told.
  const known = labels !== undefined && workloadNamespace !== undefined;
  if (!known && isAnyone(caller)) return undefined;
  const all = new Set([...namespaces, ...known ? [] : identities.map(identity => identity.split('/')[0])]);
  if ([...all].some(name => name.includes('*'))) return undefined;
  return [
    ...known ? [pods(ownNamespace, workloadNamespace, labels)] : [],
    ...[...all].map(name => ({ namespaceSelector: namespace(name) })),
    ...peerIps.map(ip => ({ ipBlock: { cidr: cidrOf(ip) } })),
  ];
}

function pods(ownNamespace: string, name: string, labels: { [key: string]: string }): NetworkPeer {
  return { ...name !== ownNamespace && { namespaceSelector: namespace(name) }, podSelector: { matchLabels: { ...labels } } };
}

/** By the label that Kubernetes puts on every namespace. */
function namespace(name: string): Selector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}

function cidrOf(ip: string): string {
  if (ip.includes('/')) return ip;
  return ip.includes(':') ? `${ip}/128` : `${ip}/32`;
}
