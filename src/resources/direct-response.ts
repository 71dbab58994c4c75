import { VirtualServiceSpecHttpDirectResponse } from '../../imports/networking.istio.io';
import { IRouteAction } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireInteger } from '../core/require';

const MAX_BODY = 1024 * 1024;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * An answer from the proxy itself.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
 */
export class DirectResponse implements IRouteAction {
  /**
   * A status, with or without a plain text.
   * @param status 200 to 599
   * @param body text of at most 1 MiB; none when left out
   */
  public static text(status: number, body?: string): DirectResponse {
    return DirectResponse.checked('DirectResponse.text', status, body === undefined ? undefined : { string: body }, Buffer.byteLength(body ?? ''));
  }

  /**
   * A status with JSON, sent as `content-type: application/json`.
   * @param status 200 to 599
   * @param json JSON text of at most 1 MiB
   */
  public static json(status: number, json: string): DirectResponse {
    try {
      JSON.parse(json);
    } catch (error) {
      throw new UsageError('DirectResponse.json', `the text is not JSON: ${(error as Error).message}`, 'pass the output of JSON.stringify');
    }
    return DirectResponse.checked('DirectResponse.json', status, { string: json }, Buffer.byteLength(json), 'application/json');
  }

  /**
   * A status with binary content.
   * @param status 200 to 599
   * @param base64 content in base64, of at most 1 MiB
   */
  public static bytes(status: number, base64: string): DirectResponse {
    if (!BASE64.test(base64)) throw new UsageError('DirectResponse.bytes', 'the content is not base64', 'encode it, with padding and without line breaks');
    return DirectResponse.checked('DirectResponse.bytes', status, { bytes: base64 }, Buffer.from(base64, 'base64').length);
  }

  private static checked(where: string, status: number, body: VirtualServiceSpecHttpDirectResponse['body'], size: number, type?: string): DirectResponse {
    requireInteger(where, 'status', status, 200, 599);
    if (size > MAX_BODY) throw new UsageError(where, `the body has ${size} bytes`, `use at most ${MAX_BODY}; Istio sends it to every proxy`);
    return new DirectResponse({ status, body }, type);
  }

  private constructor(private readonly response: VirtualServiceSpecHttpDirectResponse, private readonly contentType?: string) {}

  /** Name of the action for messages and traces. */
  public describeAction(): string {
    return `answer ${this.response.status}`;
  }

  /**
   * Type of the content, where it is not plain text.
   * @internal
   */
  public get _contentType(): string | undefined {
    return this.contentType;
  }

  /**
   * What to write for a route.
   * @internal
   */
  public _render(): VirtualServiceSpecHttpDirectResponse {
    return this.response;
  }
}
