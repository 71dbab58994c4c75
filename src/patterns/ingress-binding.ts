import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayReference } from './gateway-reference';
import { IngressGateway } from './ingress-gateway';
import { IIngressGateway, IMeshNamespace } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requirePort, requireSome, requireWildcardHost } from '../core/require';
import { ServerTls } from '../resources/server-tls';
import { requireHosts } from '../resources/virtual-service-hosts';

/** Where a route is to be on a gateway. */
export interface Binding {
  readonly owner: Construct;
  readonly gateway: IIngressGateway;
  readonly hosts: string[];
  readonly port: number;
  readonly tls?: ServerTls;
  readonly redirectPort?: number;
  readonly tcp?: boolean;
  readonly targetPort?: number;
}

/** Hosts as clients ask for them: whole names, each meant once. */
export function requireClientHosts(owner: Construct, hosts: string[]): void {
  requireSome(owner, 'hosts', hosts);
  hosts.forEach(host => requireWildcardHost(owner, 'hosts', host));
  const short = hosts.find(host => host !== '*' && !host.includes('.'));
  if (short !== undefined) throw new UsageError(owner, `hosts has ${quoted(short)}, a short name`, 'use the name as clients send it, such as "api.example.com"');
  requireHosts(owner, hosts, false);
}

/** The port that is meant: of a gateway, the one for plain HTTP or the one for TLS. */
export function portOn(owner: Construct, gateway: IIngressGateway, port: number | undefined, tls: ServerTls | undefined): number {
  if (port !== undefined) requirePort(owner, 'port', port);
  const known = gateway instanceof IngressGateway || gateway instanceof GatewayReference ? gateway._ports : { http: 80, https: 443 };
  return port ?? (tls?._mode === 'NONE' ? known.http : known.https);
}

/** As a Gateway has them: only routes of that namespace can bind to them. */
export function boundHosts(hosts: string[], { namespaceName }: IMeshNamespace): string[] {
  return hosts.map(host => `${namespaceName}/${host}`);
}

/** Makes a gateway of this app listen, and refuses what only the owner of another one can say. Gives the Certificate, if one is asked for. */
export function serve({ gateway, tls, hosts, ...binding }: Binding, namespace: IMeshNamespace): ApiObject | undefined {
  const { owner } = binding;
  if (tls?._mode === 'AUTO_PASSTHROUGH') throw new UsageError(owner, 'tls is ServerTls.autoPassthrough(), which needs no routes', 'use it in a Gateway, with GatewayServer.tls');
  if (!(gateway instanceof IngressGateway)) {
    if (tls && tls._mode !== 'PASSTHROUGH') throw new UsageError(owner, 'tls is said for a gateway that somebody else owns', 'leave it out: hosts and certificates are its owner\'s');
    return undefined;
  }
  if (!tls) throw new UsageError(owner, 'tls is not said', `use ServerTls.simple(secret), or ServerTls.none() for plain ${binding.tcp ? 'TCP' : 'HTTP'}`);
  return gateway._serve({ ...binding, tls, hosts: boundHosts(hosts, namespace) }, hosts);
}
