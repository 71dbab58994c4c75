import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, OwnerReference } from 'cdk8s';

type Texts = { [key: string]: string };

/** What is nothing but texts. */
const PLAIN = ['name', 'namespace', 'labels', 'annotations'];

/**
 * Metadata that can be written without cdk8s, which asks each value what it stands for, as long as there is nothing in it but name, namespace,
 * labels and annotations. It keeps those beside cdk8s, which has no way to ask for them.
 */
export class WrittenMetadata extends ApiObjectMetadataDefinition {
  #labels?: Texts;
  #annotations?: Texts;
  #isPlain: boolean;

  /** @param head what the object is made with; cdk8s has the same */
  public constructor(object: ApiObject, head: ApiObjectMetadata = {}) {
    const { chart } = object;
    const labels = { ...chart.labels, ...head.labels };
    super({ name: object.name, ...head, namespace: head.namespace ?? chart.namespace, labels, apiObject: object });
    this.#labels = some(labels);
    this.#annotations = head.annotations && some({ ...head.annotations });
    this.#isPlain = Object.keys(head).every(key => PLAIN.includes(key));
  }

  /** What to write, if that is all there is. */
  public get plain(): object | undefined {
    return this.#isPlain ? { annotations: this.#annotations, labels: this.#labels, name: this.name, namespace: this.namespace } : undefined;
  }

  public override addLabel(key: string, value: string): void {
    super.addLabel(key, value);
    this.#labels = { ...this.#labels, [key]: value };
  }

  public override addAnnotation(key: string, value: string): void {
    super.addAnnotation(key, value);
    this.#annotations = { ...this.#annotations, [key]: value };
  }

  public override addFinalizers(...finalizers: string[]): void {
    super.addFinalizers(...finalizers);
    this.#isPlain = false;
  }

  public override addOwnerReference(owner: OwnerReference): void {
    super.addOwnerReference(owner);
    this.#isPlain = false;
  }

  public override add(key: string, value: any): void {
    super.add(key, value);
    this.#isPlain = false;
  }
}

/** cdk8s leaves out what has nothing in it. */
function some(texts: Texts): Texts | undefined {
  return Object.values(texts).some(text => (text ?? undefined) !== undefined) ? texts : undefined;
}
