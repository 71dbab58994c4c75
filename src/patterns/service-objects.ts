import { Construct } from 'constructs';
import { callingNamespaces } from './call-graph';
import { exists } from './children';
import { exportedTo } from './exported-to';
import { meshRoutes } from './mesh-routes';
import { Routing } from './routing';
import { ServiceVersions } from './service-versions';
import { trafficNotices } from './traffic-notices';
import { IMeshNamespace } from '../core/bindings';
import { UsageError } from '../core/errors';
import { objectName } from '../core/naming';
import { addNotices } from '../core/notices';
import { partOf } from '../core/owner';
import { DestinationRule } from '../resources/destination-rule';
import { Subset } from '../resources/subset';
import { VirtualService } from '../resources/virtual-service';
import { Visibility } from '../resources/visibility';

/** The service whose objects these are, and what they are made of. */
interface Hub extends Construct {
  readonly name: string;
  readonly host: string;
  readonly namespace: IMeshNamespace;
  readonly _versions: ServiceVersions;
  _routing(): Routing;
}

/**
 * The VirtualService and the DestinationRule of a service. Which of them exist follows what was said; what they contain is asked
 * at synthesis. The DestinationRule comes first however the two came to be.
 */
export class ServiceObjects {
  private destinationRuleAsked = false;
  private virtualServiceAsked = false;
  private watched = false;

  private readonly seenByCallers: Visibility;

  public constructor(private readonly hub: Hub) {
    this.seenByCallers = exportedTo(hub, hub.namespace.namespaceName, callingNamespaces);
    this.reconcile();
  }

  public get destinationRule(): DestinationRule {
    this.destinationRuleAsked = true;
    this.reconcile();
    return this.ruleScope.node.findChild('DestinationRule') as DestinationRule;
  }

  public get virtualService(): VirtualService {
    this.requireRoutes();
    this.virtualServiceAsked = true;
    this.reconcile();
    return this.hub.node.findChild('Routes') as VirtualService;
  }

  /** Kind of an object that somebody asked for, and may have overrides for. */
  public get asked(): string | undefined {
    if (this.virtualServiceAsked) return 'VirtualService';
    return this.destinationRuleAsked ? 'DestinationRule' : undefined;
  }

  /** Makes what is to be there and is not, and takes away what is there and should not. */
  public reconcile(): void {
    const { traffic, table, ownDefault } = this.hub._routing();
    const { _versions: versions } = this.hub;
    const routes = traffic.hasRoutes || (ownDefault ?? false);
    // A controller that writes the routes writes both objects.
    const versioned = !table && (this.destinationRuleAsked || !versions.isEmpty || traffic.hasPolicy);
    const routed = !table && (this.virtualServiceAsked || routes);
    if (routed && !versioned) this.keepPlace();
    exists(this.ruleScope, 'DestinationRule', versioned, () => this.addDestinationRule());
    exists(this.hub, 'Routes', routed, () => this.addVirtualService());
    if (routes || traffic.hasPolicy || versions.retiredNames.length > 0) this.watchTraffic();
  }

  private get ruleScope(): Construct {
    return this.hub.node.tryFindChild('Versions') as Construct | undefined ?? this.hub;
  }

  /** A scope before the VirtualService, so that a DestinationRule comes first also when it comes later. */
  private keepPlace(): void {
    if (this.ruleScope === this.hub) new Construct(this.hub, 'Versions');
  }

  private addDestinationRule(): void {
    const { name, host, namespace } = this.hub;
    const rule = partOf(this.hub, new DestinationRule(this.ruleScope, 'DestinationRule', {
      host, namespace, metadata: { name: objectName(this.hub, name) }, exportTo: this.seenByCallers,
    }));
    rule._contentFrom(() => {
      const { policies } = this.hub._routing().traffic;
      return {
        trafficPolicy: policies.policy(),
        subsets: this.hub._versions.subsets.map(([version, labels]) => Subset.of(version, labels, policies.policy(version))),
      };
    });
  }

  /** A service that nothing is said about has nothing to report. */
  private watchTraffic(): void {
    if (this.watched) return;
    this.watched = true;
    addNotices(this.hub, () => trafficNotices(this.hub, this.hub._routing(), this.hub._versions));
  }

  /** A port that carries TLS is routed by server names, which nobody said: there would be nothing to write. */
  private requireRoutes(): void {
    const { ports } = this.hub._routing();
    if (ports.some(port => port._isHttp || !port._isTls)) return;
    throw new UsageError(this.hub, `there are no routes to write for ${this.hub.name}, which has TLS ports only`, 'write a VirtualService of your own, with routes by server name');
  }

  private addVirtualService(): void {
    const { name, host, namespace } = this.hub;
    const routes = partOf(this.hub, new VirtualService(this.hub, 'Routes', {
      hosts: [host], namespace, metadata: { name: objectName(this.hub, name) }, exportTo: this.seenByCallers,
    }));
    routes._contentFrom(() => meshRoutes(this.hub, this.hub._routing(), this.virtualServiceAsked));
  }
}
