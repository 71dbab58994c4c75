import { UsageError } from '../core/errors';
import { requirePort, requireWildcardHost, Where } from '../core/require';

/**
 * Hosts as an access rule compares them: with the whole authority of the request, port included, in any case. So a host is written
 * twice, alone and with any port. A wildcard cannot be: Istio knows one star only.
 */
export function authorityValues(where: Where, prop: string, hosts: string[]): string[] {
  return hosts.flatMap(host => {
    if (host === '*') throw new UsageError(where, `${prop} has "*", which is every host`, `leave ${prop} out`);
    const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(host)!;
    requireWildcardHost(where, prop, name);
    if (port === undefined) return host.startsWith('*.') ? [host] : [host, `${host}:*`];
    requirePort(where, `the port of ${host} in ${prop}`, Number(port));
    return [host];
  });
}

/** The first value that another port in the request gets around. */
export function evadedByPort(values: string[] | undefined): string | undefined {
  return values?.find(value => value.startsWith('*.') && !/:\d+$/.test(value));
}
