import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { argoMisfit, argoMisfitOf, ArgoClaim } from './argo-checks';
import { requireArgoRelease } from './argo-props';
import { routeNameFor } from './argo-routes';
import { ArgoMirror, argoSteps } from './argo-steps';
import { ArgoTraffic } from './argo-traffic';
import { HandOver } from './hand-over';
import { MeshService } from './mesh-service';
import { IMeshService } from './mesh-service-handle';
import { RolloutObject } from './rollout-object';
import { IRouteTarget } from '../core/bindings';
import { watch } from '../core/hook';
import { fitting, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { StepPlan } from '../resources/step-plan';

const SUBSETS = ['stable', 'canary'];

/** Properties for `ArgoRolloutsRelease`. */
export interface ArgoRolloutsReleaseProps {
  /**
   * Service whose traffic Argo Rollouts moves. With `canaryService` it is the stable Service.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
   */
  readonly service: MeshService;
  /**
   * Service that Argo Rollouts points at the new pods (host-level splitting), in the same namespace and with the same pod labels. Callers in
   * the mesh go on calling `service`.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#host-level-traffic-splitting
   * @default - subset-level splitting: one Service, subsets `stable` and `canary` whose labels Argo Rollouts completes
   */
  readonly canaryService?: IMeshService;
  /**
   * Deployment to write a Rollout for, by `workloadRef`. The Rollout has its name.
   * @see https://argo-rollouts.readthedocs.io/en/stable/migrating/#reference-deployment-from-rollout
   * @default - the Rollout is written elsewhere, and must contain `trafficRouting`
   */
  readonly deployment?: string;
  /**
   * Pods of the Rollout. When said, the Deployment is scaled to 0 as soon as they are healthy. Needs `deployment`.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
   * @default - left to an autoscaler, 1 without one; the Deployment keeps its pods
   */
  readonly replicas?: number;
  /**
   * Steps of the Rollout. Needs `deployment`.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/canary/
   * @default StepPlan.approved(20)
   */
  readonly steps?: StepPlan;
  /**
   * Share of the requests to copy to the new pods before the first step, for as long as a step, in whole percent, 1 to 100. Needs
   * `deployment`, and that nothing is said about single requests: the route that Argo Rollouts writes for it comes before all others.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/#traffic-mirroring-to-canary
   * @default - none are copied
   */
  readonly mirrorPercent?: number;
}

/**
 * Hands the weights of a service, on every way into it, to Argo Rollouts. It begins with everything on what is stable. Policies, faults
 * and previews of the service go on as before.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
 */
export class ArgoRolloutsRelease extends Construct {
  /** The Rollout, for `addJsonPatch`. None without `deployment`. */
  public readonly rollout?: ApiObject;
  private readonly traffic: ArgoTraffic;

  public constructor(scope: Construct, id: string, props: ArgoRolloutsReleaseProps) {
    super(scope, id);
    watch(this);
    requireArgoRelease(this, props);
    const { service, canaryService, deployment, replicas, mirrorPercent } = props;
    const mirror = mirrorPercent === undefined ? undefined : { name: fitting(`${service.name}-mirror`), percent: mirrorPercent };
    const claim = claimOf(props);
    handOver(this, props, claim);
    this.traffic = new ArgoTraffic({
      service,
      canaryHost: canaryService?.host,
      mirror,
      scaledDown: replicas === undefined ? undefined : deployment,
      targets: claim.targets,
      routeName: claim.routeName,
    });
    if (deployment !== undefined) this.rollout = this.addRollout(deployment, props, mirror);
  }

  /**
   * JSON for `spec.strategy.canary.trafficRouting` of a Rollout that is written elsewhere: every VirtualService and route that holds the
   * split, as far as they are known now, so ask when all ingress routes are there. With `canaryService` the Rollout also needs
   * `spec.strategy.canary.stableService` and `canaryService`.
   */
  public get trafficRouting(): string {
    return JSON.stringify(this.traffic.routing, undefined, 2);
  }

  /**
   * JSON for `spec.ignoreDifferences` of an Argo CD Application, so that it does not undo what Argo Rollouts writes, as far as it is known
   * now. It counts when syncing only with the sync options `RespectIgnoreDifferences=true` and `ApplyOutOfSyncOnly=true`.
   */
  public get argoCdIgnoreDifferences(): string {
    return JSON.stringify(this.traffic.ignoreDifferences, undefined, 2);
  }

  private addRollout(deployment: string, { service, replicas, steps = StepPlan.approved(20) }: ArgoRolloutsReleaseProps, mirror?: ArgoMirror): ApiObject {
    const name = objectName(this, deployment);
    return partOf(this, new RolloutObject(this, 'Rollout', {
      metadata: { ...name !== undefined && { name }, namespace: service.namespace.namespaceName },
      deployment,
      replicas,
      canary: () => ({ ...this.traffic.services, trafficRouting: this.traffic.routing, steps: argoSteps(steps, mirror) }),
    }));
  }
}

/** What is stable, and what is new. */
function targetsOf({ service, canaryService }: ArgoRolloutsReleaseProps): IRouteTarget[] {
  return canaryService ? [service, canaryService] : SUBSETS.map(name => service.version(name));
}

function claimOf(props: ArgoRolloutsReleaseProps): ArgoClaim {
  const { service, canaryService, mirrorPercent } = props;
  return {
    routeName: routeNameFor(service.name),
    // The subsets are not there yet.
    targets: canaryService ? targetsOf(props).map(target => target.targetConfig()) : SUBSETS.map(subset => ({ host: service.host, subset })),
    namespace: service.namespace.namespaceName,
    mirrors: mirrorPercent !== undefined,
    byHost: canaryService !== undefined,
  };
}

/** Makes the split, and has the services refuse what Argo Rollouts could not follow. */
function handOver(owner: Construct, props: ArgoRolloutsReleaseProps, claim: ArgoClaim): void {
  const { service, canaryService } = props;
  const { labels = {} } = service.callerConfig();
  const ofCanary: HandOver = { owner, controller: 'Argo Rollouts' };
  if (canaryService instanceof MeshService) canaryService._requireHandOver(ofCanary);
  service._handOver({
    ...ofCanary,
    versions: canaryService ? undefined : Object.fromEntries(SUBSETS.map(name => [name, labels])),
    contribution: () => ({ owner, routeName: claim.routeName, split: targetsOf(props).map((target, i) => ({ target, percent: i === 0 ? 100 : 0 })) }),
    misfit: contribution => argoMisfit(claim, contribution),
    misfitOf: way => argoMisfitOf(claim, way),
  });
  if (canaryService instanceof MeshService) canaryService._handOver(ofCanary);
}
