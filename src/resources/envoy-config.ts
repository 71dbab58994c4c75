import { quoted, UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

type Json = { [key: string]: unknown };

/**
 * A piece of Envoy configuration, as JSON text: `EnvoyConfig.fromJson(JSON.stringify({ … }))`. Field names are those of Envoy's
 * documentation. Whether the fields exist is checked by Istio, not here.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/api
 */
export class EnvoyConfig {
  /**
   * Any piece: a listener, a cluster, a route.
   * @param text one JSON object
   */
  public static fromJson(text: string): EnvoyConfig {
    return new EnvoyConfig(parsed('EnvoyConfig.fromJson', text));
  }

  /**
   * A filter or an extension: a name, and configuration of a type (`name` and `typed_config`).
   * @param name name of the filter, for example `envoy.filters.http.local_ratelimit`
   * @param type message of the configuration, for example `envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit`
   * @param text fields of the configuration, as one JSON object
   */
  public static typed(name: string, type: string, text: string = '{}'): EnvoyConfig {
    const where = 'EnvoyConfig.typed';
    requireNonEmpty(where, 'name', name);
    requireNonEmpty(where, 'type', type);
    const url = type.includes('/') ? type : `type.googleapis.com/${type}`;
    requireNoV2(where, { '@type': url });
    return new EnvoyConfig({ name, typed_config: { '@type': url, ...parsed(where, text) } });
  }

  /**
   * From an object, for constructs of this library.
   * @internal
   */
  public static _of(value: Json): EnvoyConfig {
    return new EnvoyConfig(value);
  }

  private constructor(private readonly value: Json) {}

  /**
   * What to write.
   * @internal
   */
  public _render(): Json {
    return structuredClone(this.value);
  }
}

function parsed(where: string, text: string): Json {
  const value = parse(where, text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new UsageError(where, `the text is ${Array.isArray(value) ? 'a list' : quoted(value)}, not an object`, 'give one JSON object, for example { "name": "…" }');
  }
  requireNoV2(where, value);
  return value as Json;
}

function parse(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(where, `the text is not JSON: ${(error as Error).message}`, 'write JSON, for example with JSON.stringify; YAML is not read here');
  }
}

/** Types of Envoy's second API are gone from Envoy. A filter that has one takes its whole listener down. */
function requireNoV2(where: string, value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, member] of Object.entries(value)) {
    if (key === '@type' && typeof member === 'string' && /\.v2(alpha\d*)?\./.test(member)) {
      throw new UsageError(where, `${quoted(member)} is of Envoy's v2 API, which does not exist any more`, 'use the v3 type, for example "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua"');
    }
    requireNoV2(where, member);
  }
}
