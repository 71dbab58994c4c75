import { Construct } from 'constructs';
import { CertificateObject } from './certificate-object';
import { IMeshNamespace } from '../core/bindings';
import { pathOf, quoted, UsageError } from '../core/errors';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { ServerTls } from '../resources/server-tls';

/** A Certificate that was asked for. */
interface Obtained {
  readonly owner: Construct;
  readonly hosts: string;
  readonly issuer: string;
  readonly object: CertificateObject;
}

/** The Certificates of one gateway, beside its pods: one for each list of hosts, whoever asks for it. */
export class GatewayCertificates {
  private readonly all = new Map<string, Obtained>();

  public constructor(private readonly namespace: IMeshNamespace) {}

  /** The TLS settings with the Secret that the certificate for these hosts will be in, or the settings as they are. */
  public resolved(owner: Construct, tls: ServerTls, hosts: string[]): ServerTls {
    const issuer = tls._issuer;
    if (issuer === undefined) return tls;
    if (hosts.includes('*')) throw new UsageError(owner, 'hosts has "*", and there is no certificate for every host', 'name the hosts, or "*.example.com" for all under one, or use ServerTls.simple(secret)');
    const name = nameFor(hosts);
    this.requireSame(owner, this.all.get(name), issuer, hosts);
    return tls._withSecret(secretFor(name));
  }

  /** The Certificate for these hosts, written at the first call. */
  public obtain(owner: Construct, { _issuer: issuer }: ServerTls, hosts: string[]): CertificateObject | undefined {
    if (issuer === undefined) return undefined;
    const name = nameFor(hosts);
    const known = this.all.get(name);
    if (known) return known.object;
    const object = partOf(owner, new CertificateObject(owner, 'Certificate', {
      metadata: { name: objectName(owner, name), namespace: this.namespace.namespaceName },
      secretName: secretFor(name),
      dnsNames: [...hosts],
      issuer,
    }));
    this.all.set(name, { owner, hosts: listed(hosts), issuer, object });
    return object;
  }

  private requireSame(owner: Construct, known: Obtained | undefined, issuer: string, hosts: string[]): void {
    if (!known) return;
    const other = `at [${pathOf(known.owner)}]`;
    if (known.issuer !== issuer) throw new UsageError(owner, `the certificate for ${hosts[0]} comes from ${quoted(issuer)} here and from ${quoted(known.issuer)} ${other}`, 'use one ClusterIssuer for a host');
    if (known.hosts !== listed(hosts)) {
      throw new UsageError(owner, `the certificate for ${hosts[0]} has the hosts ${listed(hosts)} here and ${known.hosts} ${other}`, 'give all routes of a host the same hosts, or use ServerTls.simple(secret)');
    }
  }
}

/** By the first host. Two apps that ask for a certificate of one host mean the same one. */
function nameFor([first]: string[]): string {
  return fitting(kebab(first.replace('*', 'wildcard')));
}

function secretFor(name: string): string {
  return fitting(`${name}-tls`);
}

function listed(hosts: string[]): string {
  return [...new Set(hosts)].sort().join(', ');
}
