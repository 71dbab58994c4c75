import { IConstruct } from 'constructs';
import { ServerTls } from '../resources/server-tls';

/** What a server of a gateway does. `tls` passes TLS through, or ends it and sends the bytes on. */
export type Kind = 'http' | 'https' | 'tls' | 'tcp' | 'redirect';

/** One host on one port, with who asked for it. */
export interface Listening {
  readonly owner: IConstruct;
  /** `namespace/host`: only VirtualServices of that namespace can bind to the host. */
  readonly host: string;
  readonly port: number;
  readonly kind: Kind;
  /** Same key, same server: hosts of one certificate share it, so that HTTP/2 clients find all of them. */
  readonly key: string;
  readonly tls?: ServerTls;
  /** Port of the pods, where it is known. */
  readonly targetPort?: number;
}

/** What cannot share a port with the others. */
export function familyOf({ kind, tls }: Listening): 'plain HTTP' | 'TLS' | 'plain TCP' {
  if (tls) return 'TLS';
  return kind === 'tcp' ? 'plain TCP' : 'plain HTTP';
}

/** Whether routes are asked there. */
export function seesRequests({ kind }: Listening): boolean {
  return kind === 'http' || kind === 'https';
}

/** Whether TLS is ended there and the bytes are sent on. */
export function endsTlsForBytes({ kind, tls }: Listening): boolean {
  return kind === 'tls' && tls?._mode !== 'PASSTHROUGH';
}

/** The certificate that is shown there, as the Gateway names it. */
export function certificateOf({ tls }: Listening): string | undefined {
  const { credentialName, credentialNames, serverCertificate, tlsCertificates } = tls?._render() ?? {};
  return credentialName ?? credentialNames?.join('-') ?? serverCertificate ?? tlsCertificates?.[0].serverCertificate;
}

/** The host without its namespace. */
export function nameOf(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}

/** The namespace whose routes can bind to the host. */
export function namespaceOf(host: string): string {
  return host.slice(0, host.indexOf('/'));
}

/** Whether a host stands for others. */
export function isWildcard(host: string): boolean {
  return host.includes('*');
}

/** Whether some host of a namespace is meant by both; `*.a` is every host that ends so. */
export function meet(a: string, b: string): boolean {
  return a === b || within(a, b) || within(b, a);
}

/** Whether a wildcard stands for a host, or for all that another wildcard stands for. */
export function within(host: string, wildcard: string): boolean {
  const star = wildcard.indexOf('*');
  return star >= 0 && host !== wildcard && host.startsWith(wildcard.slice(0, star)) && host.endsWith(wildcard.slice(star + 1));
}

/** Hosts of servers, so that pairs are not compared one by one. */
export class Hosts {
  private readonly all = new Array<Listening>();
  private readonly wildcards = new Array<Listening>();
  private readonly byName = new Map<string, Listening[]>();
  private readonly known = new Set<string>();

  /** Of those with one host, port and key the first stands for all: many routes may share a host. */
  public add(listening: Listening): void {
    const place = `${listening.port} ${listening.host} ${listening.key}`;
    if (this.known.has(place)) return;
    this.known.add(place);
    const name = nameOf(listening.host);
    this.all.push(listening);
    if (isWildcard(name)) this.wildcards.push(listening);
    const there = this.byName.get(name);
    if (there) there.push(listening);
    else this.byName.set(name, [listening]);
  }

  /** The first one. */
  public get first(): Listening | undefined {
    return this.all[0];
  }

  /** Those of the same name, and those that may cover it or be covered by it. */
  public near(name: string): readonly Listening[] {
    if (isWildcard(name)) return this.all;
    return [...this.byName.get(name) ?? [], ...this.wildcards];
  }
}

/** What is done with a host, for messages. */
export function told(listening: Listening): string {
  const { kind, tls } = listening;
  const certificate = certificateOf(listening);
  const ended = `${tls?._mode}${certificate === undefined ? '' : ` with ${certificate}`}`;
  switch (kind) {
    case 'http': return 'plain HTTP';
    case 'tcp': return 'plain TCP';
    case 'redirect': return 'a redirect to HTTPS';
    case 'tls': return tls?._mode === 'PASSTHROUGH' ? 'TLS passed through' : `TCP in ${ended}`;
    case 'https': return ended;
  }
}
