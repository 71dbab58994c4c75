import { ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { IMeshNamespace } from './bindings';
import { watch } from './hook';
import { addOverride } from './override';
import { WrittenObject } from './written';

/** Name, labels and annotations of an object. */
export interface ResourceMetadata {
  /**
   * `metadata.name`.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
   * @default - chart and construct path, in kebab case, or what the chart's own `generateObjectName` says
   */
  readonly name?: string;
  /**
   * Labels of the object, beside those of the chart.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of the object.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** Properties that every Istio object has. */
export interface IstioResourceProps {
  /**
   * Namespace of the object.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the chart
   */
  readonly namespace?: IMeshNamespace;
  /**
   * Name, labels and annotations.
   * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
   * @default - a name from the construct path, no labels or annotations
   */
  readonly metadata?: ResourceMetadata;
}

/** What every Istio object of this library can do, beside what every object of cdk8s can. */
export abstract class IstioResource extends WrittenObject {
  public constructor(scope: Construct, id: string, props: ApiObjectProps) {
    super(scope, id, props);
    watch(this);
  }

  /** `metadata.namespace` of the object. */
  public get namespace(): string {
    return this.metadata.namespace!;
  }

  /**
   * Sets a field of the written object, after serialization, so that fields unknown to the schema survive.
   * @param path dotted path, for example `spec.http.0.retries.retryOn`; a dot inside a key is written `\.`
   * @param value what to put there; `undefined` removes the field
   */
  public override(path: string, value: any): void {
    addOverride(this, path, value);
  }

  /**
   * The `spec` of the object, with the names of the schema.
   * @internal
   */
  protected abstract _spec(): unknown;
}
