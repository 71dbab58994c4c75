import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { parse } from 'ipaddr.js';
import { RE2JS } from 're2js';
import { quoted, UsageError } from './errors';

/** Who called, for messages: a construct, or the name of a value type such as `Fault.abort`. */
export type Where = IConstruct | string;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
const MAX_HOST = 255;
const MAX_REGEX = 1024;

/** A number that may say 0 to 100. The unit is in the name of the prop. */
export function requirePercent(where: Where, prop: string, percent: number, lowest = 0): void {
  if (!Number.isFinite(percent) || percent < lowest || percent > 100) {
    throw new UsageError(where, `${prop} is ${percent}, not a percentage`, `use a number from ${lowest} to 100`);
  }
}

export function requireWholePercent(where: Where, prop: string, percent: number): void {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw new UsageError(where, `${prop} is ${percent}, not a whole percentage`, 'use a whole number from 0 to 100');
  }
}

export function requireInteger(where: Where, prop: string, value: number, lowest: number, highest = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    const range = highest === Number.MAX_SAFE_INTEGER ? `${lowest} or more` : `${lowest} to ${highest}`;
    throw new UsageError(where, `${prop} is ${value}`, `use a whole number, ${range}`);
  }
}

export function requirePort(where: Where, prop: string, port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UsageError(where, `${prop} is ${port}, not a port`, 'use a whole number from 1 to 65535');
  }
}

export function requireNonEmpty(where: Where, prop: string, text: string): void {
  if (!text) throw new UsageError(where, `${prop} is empty`, `give ${prop} a value`);
}

export function requireSome(where: Where, prop: string, list: unknown[]): void {
  if (list.length === 0) throw new UsageError(where, `${prop} is empty`, `give at least one of ${prop}`);
}

/** Names of namespaces, Services, subsets, ports, service accounts. */
export function requireDnsLabel(where: Where, prop: string, name: string): void {
  if (!DNS_LABEL.test(name)) {
    throw new UsageError(where, `${prop} is ${quoted(name)}, not a DNS label`,
      'use at most 63 lower-case letters, digits and dashes that start and end with a letter or digit');
  }
}

/** Names of most Kubernetes objects: DNS labels joined by dots. */
export function requireDnsSubdomain(where: Where, prop: string, name: string): void {
  if (!isDnsSubdomain(name)) {
    throw new UsageError(where, `${prop} is ${quoted(name)}, not a DNS name`, 'use lower-case letters, digits, dashes and dots, for example "my-secret"');
  }
}

export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && DNS_NAME.test(name);
}

/** `namespace/name` of a Gateway object. */
export function requireGatewayName(where: Where, name: string): void {
  const parts = name.split('/');
  if (parts.length !== 2) throw new UsageError(where, `the name is ${quoted(name)}`, 'write namespace and name of the Gateway object, for example "istio-system/public"');
  parts.forEach((part, i) => requireDnsLabel(where, i ? 'the name' : 'the namespace', part));
}

/** A host as a client names it: no scheme, port or path, no wildcard. A short name is allowed where `dots` is false. */
export function requireHost(where: Where, prop: string, host: string, options: { dots?: boolean } = {}): void {
  if (!isHost(host) || (options.dots && !host.includes('.'))) {
    throw new UsageError(where, `${prop} is ${quoted(host)}, not a host name`, `use a DNS name such as "api.example.com"${hostHint(host)}`);
  }
}

/** A host, `*`, or a wildcard that stands for the first labels: `*.example.com`. */
export function requireWildcardHost(where: Where, prop: string, host: string): void {
  if (host === '*' || isHost(host.startsWith('*.') ? host.slice(2) : host)) return;
  throw new UsageError(where, `${prop} is ${quoted(host)}, not a host name`,
    `use a DNS name such as "api.example.com", or "*.example.com" for all under it${hostHint(host)}`);
}

function isHost(host: string): boolean {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  return host.length <= MAX_HOST && DNS_NAME.test(name) && !/\.\d+$/.test(name);
}

function hostHint(host: string): string {
  if (/^[a-z]+:\/\//i.test(host)) return ', without scheme';
  if (host.includes('/')) return ', without path';
  if (/:\d+$/.test(host)) return ', without port';
  return host !== host.toLowerCase() ? ', in lower case' : '';
}

/** An RE2 expression. Envoy and Istio know no others, and JavaScript's own are another language. */
export function requireRe2(where: Where, expression: string): void {
  requireNonEmpty(where, 'the expression', expression);
  if (expression.length > MAX_REGEX) {
    throw new UsageError(where, `the expression has ${expression.length} characters`, `use at most ${MAX_REGEX}; Istio refuses longer ones`);
  }
  try {
    RE2JS.compile(expression);
  } catch (error) {
    throw new UsageError(where, `${quoted(expression)} is not an RE2 expression: ${(error as Error).message}`,
      'RE2 has no lookahead, lookbehind or backreferences; see https://github.com/google/re2/wiki/Syntax');
  }
}

/** An IP address or CIDR range. */
export function requireCidr(where: Where, prop: string, cidr: string): void {
  const [address, bits, ...rest] = cidr.split('/');
  const parsed = parseAddress(address);
  const length = bits === undefined ? 0 : Number(bits);
  if (parsed && rest.length === 0 && bits !== '' && Number.isInteger(length) && length >= 0 && length <= (parsed.kind() === 'ipv4' ? 32 : 128)) return;
  throw new UsageError(where, `${prop} has ${quoted(cidr)}, not an address or range`, 'use an IP address or CIDR, for example "10.0.0.0/8"');
}

/** An IP address. */
export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

function parseAddress(text: string) {
  // ipaddr.js takes "10.1" and "0x7f.1" as well; Istio does not.
  if (!text.includes(':') && !/^\d+\.\d+\.\d+\.\d+$/.test(text)) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** A duration of at least a millisecond: Istio refuses 0s, and leaving the field out is how to say "none". */
export function requireDuration(where: Where, prop: string, duration: Duration): void {
  if (duration.toMilliseconds() < 1) {
    throw new UsageError(where, `${prop} is ${duration.toHumanString()}`, `use a millisecond or more, or leave ${prop} out for its default`);
  }
}
