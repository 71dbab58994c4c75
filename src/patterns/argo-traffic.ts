import { ArgoSplit, HeldRoutes, heldRoutes } from './argo-routes';
import { ArgoMirror } from './argo-steps';
import { meshRoutes } from './mesh-routes';
import { MeshService } from './mesh-service';
import { IHttpRouteTable } from '../resources/http-route';
import { VirtualServiceContent } from '../resources/virtual-service-content';

/** What Argo Rollouts moves. */
export interface ArgoTrafficOptions extends ArgoSplit {
  readonly service: MeshService;
  /** Host of the canary Service, where stable and canary are Services. */
  readonly canaryHost?: string;
  readonly mirror?: ArgoMirror;
  /** Deployment that Argo Rollouts scales to 0. */
  readonly scaledDown?: string;
}

/** A VirtualService with the routes that hold the split. */
interface Holder {
  readonly virtualService: IHttpRouteTable;
  readonly held: HeldRoutes;
}

const HASH = '.spec.subsets[].labels["rollouts-pod-template-hash"]';

/** What a Rollout and an Argo CD Application have to say about the traffic of a service, each time as it is now. */
export class ArgoTraffic {
  public constructor(private readonly options: ArgoTrafficOptions) {}

  /** `spec.strategy.canary.trafficRouting` of the Rollout. */
  public get routing(): object {
    const { mirror, canaryHost, service } = this.options;
    return {
      ...mirror && { managedRoutes: [{ name: mirror.name }] },
      istio: {
        virtualServices: this.holders().map(({ virtualService, held }) => ({ name: this.nameOf(virtualService), ...held.listed })),
        ...canaryHost === undefined && { destinationRule: { name: service.destinationRule.name, stableSubsetName: 'stable', canarySubsetName: 'canary' } },
      },
    };
  }

  /** The Services that stand for stable and canary, by the names that a Rollout has for them. */
  public get services(): object {
    const { canaryHost, service } = this.options;
    return canaryHost === undefined ? {} : { stableService: service.name, canaryService: canaryHost.split('.')[0] };
  }

  /** `spec.ignoreDifferences` of the Application. */
  public get ignoreDifferences(): object[] {
    const { canaryHost, scaledDown, service: { namespace: { namespaceName: namespace } } } = this.options;
    return [
      ...this.holders().map(({ virtualService, held }) => this.ignored('VirtualService', virtualService, this.weights(held))),
      ...canaryHost === undefined ? [this.ignored('DestinationRule', this.options.service.destinationRule, [HASH])] : [],
      ...scaledDown === undefined ? [] : [{ group: 'apps', kind: 'Deployment', name: scaledDown, namespace, jsonPointers: ['/spec/replicas'] }],
    ];
  }

  private ignored(kind: string, { name, namespace }: IHttpRouteTable, jqPathExpressions: string[]): object {
    return { group: 'networking.istio.io', kind, name, namespace, jqPathExpressions };
  }

  /** A route that Argo Rollouts adds is a difference as a whole. */
  private weights(held: HeldRoutes): string[] {
    const { mirror } = this.options;
    const ofHttp = (held.listed.routes ?? []).map(name => `.spec.http[] | select(.name == "${name}") | .route[].weight`);
    const ofMirror = mirror ? [`.spec.http[] | select(.name == "${mirror.name}")`] : [];
    return [...ofHttp, ...ofMirror, ...(['tcp', 'tls'] as const).filter(kind => held[kind]).map(kind => `.spec.${kind}[].route[].weight`)];
  }

  private holders(): Holder[] {
    const { service } = this.options;
    const own = this.holder(service.virtualService, meshRoutes(service, service._routing(), false));
    return [...own, ...service._ways.flatMap(({ virtualService, content }) => this.holder(virtualService, content()))];
  }

  private holder(virtualService: IHttpRouteTable, content: VirtualServiceContent): Holder[] {
    const held = heldRoutes(content, this.options);
    return held ? [{ virtualService, held }] : [];
  }

  /** As Argo Rollouts reads it: what is behind the last dot is the namespace. */
  private nameOf({ name, namespace }: IHttpRouteTable): string {
    return namespace === this.options.service.namespace.namespaceName && !name.includes('.') ? name : `${name}.${namespace}`;
  }
}
