import { HttpRoute } from './http-route';
import { TcpRoute } from './tcp-route';
import { TlsRoute } from './tls-route';

/** What a pattern has written instead of what was added. */
export interface VirtualServiceContent {
  /** Those of the props when left out. */
  readonly hosts?: string[];
  readonly http: HttpRoute[];
  readonly tcp: TcpRoute[];
  readonly tls: TlsRoute[];
}
