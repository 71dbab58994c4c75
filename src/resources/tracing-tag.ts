import { requireHeaderName } from './header-name';
import * as l1 from '../../imports/telemetry.istio.io';
import { requireNonEmpty } from '../core/require';

/**
 * Where the value of a tag on a span comes from.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export class TracingTag {
  /**
   * Always the same.
   * @param value text, not empty
   */
  public static literal(value: string): TracingTag {
    requireNonEmpty('TracingTag.literal', 'value', value);
    return new TracingTag({ literal: { value } });
  }

  /**
   * A header of the request.
   * @param name header
   * @param defaultValue where there is none; no tag when left out
   */
  public static header(name: string, defaultValue?: string): TracingTag {
    requireHeaderName('TracingTag.header', name);
    return new TracingTag({ header: { name, defaultValue } });
  }

  /**
   * An environment variable of the proxy.
   * @param name variable
   * @param defaultValue where there is none; no tag when left out
   */
  public static environment(name: string, defaultValue?: string): TracingTag {
    requireNonEmpty('TracingTag.environment', 'name', name);
    return new TracingTag({ environment: { name, defaultValue } });
  }

  /**
   * Something that an access log could show.
   * @param value format of Envoy's access logs, for example `%REQUESTED_SERVER_NAME%`
   */
  public static formatter(value: string): TracingTag {
    requireNonEmpty('TracingTag.formatter', 'value', value);
    return new TracingTag({ formatter: { value } });
  }

  private constructor(private readonly tag: l1.TelemetrySpecTracingCustomTags) {}

  /**
   * What to write into `customTags`.
   * @internal
   */
  public _render(): l1.TelemetrySpecTracingCustomTags {
    return this.tag;
  }
}
