import { isIP } from 'node:net';
import { isHost, isLabel, isLabelKey, isLabelValue } from './dns';
import { goDuration } from './go-duration';
import { Check } from './violation';
import { shown } from './words';

const PROTOCOLS = ['HTTP', 'HTTPS', 'GRPC', 'GRPC-WEB', 'HTTP2', 'HTTP_PROXY', 'MONGO', 'REDIS', 'MYSQL', 'TCP', 'UDP', 'TLS'];
const MILLISECOND = 1e6;

/** Hosts, ports, durations and labels, as istiod's webhook wants them beyond the schema. */
export const NAMES: { readonly [id: string]: Check } = {
  'host#route': {
    // A name that Istio makes for its own clusters is taken on the way between networks.
    holds: host => isHost(host) || isIP(host) !== 0 || isGenerated(host),
    problem: (host, place) => `${place} is ${shown(host)}, which is no host`,
    fix: hostFix,
  },
  'host#generated': {
    holds: ({ hosts, gateways, tls }) => (tls?.length > 0 && gateways?.length > 0) || !hosts?.some?.(isGenerated),
    problem: ({ hosts }) => `spec.hosts has ${shown(hosts.find(isGenerated))}, a name that Istio makes for TLS between networks`,
    fix: () => 'name the host of the service; such names are for tls routes at a gateway',
    at: () => 'hosts',
  },
  // "*" is refused by the schema.
  'host#entry': {
    holds: host => isHost(host),
    problem: (host, place) => `${place} is ${shown(host)}, which is ${isIP(host) ? 'an address, and no host' : 'no host'}`,
    fix: host => isIP(host) ? 'write the address under addresses, and a name of your own as the host' : hostFix(host),
  },
  'host#destination': {
    holds: host => isHost(host),
    problem: (host, place) => `${place} is ${shown(host)}, which is ${isIP(host) ? 'an address, and no host of a service' : 'no host'}`,
    fix: host => isIP(host) ? 'write a ServiceEntry for the address, and name its host here' : hostFix(host),
  },
  'port#selector': {
    holds: ({ number }) => number > 0 && number <= 65535,
    problem: ({ number }, place) => number === undefined ? `${place} has no number` : `${place}.number is ${number}, which is no port`,
    fix: () => 'write the number of a port of the service, or leave port out where the service has one',
    at: () => 'number',
  },
  'port#optional': {
    holds: port => port <= 65535,
    problem: (port, place) => `${place} is ${port}, which is no port`,
    fix: () => 'write a port from 1 to 65535',
  },
  // Without both the schema refuses it; with an empty one it does not.
  'endpoint-address': {
    holds: ({ address, network }) => Boolean(address) || Boolean(network),
    problem: (_, place) => `${place} has an empty address`,
    fix: () => 'write the address of the workload, or the network where it is reached through a gateway',
    at: () => 'address',
  },
  'no-spec': {
    holds: ({ spec }) => spec !== undefined && spec !== null,
    problem: () => 'the object has no spec, and needs one',
    fix: () => 'add spec',
    at: () => 'spec',
  },
  'port-name': {
    holds: name => isLabel(name),
    problem: (name, place) => `${place} is ${shown(name)}, which is no DNS label`,
    fix: () => 'name ports with at most 63 letters, digits and "-", and a letter or digit at both ends',
  },
  'protocol': {
    holds: protocol => protocol === '' || PROTOCOLS.includes(protocol.toUpperCase()),
    problem: (protocol, place) => `${place} is ${shown(protocol)}, which Istio does not know`,
    fix: () => `use one of ${PROTOCOLS.join(', ')}, or leave it out and let Istio look at the traffic`,
  },
  'duration#whole': {
    holds: text => (goDuration(text) ?? 0) % MILLISECOND === 0,
    problem: (text, place) => `${place} is ${shown(text)}, which is no whole number of milliseconds`,
    fix: () => 'round it to milliseconds',
  },
  'duration#idle': {
    holds: text => isOff(text) || ((goDuration(text) ?? 0) >= MILLISECOND && goDuration(text)! % MILLISECOND === 0),
    problem: (text, place) => `${place} is ${shown(text)}, which is no duration of whole milliseconds`,
    fix: () => 'write a number with its unit, as in 30s, or 0s for no timeout',
  },
  'duration#any': {
    holds: text => goDuration(text) !== undefined,
    problem: (text, place) => `${place} is ${shown(text)}, which is no duration`,
    fix: () => 'write a number with its unit, as in 500ms, 1.5s, 2m or 1h',
  },
  'labels': {
    holds: labels => badLabel(labels) === undefined,
    problem: (labels, place) => `${place} has the label ${badLabel(labels)}: ${shown(labels[badLabel(labels)!])}, which no workload can have`,
    fix: () => 'use letters, digits, "-", "_" and ".", and a letter or digit at both ends',
    at: labels => badLabel(labels)!,
  },
};

function isGenerated(host: unknown): boolean {
  return typeof host === 'string' && host.startsWith('outbound_.');
}

function hostFix(host: string): string {
  if (/^[a-z]+:\/\//i.test(host)) return 'leave out the scheme: only the name is compared';
  return 'write labels of letters, digits and "-" with dots between them, and a wildcard only at the start: "*.example.com"';
}

/** Less than a millisecond is nothing here, and turns the timeout off. */
function isOff(text: string): boolean {
  const duration = goDuration(text);
  return duration !== undefined && Math.trunc(duration / MILLISECOND) === 0;
}

function badLabel(labels: { readonly [key: string]: string }): string | undefined {
  for (const key in labels) if (!isLabelKey(key) || !isLabelValue(labels[key])) return key; // eslint-disable-line guard-for-in -- what was parsed inherits nothing
  return undefined;
}
