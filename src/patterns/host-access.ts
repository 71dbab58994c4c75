import { Construct } from 'constructs';
import { exists } from './children';
import { NamespaceReference } from './namespace-reference';
import { requestScope } from './request-scope';
import { CallerConfig, ICaller, IIngressGateway, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { partOf } from '../core/owner';
import { Access } from '../resources/access';
import { AccessCondition } from '../resources/access-condition';
import { Attachment } from '../resources/attachment';
import { AuthorizationOperation } from '../resources/authorization-operation';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { AuthorizationRule } from '../resources/authorization-rule';
import { AuthorizationSource } from '../resources/authorization-source';
import { ValuePattern } from '../resources/value-pattern';

/**
 * Who may ask for the hosts of one ingress route. Written as a DENY for everybody else: an ALLOW for some hosts would be the first one of
 * the gateway, and close all the others.
 */
export class HostAccess {
  private readonly clientIps = new Set<string>();
  private readonly peerIps = new Set<string>();

  /** @param passesThrough whether connections for the hosts are passed on as they come, so that they carry no requests */
  public constructor(
    private readonly owner: Construct, private readonly gateway: IIngressGateway, private readonly hosts: string[], private readonly passesThrough: boolean,
  ) {}

  /** The policy, once there is one. */
  public get policy(): AuthorizationPolicy | undefined {
    return this.owner.node.tryFindChild('Clients') as AuthorizationPolicy | undefined;
  }

  public allow(caller: ICaller): void {
    this.requireHosts();
    const config = caller.callerConfig();
    requireAddresses(this.owner, config);
    config.clientIps?.forEach(range => this.clientIps.add(range));
    config.peerIps?.forEach(range => this.peerIps.add(range));
    exists(this.owner, 'Clients', true, () => this.addPolicy());
  }

  /** Istio compares hosts with the port that a client may put behind them, and knows one star only. */
  private requireHosts(): void {
    const wildcard = this.hosts.find(host => host.startsWith('*'));
    if (wildcard === undefined) return;
    throw new UsageError(this.owner, `its hosts have "${wildcard}", ${wildcard === '*' ? 'every host of the gateway' : 'which a request gets around by a port in its Host'}`,
      wildcard === '*' ? 'call allowFrom on the gateway' : 'name the hosts one by one, or call allowFrom on the gateway');
  }

  private addPolicy(): void {
    const { namespace, selector } = this.gateway.policyTargetConfig();
    const policy = partOf(this.owner, new AuthorizationPolicy(this.owner, 'Clients', {
      namespace: new NamespaceReference(namespace),
      attachTo: Attachment.workloads(selector!),
      access: Access.denyAll(),
    }));
    policy._contentFrom(() => Access._denyRequests(this.requests(this.gateway.policyTargetConfig()), ...this.passesThrough ? [this.connections()] : []));
  }

  /** Everybody who is not named. */
  private get others(): AuthorizationSource[] {
    return [AuthorizationSource.matching({ notRemoteIpBlocks: listed(this.clientIps), notIpBlocks: listed(this.peerIps) })];
  }

  private requests(target: PolicyTargetConfig): AuthorizationRule {
    const { notPorts, conditions } = requestScope(this.owner, target);
    return AuthorizationRule.of({
      from: this.others,
      to: [AuthorizationOperation.of({ hosts: this.hosts, notPorts })],
      conditions: conditions.length ? conditions : undefined,
    });
  }

  /** Connections that carry no requests have a server name only. */
  private connections(): AuthorizationRule {
    return AuthorizationRule.of({ from: this.others, conditions: [AccessCondition.serverName(...this.hosts.map(host => ValuePattern.exact(host)))] });
  }
}

function requireAddresses(where: Construct, { identities, namespaces, anyIdentity, clientIps, peerIps }: CallerConfig): void {
  if (identities?.length || namespaces?.length || anyIdentity) {
    throw new UsageError(where, 'the caller has an identity of the mesh, and clients of a gateway have none', 'name addresses with Caller.clientIps, or ask for tokens');
  }
  if (clientIps?.length || peerIps?.length) return;
  throw new UsageError(where, 'the caller is anyone, and nothing is refused here', 'leave the call out; where a gateway refuses by default, it is for the gateway: gateway.allowFrom(Caller.anyoneEvenUnauthenticated())');
}

function listed(values: Set<string>): string[] | undefined {
  return values.size ? [...values] : undefined;
}
