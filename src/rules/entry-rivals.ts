import { Service, ServicePort } from '../model/services';

/** What two entries of one host disagree about, where some client sees both and its namespace does not decide. */
export function rivalry(first: Service, second: Service): string | undefined {
  if (!meet(first, second)) return undefined;
  const [port, other] = conflicting(first.ports, second.ports) ?? [];
  if (port && other) return `port ${port.number} is ${protocolText(port)} there and ${protocolText(other)} here`;
  if (first.resolution !== second.resolution) return `resolution is ${first.resolution} there and ${second.resolution} here`;
  const missing = [...lacking(first.ports, second.ports), ...lacking(second.ports, first.ports)];
  if (missing.length === 0 || merge(first, second)) return undefined;
  return `only one of them has port ${[...new Set(missing.map(({ number }) => number))].join(', ')}`;
}

/** Without a protocol, or with one that Istio does not know, a proxy looks at the first bytes. */
function protocolText({ protocol }: ServicePort): string {
  return protocol === 'UNSUPPORTED' ? 'without a protocol' : protocol;
}

/** Its own namespace decides for a client there, and what is exported to a namespace by name before what is for all. */
function meet(first: Service, second: Service): boolean {
  const [one, two] = [reach(first), reach(second)];
  const common = one.filter(to => two.includes(to));
  if (first.namespace !== second.namespace) return common.some(to => to !== first.namespace && to !== second.namespace);
  return common.length > 0 || (one.includes('*') && two.length > 0) || (two.includes('*') && one.length > 0);
}

/** Namespaces that see it, or a star. */
function reach({ exportTo = [], namespace }: Service): string[] {
  if (exportTo.length === 0 || exportTo.includes('*')) return ['*'];
  return exportTo.includes('~') ? [] : exportTo.map(to => to === '.' ? namespace : to);
}

function conflicting(first: ServicePort[], second: ServicePort[]): [ServicePort, ServicePort] | undefined {
  for (const port of first) {
    const other = second.find(({ number, protocol }) => number === port.number && protocol !== port.protocol);
    if (other) return [port, other];
  }
  return undefined;
}

function lacking(ports: ServicePort[], others: ServicePort[]): ServicePort[] {
  return ports.filter(({ number }) => !others.some(other => other.number === number));
}

/** Istio puts the ports of two entries together where they are otherwise alike. */
function merge(first: Service, second: Service): boolean {
  return likeness(first) === likeness(second);
}

function likeness({ namespace, object, selector = {}, exportTo = [] }: Service): string {
  return JSON.stringify([namespace, sorted(object.labels), sorted(selector), [...exportTo].sort()]);
}

function sorted(labels: { readonly [key: string]: string }): Array<[string, string]> {
  return Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1);
}
