import { IRouteTarget, RouteTargetConfig } from '../core/bindings';

/** A subset of a DestinationRule, as a destination of routes. `DestinationRule.subset` gives it. */
export class SubsetTarget implements IRouteTarget {
  /**
   * A subset that the rule was asked for.
   * @internal
   */
  public static _of(config: RouteTargetConfig): SubsetTarget {
    return new SubsetTarget(config);
  }

  private constructor(private readonly config: RouteTargetConfig) {}

  /** The destination to write into routes. */
  public targetConfig(): RouteTargetConfig {
    return this.config;
  }

  /** Name of the action for messages and traces. */
  public describeAction(): string {
    const { host, subset, port } = this.config;
    return `${host}${port === undefined ? '' : `:${port}`}, subset ${subset}`;
  }
}
