import { EnvoyConfig } from './envoy-config';
import * as l1 from '../../imports/networking.istio.io';

const Kind = l1.EnvoyFilterSpecConfigPatchesPatchOperation;

/**
 * What is done with the piece of configuration that a patch finds. Each kind of piece takes some of them.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation
 */
export class EnvoyOperation {
  /**
   * Merges into what is there. Lists grow.
   * @param config fields to set
   */
  public static merge(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.MERGE, config);
  }

  /**
   * Merges into what is there. Lists are replaced.
   * @param config fields to set
   */
  public static mergeAndReplaceList(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.MERGE_UNDERSCORE_AND_UNDERSCORE_REPLACE_UNDERSCORE_LIST, config);
  }

  /**
   * Adds at the end.
   * @param config the whole new piece
   */
  public static add(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.ADD, config);
  }

  /** Takes out what is found. */
  public static remove(): EnvoyOperation {
    return new EnvoyOperation(Kind.REMOVE);
  }

  /**
   * Adds before what is found. At the beginning where the patch names nothing.
   * @param config the whole new piece
   */
  public static insertBefore(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.INSERT_UNDERSCORE_BEFORE, config);
  }

  /**
   * Adds after what is found. At the end where the patch names nothing.
   * @param config the whole new piece
   */
  public static insertAfter(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.INSERT_UNDERSCORE_AFTER, config);
  }

  /**
   * Adds at the beginning.
   * @param config the whole new piece
   */
  public static insertFirst(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.INSERT_UNDERSCORE_FIRST, config);
  }

  /**
   * Puts something else in its place.
   * @param config the whole new piece
   */
  public static replace(config: EnvoyConfig): EnvoyOperation {
    return new EnvoyOperation(Kind.REPLACE, config);
  }

  private constructor(private readonly kind: l1.EnvoyFilterSpecConfigPatchesPatchOperation, private readonly config?: EnvoyConfig) {}

  /**
   * Name of the operation as Istio writes it.
   * @internal
   */
  public get _kind(): string {
    return this.kind;
  }

  /**
   * What to write.
   * @internal
   */
  public _render(): l1.EnvoyFilterSpecConfigPatchesPatch {
    return { operation: this.kind, value: this.config?._render() };
  }
}
