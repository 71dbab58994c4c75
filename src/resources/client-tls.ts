import { requireSecret } from './secret-name';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireDnsSubdomain, requireNonEmpty } from '../core/require';

type Settings = l1.DestinationRuleSpecTrafficPolicyTls;

const { DISABLE, ISTIO_UNDERSCORE_MUTUAL, MUTUAL, SIMPLE } = l1.DestinationRuleSpecTrafficPolicyTlsMode;

/** How the server is named and checked. */
export interface ServerCheckOptions {
  /**
   * Server name sent in the handshake. Needs `subjectAltNames`: with a name alone, the proxy accepts a certificate for *any* name of a trusted CA.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-sni
   * @default - the host of the request, which the certificate is then checked against
   */
  readonly sni?: string;
  /**
   * Names of which the server certificate must have one.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-subject_alt_names
   * @default - the host of the request
   */
  readonly subjectAltNames?: string[];
  /**
   * Accepts whatever certificate the server shows: encrypted, but perhaps to somebody else. Not together with a CA or names.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-insecure_skip_verify
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** How TLS without a client certificate checks the server. One source for the CA at most. */
export interface SimpleTlsOptions extends ServerCheckOptions {
  /**
   * Secret with the CA (`cacert` or `ca.crt`), in the namespace of each proxy that uses it. Sidecars ignore it, and would send *plain text*,
   * unless the rule has a `workloadSelector`; say `forGateways()` where only gateways call.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-credential_name
   * @default - the certificate authorities of the proxy image
   */
  readonly caSecret?: string;
  /**
   * ConfigMap with the CA (`ca.crt`), in the namespace of the rule. Sidecars and gateways may read it.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-credential_name
   * @default - the certificate authorities of the proxy image
   */
  readonly caConfigMap?: string;
  /**
   * File with the CA, in the container of the proxy.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_certificates
   * @default - the certificate authorities of the proxy image
   */
  readonly caFile?: string;
  /**
   * File with the revoked certificates of the CA, in the container of the proxy. Not with `caSecret` and `caConfigMap`, which can contain them.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_crl
   * @default - none
   */
  readonly crlFile?: string;
}

/** How TLS with a client certificate from files checks the server. */
export interface MutualTlsFileOptions extends ServerCheckOptions {
  /**
   * File with the CA, in the container of the proxy.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_certificates
   * @default - the certificate authorities of the proxy image
   */
  readonly caFile?: string;
  /**
   * File with the revoked certificates of the CA, in the container of the proxy.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_crl
   * @default - none
   */
  readonly crlFile?: string;
}

/** What the server sees and must show under Istio's own mutual TLS. */
export interface IstioMutualTlsOptions {
  /**
   * Server name sent in the handshake, for an egress gateway that tells servers apart by it.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-sni
   * @default - a name that Istio makes from host, port and subset
   */
  readonly sni?: string;
  /**
   * Identities of which the server must have one, for example `spiffe://cluster.local/ns/shop/sa/reviews`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-subject_alt_names
   * @default - those of the service's endpoints, where Istio knows them
   */
  readonly subjectAltNames?: string[];
}

/**
 * TLS of the calling proxy towards the host. Where nothing is said, Istio uses its own mutual TLS with whoever can do it, and that is best inside the mesh.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientTls {
  /** Plain text, even to servers that could do mutual TLS. */
  public static disable(): ClientTls {
    return new ClientTls({ mode: DISABLE });
  }

  /**
   * Istio's mutual TLS, always. A server that cannot do it is not reached.
   * @param options server name, identities
   */
  public static istioMutual(options: IstioMutualTlsOptions = {}): ClientTls {
    const { sni, subjectAltNames } = requireNames('ClientTls.istioMutual', options);
    return new ClientTls({ mode: ISTIO_UNDERSCORE_MUTUAL, sni, subjectAltNames });
  }

  /**
   * TLS without a client certificate.
   * @param options how the server is checked
   */
  public static simple(options: SimpleTlsOptions = {}): ClientTls {
    const where = 'ClientTls.simple';
    const { caSecret, caConfigMap, caFile, crlFile } = options;
    requireOneCa(where, options);
    if (caSecret !== undefined) requireSecret(where, 'caSecret', caSecret);
    if (caConfigMap !== undefined) requireDnsSubdomain(where, 'caConfigMap', caConfigMap);
    const checks = { ...checksOf(where, options, { caSecret, caConfigMap, caFile }), ...filesOf(where, caFile, crlFile) };
    return new ClientTls({ mode: SIMPLE, credentialName: caSecret, ...checks }, caConfigMap);
  }

  /**
   * TLS with a client certificate.
   * @param secret Secret with certificate, key and, if it is not a public one, CA of the server, in the namespace of each proxy that uses it.
   * Sidecars ignore it, and would send *plain text*, unless the rule has a `workloadSelector`; say `forGateways()` where only gateways call.
   * @param options how the server is checked
   */
  public static mutual(secret: string, options: ServerCheckOptions = {}): ClientTls {
    const where = 'ClientTls.mutual';
    requireSecret(where, 'secret', secret);
    return new ClientTls({ mode: MUTUAL, credentialName: secret, ...checksOf(where, options, {}) });
  }

  /**
   * TLS with a client certificate from files in the container of the proxy.
   * @param certificateFile path of the certificate
   * @param privateKeyFile path of its key
   * @param options how the server is checked
   */
  public static mutualFiles(certificateFile: string, privateKeyFile: string, options: MutualTlsFileOptions = {}): ClientTls {
    const where = 'ClientTls.mutualFiles';
    const { caFile, crlFile } = options;
    requireNonEmpty(where, 'certificateFile', certificateFile);
    requireNonEmpty(where, 'privateKeyFile', privateKeyFile);
    const checks = { ...checksOf(where, options, { caFile }), ...filesOf(where, caFile, crlFile) };
    return new ClientTls({ mode: MUTUAL, clientCertificate: certificateFile, privateKey: privateKeyFile, ...checks });
  }

  private constructor(private readonly settings: Settings, private readonly configMap?: string, private readonly gatewaysOnly: boolean = false) {}

  /** The same, for a host that only gateways call. Sidecars ignore Secrets without a `workloadSelector`, so a rule for both is refused. */
  public forGateways(): ClientTls {
    return new ClientTls(this.settings, this.configMap, true);
  }

  /**
   * The Secret that sidecars would ignore, unless the rule selects workloads.
   * @internal
   */
  public get _secretForSelected(): string | undefined {
    return this.gatewaysOnly ? undefined : this.settings.credentialName;
  }

  /**
   * What to write as `tls`.
   * @param namespace the one of the rule
   * @internal
   */
  public _render(namespace: string): Settings {
    return this.configMap === undefined ? this.settings : { ...this.settings, credentialName: `configmap://${namespace}/${this.configMap}` };
  }
}

function requireNames<T extends IstioMutualTlsOptions>(where: string, options: T): T {
  if (options.sni !== undefined) requireNonEmpty(where, 'sni', options.sni);
  options.subjectAltNames?.forEach(name => requireNonEmpty(where, 'subjectAltNames', name));
  // Empty lists are not written.
  return { ...options, subjectAltNames: options.subjectAltNames?.length ? [...options.subjectAltNames] : undefined };
}

/** @param authorities where the CA is said to be */
function checksOf(where: string, options: ServerCheckOptions, authorities: { [prop: string]: string | undefined }): Settings {
  const { sni, subjectAltNames, insecureSkipVerify } = requireNames(where, options);
  if (insecureSkipVerify) {
    const useless = Object.entries({ ...authorities, subjectAltNames }).find(([, value]) => value !== undefined);
    if (!useless) return { sni, insecureSkipVerify };
    throw new UsageError(where, `insecureSkipVerify is true, and ${useless[0]} is ${quoted(String(useless[1]))}`, `check the certificate, or leave ${useless[0]} out`);
  }
  if (sni !== undefined && !subjectAltNames) {
    throw new UsageError(where, `sni is ${quoted(sni)} without subjectAltNames, so that a certificate for any name would do`,
      `add subjectAltNames: [${quoted(sni)}], or leave sni out: then Istio sends and checks the host of the request`);
  }
  return { sni, subjectAltNames, insecureSkipVerify };
}

function filesOf(where: string, caFile?: string, crlFile?: string): Settings {
  if (caFile !== undefined) requireNonEmpty(where, 'caFile', caFile);
  if (crlFile !== undefined) requireNonEmpty(where, 'crlFile', crlFile);
  return { caCertificates: caFile, caCrl: crlFile };
}

function requireOneCa(where: string, options: SimpleTlsOptions): void {
  const said = (['caSecret', 'caConfigMap', 'caFile'] as const).filter(prop => options[prop] !== undefined);
  if (said.length > 1) throw new UsageError(where, `${said.join(' and ')} are given`, 'name one source of the CA');
  if (options.crlFile !== undefined && said.some(prop => prop !== 'caFile')) {
    throw new UsageError(where, `crlFile is ${quoted(options.crlFile)}, and ${said[0]} is given`, `put the revoked certificates into ${said[0] === 'caSecret' ? 'the Secret' : 'the ConfigMap'} (ca.crl)`);
  }
}
