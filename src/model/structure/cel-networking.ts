import { has } from './cel-shared';
import { Check } from './violation';
import { listed, shown } from './words';

/** CEL rules of the kinds of networking.istio.io, by the ids of the schema data. */
export const NETWORKING: { readonly [id: string]: Check } = {
  'gateway/one-cert-source#tls-certificates': onlyOne('tlsCertificates', 'credentialNames'),
  'gateway/one-cert-source#credential-names': onlyOne('credentialName', 'credentialNames'),
  'service-entry/selector-xor-endpoints': onlyOne('workloadSelector', 'endpoints'),
  'service-entry/cidr-address': {
    holds: spec => isOneOf(spec.resolution ?? 'NONE', 'NONE', 'STATIC') || !cidr(spec),
    problem: spec => `the address ${shown(cidr(spec))} is a range, and resolution is ${spec.resolution}`,
    fix: () => 'use resolution NONE or STATIC, or write single addresses',
    at: () => 'addresses',
  },
  'service-entry/resolution-none': {
    holds: spec => (spec.resolution ?? 'NONE') !== 'NONE' || !has(spec, 'endpoints'),
    problem: spec => `endpoints are written, but resolution is ${spec.resolution ?? 'left out, which is NONE'}`,
    fix: () => 'set resolution to STATIC for addresses or DNS for host names, or take the endpoints out',
    at: () => 'endpoints',
  },
  'service-entry/resolution-dns': {
    holds: spec => spec.resolution !== 'DNS_ROUND_ROBIN' || !Array.isArray(spec.endpoints) || spec.endpoints.length <= 1,
    problem: spec => `resolution DNS_ROUND_ROBIN takes one endpoint, and there are ${spec.endpoints.length}`,
    fix: () => 'keep one endpoint, or set resolution to DNS',
    at: () => 'endpoints',
  },
  'service-entry/hosts': {
    holds: host => host !== '*',
    problem: (_, place) => `${place} is "*", which would be every host there is`,
    fix: () => 'name a domain, as in "*.example.com"',
  },
  'service-entry/ports-unique': {
    holds: ports => ports.length < 2 || again(ports) < 0,
    problem: (ports, place) => `${place} has the number ${ports[again(ports)].number} more than once`,
    fix: () => 'give each port a number of its own',
    at: ports => again(ports),
  },
  'workload-entry/address#required': {
    holds: endpoint => has(endpoint, 'address') || has(endpoint, 'network'),
    problem: (_, place) => `${place} has neither an address nor a network`,
    fix: () => 'add the address of the workload, or the network where it is reached through a gateway',
  },
  'workload-entry/address#socket-without-ports': {
    holds: endpoint => !has(endpoint, 'ports') || typeof endpoint.address !== 'string' || !isSocket(endpoint.address),
    problem: ({ address }, place) => `${place} has ports, and the address ${shown(address)}, which is a Unix socket`,
    fix: () => 'take the ports out: a socket has none',
    at: () => 'ports',
  },
  'workload-entry/address#socket-absolute': {
    holds: address => !isSocket(address) || address[7] === '/' || address[7] === '@',
    problem: (address, place) => `${place} is ${shown(address)}, and the path of the socket is not absolute`,
    fix: () => 'begin the path with "/", or with "@" for an abstract socket, as in unix:///run/app.sock',
  },
  'workload-entry/address#socket-no-directory': {
    holds: address => !isSocket(address) || !address.endsWith('/'),
    problem: (address, place) => `${place} is ${shown(address)}, which is a folder`,
    fix: () => 'write the path of the socket itself, without "/" at its end',
  },
  'workload-group/template': {
    holds: scheme => isOneOf(scheme, '', 'HTTP', 'HTTPS'),
    problem: (scheme, place) => `${place} is ${shown(scheme)}, which is neither HTTP nor HTTPS`,
    fix: () => 'write HTTP or HTTPS, in capitals',
  },
  'envoy-filter/shape': {
    holds: match => (match.context === 'WAYPOINT') === has(match, 'waypoint'),
    problem: ({ context }, place) => context === 'WAYPOINT'
      ? `${place} is for waypoints, but has no waypoint to match`
      : `${place} matches a waypoint, but its context is ${context ?? 'left out, which is ANY'}`,
    fix: ({ context }) => context === 'WAYPOINT' ? 'match with waypoint' : 'set context to WAYPOINT, or match with listener, routeConfiguration or cluster',
  },
};

/** At most one of two fields. */
function onlyOne(...names: string[]): Check {
  return {
    holds: value => !names.every(name => has(value, name)),
    problem: (_, place) => `${place} has ${listed(names)}, of which there may be one`,
    fix: () => `keep one of ${listed(names)}`,
  };
}

function isOneOf(value: unknown, ...values: unknown[]): boolean {
  return values.includes(value);
}

/** The first address that is a range. */
function cidr({ addresses }: any): string | undefined {
  return Array.isArray(addresses) ? addresses.find(address => typeof address === 'string' && address.includes('/')) : undefined;
}

function isSocket(address: string): boolean {
  return address.startsWith('unix://');
}

/** The first port with the number of an earlier one. */
function again(ports: any[]): number {
  const numbers = new Set<unknown>();
  return ports.findIndex(({ number }) => number !== undefined && numbers.size === numbers.add(number).size);
}
