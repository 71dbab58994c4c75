import { ClientTls } from './client-tls';
import { requireSecret } from './secret-name';
import { UsageError } from '../core/errors';
import { requireHost, requireNonEmpty } from '../core/require';

/** Options for TLS towards an external host. */
export interface TlsOriginationOptions {
  /**
   * Server name sent in the handshake. Needs `subjectAltNames`: with a name alone, Envoy accepts a certificate for any name of a trusted CA.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-sni
   * @default - the host, and the certificate must be for it
   */
  readonly sni?: string;
  /**
   * Names of which the server certificate must have one.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-subject_alt_names
   * @default - the host
   */
  readonly subjectAltNames?: string[];
  /**
   * File with the CA, in the container of the proxy.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_certificates
   * @default - the certificate authorities of the proxy image
   */
  readonly caFile?: string;
}

type Originator = 'proxy' | 'application' | 'nobody';

/**
 * Who speaks TLS to an external host.
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
 */
export class TlsOrigination {
  /**
   * The proxy: the application calls `http://`, the wire carries TLS. Timeouts and retries work. The server's certificate is checked.
   * @param options how the server is checked
   */
  public static simple(options: TlsOriginationOptions = {}): TlsOrigination {
    check('TlsOrigination.simple', options);
    const { sni, subjectAltNames, caFile } = options;
    return new TlsOrigination('proxy', ClientTls.simple({ sni, subjectAltNames, caFile }));
  }

  /**
   * The proxy, with a client certificate. Needs `callers` that are workloads: a sidecar reads the Secret only for a rule that selects it.
   * @param secret Secret with certificate and key, and the CA of the server as `ca.crt` if it is not a public one; in the namespace of each caller
   * @param options how the server is checked
   */
  public static mutual(secret: string, options: TlsOriginationOptions = {}): TlsOrigination {
    const where = 'TlsOrigination.mutual';
    check(where, options);
    requireSecret(where, 'secret', secret);
    if (options.caFile !== undefined) throw new UsageError(where, 'caFile is given beside a Secret', 'put the CA into the Secret, as ca.crt');
    const { sni, subjectAltNames } = options;
    return new TlsOrigination('proxy', ClientTls.mutual(secret, { sni, subjectAltNames }), true);
  }

  /** The application itself. The proxy sees the server name only, so timeouts and retries are refused. */
  public static byApplication(): TlsOrigination {
    return new TlsOrigination('application');
  }

  /** Nobody: plain text on the wire. */
  public static none(): TlsOrigination {
    return new TlsOrigination('nobody');
  }

  private constructor(private readonly originator: Originator, private readonly clientTls?: ClientTls, private readonly readsSecret = false) {}

  /**
   * Who speaks TLS.
   * @internal
   */
  public get _originator(): Originator {
    return this.originator;
  }

  /**
   * TLS of the proxy.
   * @internal
   */
  public get _clientTls(): ClientTls | undefined {
    return this.clientTls;
  }

  /**
   * Whether each caller needs a rule of its own, so that its sidecar reads the Secret.
   * @internal
   */
  public get _readsSecret(): boolean {
    return this.readsSecret;
  }
}

function check(where: string, { sni, subjectAltNames }: TlsOriginationOptions): void {
  if (sni !== undefined) requireHost(where, 'sni', sni);
  subjectAltNames?.forEach(name => requireNonEmpty(where, 'a name of subjectAltNames', name));
  if (sni !== undefined && !subjectAltNames?.length) {
    throw new UsageError(where, 'sni is said without subjectAltNames: Envoy would accept a certificate for any name of a trusted CA', 'add subjectAltNames, or leave sni out');
  }
}
