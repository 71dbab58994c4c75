import { IConstruct } from 'constructs';
import { labelsOf, textOf } from './read';
import { Structure, structureOf } from './structure';

/** Where an object comes from: a construct, a file, or both. */
export interface Origin {
  /** The construct the user knows it by. */
  readonly construct?: IConstruct;
  /** The file that the object alone is written to, where the app writes such files. */
  readonly ownFile?: string;
  /** The file it was read from, as messages show it. */
  readonly file?: string;
  /** Which document of the file it is, from zero. */
  readonly document?: number;
  /** It exists somewhere else and is only looked at: nothing is reported of it. */
  readonly inventory?: boolean;
}

/** What tells an object from all others in a cluster. */
export interface ObjectKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One object as it is written. */
export class MeshObject implements ObjectKey {
  /** API group, without version. Empty for the core group. */
  public readonly group: string;
  public readonly kind: string;
  /** Empty where none is written: the object has none, or gets it when it is applied. */
  public readonly namespace: string;
  public readonly name: string;
  private held?: Structure;
  private keptSpec?: any;

  /**
   * @param json what is written; any shape, since it may be anybody's YAML
   * @param origin where it comes from
   */
  public constructor(public readonly json: any, public readonly origin: Origin) {
    const { apiVersion, kind, metadata } = json;
    const version = textOf(apiVersion);
    this.group = version.slice(0, Math.max(version.indexOf('/'), 0));
    this.kind = textOf(kind);
    this.namespace = textOf(metadata?.namespace);
    this.name = textOf(metadata?.name);
  }

  public get labels(): { readonly [key: string]: string } {
    return labelsOf(this.json.metadata?.labels);
  }

  public get annotations(): { readonly [key: string]: string } {
    return labelsOf(this.json.metadata?.annotations);
  }

  /** What the schema of its kind says of it. */
  public get structure(): Structure {
    return this.held ??= structureOf(this.json);
  }

  /**
   * What the API server keeps of the spec: without unknown fields and without values of a wrong type, so that whoever reads it finds the
   * types of the schema. What was taken away is reported by rules of its own.
   */
  public get spec(): any {
    return this.keptSpec ??= this.structure.admitted.spec ?? {};
  }
}

/** An object as messages name it: `VirtualService shop/reviews`. */
export function objectText({ kind, namespace, name }: ObjectKey): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
