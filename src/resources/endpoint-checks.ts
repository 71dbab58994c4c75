import { ServiceEntryEndpoint, WorkloadTemplate } from './service-entry-endpoint';
import { requireLabels } from './workload-labels';
import { quoted, UsageError } from '../core/errors';
import { isAddress, requireDnsLabel, requireDnsSubdomain, requireHost, requireInteger, requireNonEmpty, requirePort, Where } from '../core/require';

const UNIX = 'unix://';
const MAX_UINT32 = 4_294_967_295;

/** Checks what can be checked without the service. */
export function requireEndpoint(where: Where, endpoint: ServiceEntryEndpoint): void {
  const { address, labels = {}, network, ports = {} } = endpoint;
  if (address === undefined && network === undefined) {
    throw new UsageError(where, 'an endpoint has neither address nor network', 'give its address, or the network whose gateway leads to it');
  }
  if (address !== undefined) requireAddress(where, address);
  if (address?.startsWith(UNIX) && Object.keys(ports).length > 0) {
    throw new UsageError(where, `endpoint ${address} has ports`, 'leave ports out; a socket has none');
  }
  requireLabels(where, 'labels', labels);
  requireTemplate(where, endpoint);
}

/** Checks the fields that a group and an endpoint have in common. */
export function requireTemplate(where: Where, template: WorkloadTemplate): void {
  const { locality, network, ports = {}, serviceAccount, weight } = template;
  for (const [name, port] of Object.entries(ports)) {
    requireDnsLabel(where, 'a port name', name);
    requirePort(where, `ports.${name}`, port);
  }
  if (network !== undefined) requireNonEmpty(where, 'network', network);
  if (locality !== undefined && (locality.includes('*') || locality.split('/').includes(''))) {
    throw new UsageError(where, `locality is ${quoted(locality)}`, 'use region, region/zone or region/zone/subzone, without wildcards');
  }
  if (weight !== undefined) requireInteger(where, 'weight', weight, 1, MAX_UINT32);
  if (serviceAccount !== undefined) requireDnsSubdomain(where, 'serviceAccount', serviceAccount);
}

/** Whether an endpoint is a socket in the file system, or an abstract one. */
export function isUnixSocket(endpoint: ServiceEntryEndpoint): boolean {
  return endpoint.address?.startsWith(UNIX) ?? false;
}

/** Path of a Unix domain socket: absolute, or abstract (`@name`). */
export function requireSocketPath(where: Where, prop: string, path: string): void {
  if (/^@./.test(path) || (path.startsWith('/') && !path.endsWith('/'))) return;
  throw new UsageError(where, `${prop} is ${quoted(path)}, not a socket`, 'use an absolute path, for example "/var/run/app.sock", or "@name" for an abstract socket');
}

/** The endpoint as Istio writes it: only what was said, copied. */
export function renderEndpoint(endpoint: ServiceEntryEndpoint): ServiceEntryEndpoint {
  const { address, labels, locality, network, ports, serviceAccount, weight } = endpoint;
  return { address, labels: orNothing(labels), locality, network, ports: orNothing(ports), serviceAccount, weight };
}

function requireAddress(where: Where, address: string): void {
  if (address.startsWith(UNIX)) requireSocketPath(where, 'the path of address', address.slice(UNIX.length));
  else if (!isAddress(address)) requireHost(where, 'address', address);
}

function orNothing<T>(map: { [key: string]: T } | undefined): { [key: string]: T } | undefined {
  return map && Object.keys(map).length > 0 ? { ...map } : undefined;
}
