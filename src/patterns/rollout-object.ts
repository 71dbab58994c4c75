import { ApiObject, ApiObjectMetadata, Lazy } from 'cdk8s';
import { Construct } from 'constructs';

/** What a Rollout is for. */
export interface RolloutObjectProps {
  readonly metadata: ApiObjectMetadata;
  /** Deployment that has the pod template. */
  readonly deployment: string;
  readonly replicas?: number;
  /** `spec.strategy.canary`, asked when the object is written. */
  readonly canary: () => object;
}

/** A Rollout of Argo Rollouts (`argoproj.io/v1alpha1`). Selector and pod template are those of a Deployment. */
export class RolloutObject extends ApiObject {
  public constructor(scope: Construct, id: string, { metadata, deployment, replicas, canary }: RolloutObjectProps) {
    super(scope, id, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata,
      spec: {
        replicas,
        workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment, scaleDown: replicas === undefined ? undefined : 'onsuccess' },
        strategy: { canary: Lazy.any({ produce: canary }) },
      },
    });
  }
}
