import { requireHeaderName } from './header-name';
import { quoted, UsageError } from '../core/errors';

type Json = { [key: string]: unknown };

const JWT = 'envoy.filters.http.jwt_authn';

/** By what requests are told apart for a rate limit: each value has a count of its own. */
export class RequestKey {
  /**
   * The value of a header. Requests without it are not counted.
   * @param name header; one that clients write freely limits nobody who minds
   */
  public static header(name: string): RequestKey {
    requireHeaderName('RequestKey.header', name);
    return new RequestKey(name.toLowerCase(), { request_headers: { header_name: name.toLowerCase(), descriptor_key: name.toLowerCase() } });
  }

  /**
   * A claim of the validated token, as text. Requests without it are not counted. Needs a `JwtProtection` for the same target.
   * @param name claim, nested with dots; a dot inside a name is written `\.`
   */
  public static claim(name: string): RequestKey {
    const parts = name.split(/(?<!\\)\./).map(part => part.replace(/\\\./g, '.'));
    if (parts.includes('')) throw new UsageError('RequestKey.claim', `the claim is ${quoted(name)}`, 'join the names of nested claims with dots, for example "account.id"');
    const path = ['payload', ...parts].map(key => ({ key }));
    return new RequestKey(name, { metadata: { descriptor_key: name, metadata_key: { key: JWT, path } } });
  }

  /** The address of the client, from X-Forwarded-For or PROXY protocol: right at a gateway, if it is told how many proxies to trust. */
  public static clientIp(): RequestKey {
    return new RequestKey('remote_address', { remote_address: {} });
  }

  /** The HTTP method. */
  public static method(): RequestKey {
    return new RequestKey('method', { request_headers: { header_name: ':method', descriptor_key: 'method' } });
  }

  /**
   * Only requests for a path and what is under it, with one count for all of them. Others are not counted.
   * @param path path of whole segments: `/login` is `/login`, `/login?a` and `/login/a`
   */
  public static underPath(path: string): RequestKey {
    if (!/^\/[^?#*{}\s]*$/.test(path)) throw new UsageError('RequestKey.underPath', `the path is ${quoted(path)}`, 'start it with "/", and leave query and wildcards out');
    const segments = path.replace(/\/$/, '');
    const expression = `${segments.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')}([/?].*)?`;
    const headers = [{ name: ':path', string_match: { safe_regex: { regex: expression } } }];
    return new RequestKey('path', { header_value_match: { descriptor_key: 'path', descriptor_value: segments || '/', headers } }, segments || '/');
  }

  private constructor(private readonly key: string, private readonly action: Json, private readonly value?: string) {}

  /**
   * Name, and value where there is just one, in the configuration of the rate limit service.
   * @internal
   */
  public get _descriptor(): { key: string; value?: string } {
    return { key: this.key, ...this.value !== undefined && { value: this.value } };
  }

  /**
   * How a proxy finds it out.
   * @internal
   */
  public get _action(): Json {
    return this.action;
  }
}
