import { Construct } from 'constructs';
import { exists } from './children';
import { meshRoutes } from './mesh-routes';
import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { trafficNotices } from './traffic-notices';
import { IMeshNamespace } from '../core/bindings';
import { objectName } from '../core/naming';
import { addNotices } from '../core/notices';
import { partOf } from '../core/owner';
import { DestinationRule } from '../resources/destination-rule';
import { Subset } from '../resources/subset';
import { VirtualService } from '../resources/virtual-service';

/** The service whose objects these are. */
interface Hub extends Construct {
  readonly name: string;
  readonly host: string;
  readonly namespace: IMeshNamespace;
}

/** What its objects are made of. */
interface Sources {
  readonly routing: () => Routing;
  readonly versions: Map<string, { [key: string]: string }>;
  /** There is something to route even when nothing was contributed. */
  readonly alwaysRoutes: boolean;
}

/**
 * The VirtualService and the DestinationRule of a service. Which of them exist follows what was said; what they contain is asked
 * at synthesis. The DestinationRule comes first however the two came to be.
 */
export class ServiceObjects {
  private destinationRuleAsked = false;
  private virtualServiceAsked = false;
  private watched = false;

  public constructor(private readonly hub: Hub, private readonly sources: Sources) {
    this.reconcile();
  }

  public get destinationRule(): DestinationRule {
    this.destinationRuleAsked = true;
    this.reconcile();
    return this.ruleScope.node.findChild('DestinationRule') as DestinationRule;
  }

  public get virtualService(): VirtualService {
    this.virtualServiceAsked = true;
    this.reconcile();
    return this.hub.node.findChild('Routes') as VirtualService;
  }

  /** Makes what is to be there and is not, and takes away what is there and should not. */
  public reconcile(): void {
    const { traffic } = this.sources.routing();
    const { versions, alwaysRoutes } = this.sources;
    const versioned = this.destinationRuleAsked || versions.size > 0 || traffic.hasPolicy;
    const routed = this.virtualServiceAsked || alwaysRoutes || traffic.hasRoutes;
    if (routed && !versioned) this.keepPlace();
    exists(this.ruleScope, 'DestinationRule', versioned, () => this.addDestinationRule());
    exists(this.hub, 'Routes', routed, () => this.addVirtualService());
    this.watchTraffic(traffic);
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
    const rule = partOf(this.hub, new DestinationRule(this.ruleScope, 'DestinationRule', { host, namespace, metadata: { name: objectName(this.hub, name) } }));
    rule._contentFrom(() => ({
      trafficPolicy: this.sources.routing().traffic.policy,
      subsets: [...this.sources.versions].map(([version, labels]) => Subset.of(version, labels)),
    }));
  }

  /** A service that says nothing about single requests has nothing to report about them. */
  private watchTraffic(traffic: ServiceTraffic): void {
    if (this.watched || !traffic.hasRoutes) return;
    this.watched = true;
    addNotices(this.hub, () => trafficNotices(this.hub, this.sources.routing()));
  }

  private addVirtualService(): void {
    const { name, host, namespace } = this.hub;
    const routes = partOf(this.hub, new VirtualService(this.hub, 'Routes', { hosts: [host], namespace, metadata: { name: objectName(this.hub, name) } }));
    routes._contentFrom(() => meshRoutes(this.hub, this.sources.routing()));
  }
}
