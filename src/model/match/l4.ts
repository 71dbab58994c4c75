import { mapOf, textsOf } from '../read';

/** What a proxy looks at before there is any request: it is the same in the matches of `tls` and `tcp`, and all of it must hold. */
export function staticallyWithin(match: any, other: any, gateways: string[]): boolean {
  const own = gatewaysOf(match, gateways);
  const allowed = gatewaysOf(other, gateways);
  return own.length > 0 && own.every(gateway => allowed.includes(gateway))
    && (!other.port || other.port === match.port)
    && (!other.sourceNamespace || other.sourceNamespace === match.sourceNamespace)
    && Object.entries(mapOf(other.sourceLabels)).every(([key, value]) => match.sourceLabels?.[key] === value);
}

/** Without subnets a match of `tcp` takes every connection that gets to it. */
export function takesEveryConnection(match: any): boolean {
  return textsOf(match.destinationSubnets).length === 0;
}

/** Istio compares the lists as they are written. */
export function sameConnections(match: any, other: any): boolean {
  return ['sniHosts', 'destinationSubnets'].every(field => textsOf(match[field]).join() === textsOf(other[field]).join());
}

function gatewaysOf({ gateways }: any, bound: string[]): string[] {
  return textsOf(gateways).length ? bound.filter(gateway => gateways.includes(gateway)) : bound;
}
