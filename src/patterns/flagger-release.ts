import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { callingNamespaces } from './call-graph';
import { CanaryObject } from './canary-object';
import { exists } from './children';
import { exportedTo } from './exported-to';
import { analysis } from './flagger-analysis';
import { flaggerMisfit, flaggerMisfitOf, requireFlaggerName, requireFlaggerPorts, requireKeptLabels } from './flagger-checks';
import { flaggerService } from './flagger-service';
import { MeshService } from './mesh-service';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireDnsSubdomain } from '../core/require';
import { HttpRoute } from '../resources/http-route';
import { HttpRouteTable } from '../resources/http-route-table';
import { StepPlan } from '../resources/step-plan';
import { VirtualService } from '../resources/virtual-service';

/** Properties for `FlaggerRelease`. */
export interface FlaggerReleaseProps {
  /**
   * Service whose traffic Flagger moves. Flagger writes its Service, VirtualService and DestinationRules. Its `labels` must be some that
   * Flagger leaves alone: those that the Deployment selects by are others on the pods that serve.
   * @see https://docs.flagger.app/usage/how-it-works#canary-service
   */
  readonly service: MeshService;
  /**
   * Deployment that Flagger watches.
   * @see https://docs.flagger.app/usage/how-it-works#canary-target
   */
  readonly deployment: string;
  /**
   * Steps, with the time from one to the next: 10 seconds or more.
   * @see https://docs.flagger.app/usage/how-it-works#canary-analysis
   */
  readonly steps: StepPlan;
  /**
   * Least share of requests to the new version without a 5xx answer, in percent, 0 to 100, for a step to count.
   * @see https://docs.flagger.app/usage/metrics#builtin-metrics
   * @default 99
   */
  readonly minSuccessPercent?: number;
  /**
   * Longest time that 99 of 100 requests to the new version may take, for a step to count.
   * @see https://docs.flagger.app/usage/metrics#builtin-metrics
   * @default - not looked at
   */
  readonly maxDuration?: Duration;
  /**
   * Failed checks after which Flagger goes back.
   * @see https://docs.flagger.app/usage/how-it-works#canary-analysis
   * @default 5
   */
  readonly maxFailedChecks?: number;
  /**
   * Label that the Deployment selects its pods by. Flagger puts `-primary` behind its value on the pods that serve.
   * @see https://docs.flagger.app/faq#label-selectors
   * @default - any of `app`, `name` and `app.kubernetes.io/name`
   */
  readonly selectorLabel?: string;
}

/**
 * Hands a service to Flagger: a Canary with everything that is said about the service, and no VirtualService or DestinationRule of its
 * name. Gateways delegate to the VirtualService that Flagger writes. It then has no hosts, so from the first route of a gateway on there
 * is a VirtualService that delegates for callers in the mesh.
 * @see https://docs.flagger.app/tutorials/istio-progressive-delivery
 */
export class FlaggerRelease extends Construct {
  /** The Canary, for `addJsonPatch`. */
  public readonly canary: ApiObject;
  private readonly service: MeshService;

  public constructor(scope: Construct, id: string, props: FlaggerReleaseProps) {
    super(scope, id);
    watch(this);
    const { service, deployment, selectorLabel } = props;
    this.service = service;
    requireDnsSubdomain(this, 'deployment', deployment);
    requireFlaggerName(this, service);
    requireFlaggerPorts(this, service);
    requireKeptLabels(this, service, selectorLabel);
    const checks = analysis(this, props);
    const { namespaceName: namespace } = service.namespace;
    service._handOver({
      owner: this,
      controller: 'Flagger',
      table: HttpRouteTable.fromName(service.name, namespace),
      misfit: contribution => flaggerMisfit(service, contribution),
      misfitOf: way => flaggerMisfitOf(service, way),
      reached: () => this.reconcile(),
    });
    const name = objectName(this, service.name);
    this.canary = partOf(this, new CanaryObject(this, 'Canary', {
      metadata: { ...name !== undefined && { name }, namespace }, deployment, service: () => flaggerService(service), analysis: checks,
    }));
    this.reconcile();
  }

  /** Has callers in the mesh delegate as gateways do, once gateways do. */
  private reconcile(): void {
    exists(this, 'Mesh', this.service._ways.length > 0, () => this.addMeshRoutes());
  }

  private addMeshRoutes(): void {
    const { name, host, namespace } = this.service;
    const table = HttpRouteTable.fromName(name, namespace.namespaceName);
    const exportTo = exportedTo(this, namespace.namespaceName, () => callingNamespaces(this.service));
    partOf(this, new VirtualService(this, 'Mesh', {
      hosts: [host], namespace, metadata: { name: objectName(this, `${name}-mesh`) }, http: [HttpRoute.delegate(table)], exportTo,
    }));
  }
}
