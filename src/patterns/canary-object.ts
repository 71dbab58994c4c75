import { ApiObject, ApiObjectMetadata, Lazy } from 'cdk8s';
import { Construct } from 'constructs';

/** What a Canary is for. */
export interface CanaryObjectProps {
  readonly metadata: ApiObjectMetadata;
  /** Deployment that Flagger watches. */
  readonly deployment: string;
  /** `spec.service`, asked when the object is written. */
  readonly service: () => object;
  /** `spec.analysis`. */
  readonly analysis: object;
}

/** A Canary of Flagger (`flagger.app/v1beta1`), for Istio. */
export class CanaryObject extends ApiObject {
  public constructor(scope: Construct, id: string, { metadata, deployment, service, analysis }: CanaryObjectProps) {
    super(scope, id, {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      metadata,
      spec: {
        provider: 'istio',
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
        service: Lazy.any({ produce: service }),
        analysis,
      },
    });
  }
}
