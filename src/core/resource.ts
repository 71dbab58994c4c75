import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IMeshNamespace } from './bindings';
import { UsageError } from './errors';
import { watch } from './hook';
import { objectName } from './naming';
import { addOverride } from './override';
import { requireDnsSubdomain } from './require';

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

/** What every Istio object of this library can do. The written object is the child `Resource`. */
export abstract class IstioResource extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    watch(this);
  }

  /** `metadata.name` of the object. */
  public get name(): string {
    return ApiObject.of(this).name;
  }

  /** `metadata.namespace` of the object. */
  public get namespace(): string {
    return ApiObject.of(this).metadata.namespace!;
  }

  /**
   * Sets a field of the written object, after serialization, so that fields unknown to the schema survive.
   * @param path dotted path, for example `spec.http.0.retries.retryOn`; a dot inside a key is written `\.`
   * @param value what to put there; `undefined` removes the field
   */
  public override(path: string, value: any): void {
    addOverride(ApiObject.of(this), path, value);
  }

  /**
   * Metadata to write, with the namespace of the handle or of the chart.
   * @internal
   */
  protected _metadata(props: IstioResourceProps): ApiObjectMetadata {
    const namespace = props.namespace?.namespaceName ?? Chart.of(this).namespace;
    if (!namespace) {
      throw new UsageError(this, 'no namespace is known', 'pass namespace, or give the chart one: new Chart(app, id, { namespace })');
    }
    const { name = objectName(this), labels, annotations } = props.metadata ?? {};
    if (name !== undefined) requireDnsSubdomain(this, 'metadata.name', name);
    // cdk8s takes a name that is there and undefined for the name.
    return { ...name !== undefined && { name }, namespace, labels, annotations };
  }
}
