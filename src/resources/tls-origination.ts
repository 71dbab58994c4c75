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
   * Secret with the CA as `ca.crt`, beside the proxy that speaks TLS: in the namespace of the egress gateway's pods, else in that of each caller. Needs
   * `through` or `callers` that are workloads, as `TlsOrigination.mutual` does. With a client certificate, put the CA into its Secret.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-credential_name
   * @default - the certificate authorities of the proxy image
   */
  readonly caSecret?: string;
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
    const { sni, subjectAltNames, caFile, caSecret } = options;
    return new TlsOrigination('proxy', ClientTls.simple({ sni, subjectAltNames, caFile, caSecret }), caSecret === undefined ? undefined : 'caSecret');
  }

  /**
   * The proxy, with a client certificate. Needs `through` an egress gateway, or `callers` that are workloads: a sidecar reads the Secret only for a rule
   * that selects it.
   * @param secret Secret with certificate and key, and the CA of the server as `ca.crt` if it is not a public one; in the namespace of the egress gateway's
   * pods, else in that of each caller
   * @param options how the server is checked
   */
  public static mutual(secret: string, options: TlsOriginationOptions = {}): TlsOrigination {
    const where = 'TlsOrigination.mutual';
    check(where, options);
    requireSecret(where, 'secret', secret);
    const ca = (['caFile', 'caSecret'] as const).find(prop => options[prop] !== undefined);
    if (ca) throw new UsageError(where, `${ca} is given beside a Secret`, 'put the CA into the Secret, as ca.crt');
    const { sni, subjectAltNames } = options;
    return new TlsOrigination('proxy', ClientTls.mutual(secret, { sni, subjectAltNames }), 'a client certificate');
  }

  /** The application itself. The proxy sees the server name only, so timeouts and retries are refused. */
  public static byApplication(): TlsOrigination {
    return new TlsOrigination('application');
  }

  /** Nobody: plain text on the wire. */
  public static none(): TlsOrigination {
    return new TlsOrigination('nobody');
  }

  private constructor(private readonly originator: Originator, private readonly clientTls?: ClientTls, private readonly secret?: string) {}

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
   * What is read from a Secret, for messages, if anything is. Each caller needs a rule of its own then, so that its sidecar does.
   * @internal
   */
  public get _fromSecret(): string | undefined {
    return this.secret;
  }
}

function check(where: string, { sni, subjectAltNames, caSecret }: TlsOriginationOptions): void {
  if (caSecret !== undefined) requireSecret(where, 'caSecret', caSecret);
  if (sni !== undefined) requireHost(where, 'sni', sni);
  subjectAltNames?.forEach(name => requireNonEmpty(where, 'a name of subjectAltNames', name));
  if (sni !== undefined && !subjectAltNames?.length) {
    throw new UsageError(where, 'sni is said without subjectAltNames: Envoy would accept a certificate for any name of a trusted CA', 'add subjectAltNames, or leave sni out');
  }
}
