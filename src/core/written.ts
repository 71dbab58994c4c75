import { ApiObject, ApiObjectProps, App, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { applyOverrides } from './override';
import { WrittenMetadata } from './written-metadata';

/** What an object of this library says of itself. */
interface Written {
  /** The `spec`, with the names of the schema. */
  _spec(): unknown;
}

let ownResolvers: number | undefined;
const NOT_PLAIN = Symbol('not plain');

/**
 * Has an object of this library answer `toJson` with what it wrote before. Nothing ends that.
 * @returns whether it is such an object
 */
export let remember: (object: ApiObject, json: unknown) => boolean;

/**
 * An object that writes its own JSON: the head, then `spec`, then JSON patches, then overrides. Both apply last, so that fields which the schema
 * does not know survive. A class rather than a method put on each object, because jsii calls the methods of the class. Declared as what it
 * derives from, because languages other than TypeScript are to see no more.
 */
export const WrittenObject: typeof ApiObject = class extends ApiObject {
  /** Whether it is one of these, so that it can remember what it writes. */
  static {
    remember = (object, json) => {
      const known = #head in object;
      if (known) object.#remembered = json;
      return known;
    };
  }

  public override readonly metadata: WrittenMetadata;
  #remembered?: unknown;
  #patches?: JsonPatch[];
  readonly #head: ApiObjectProps;

  public constructor(scope: Construct, id: string, props: ApiObjectProps) {
    super(scope, id, props);
    this.metadata = new WrittenMetadata(this, props.metadata);
    this.#head = props;
  }

  public override toJson(): any {
    if (this.#remembered) return this.#remembered;
    const written = this.#plainJson() ?? super.toJson();
    const json = this.#patches ? JsonPatch.apply(written, ...this.#patches) : written;
    applyOverrides(this, json);
    return json;
  }

  public override addJsonPatch(...ops: JsonPatch[]): void {
    this.#patches = [...this.#patches ?? [], ...ops];
  }

  /**
   * The short way, for values that are plain already, as they are in nearly every object. cdk8s asks each value of an object what it stands for,
   * and walks up the tree for each.
   */
  #plainJson(): object | undefined {
    const spec = (this as unknown as Written)._spec();
    try {
      if (usesOwnResolvers(this)) return { apiVersion: this.apiVersion, kind: this.kind, metadata: this.#plainMetadata(), spec: settled(spec) };
    } catch (error) {
      if (error !== NOT_PLAIN) throw error;
    }
    // The way of cdk8s begins with what the object was made from.
    Object.assign(this.#head, { spec });
    return undefined;
  }

  #plainMetadata(): unknown {
    const { plain } = this.metadata;
    return plain ? settled(plain) : this.metadata.toJson();
  }
};

/** More resolvers than every app has were given by the user, and may replace any value. */
function usesOwnResolvers(object: ApiObject): boolean {
  ownResolvers ??= new App().resolvers.length;
  return App.of(object).resolvers.length === ownResolvers && !process.env.CDK8S_DISABLE_SORT;
}

/** A copy of a plain value without what is empty, its keys sorted, as cdk8s makes it. Anything else is for cdk8s to look at. */
function settled(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value ?? undefined;
  if (Array.isArray(value)) return value.map(settled);
  if (Object.getPrototypeOf(value) !== Object.prototype || typeof (value as { resolve?: unknown }).resolve === 'function') throw NOT_PLAIN;
  const copy: { [key: string]: unknown } = {};
  const keys = sortedKeys(value);
  // No iterator: nothing else is called as often.
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const member = (value as { [key: string]: unknown })[key];
    const plain = typeof member === 'object' ? settled(member) : member;
    if (plain !== undefined) copy[key] = plain;
  }
  return copy;
}

/** Most are in order already. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i++) {
    if (keys[i] < keys[i - 1]) return keys.sort();
  }
  return keys;
}
