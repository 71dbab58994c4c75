import { requireSecret } from './secret-name';
import {
  IstioMutualServerTlsOptions, MutualServerTlsFileOptions, MutualServerTlsOptions, ServerTlsFileOptions, ServerTlsOptions, TlsVersionOptions,
} from './server-tls-options';
import { TlsVersion } from './tls-version';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireDnsSubdomain, requireNonEmpty } from '../core/require';

type Settings = l1.GatewaySpecServersTls;

const Mode = l1.GatewaySpecServersTlsMode;
const VERSIONS = [TlsVersion.V1_0, TlsVersion.V1_1, TlsVersion.V1_2, TlsVersion.V1_3];
const HASH = /^([0-9a-f]{64}|([0-9a-f]{2}:){31}[0-9a-f]{2})$/i;
const SPKI = /^[A-Za-z0-9+/]{43}=$/;

/**
 * How a gateway ends TLS for a host. Secrets are read in the namespace of the gateway's *pods*, not of the Gateway object.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /**
   * The gateway shows a certificate.
   * @param secret Secret with certificate and key
   * @param options second certificate, versions, ciphers
   */
  public static simple(secret: string, options: ServerTlsOptions = {}): ServerTls {
    return new ServerTls({ mode: Mode.SIMPLE, ...secretsOf('ServerTls.simple', secret, options) });
  }

  /**
   * The gateway shows a certificate, in files of its container.
   * @param certificateFile path of the certificate
   * @param privateKeyFile path of its key
   * @param options second certificate, versions, ciphers
   */
  public static simpleFiles(certificateFile: string, privateKeyFile: string, options: ServerTlsFileOptions = {}): ServerTls {
    return new ServerTls({ mode: Mode.SIMPLE, ...filesOf('ServerTls.simpleFiles', certificateFile, privateKeyFile, options) });
  }

  /**
   * The client has to show a certificate too.
   * @param secret Secret with certificate, key and the CA of the clients
   * @param options CA, clients that are let in, second certificate, versions, ciphers
   */
  public static mutual(secret: string, options: MutualServerTlsOptions = {}): ServerTls {
    return new ServerTls({ mode: Mode.MUTUAL, ...clientChecksOf('ServerTls.mutual', secret, options) });
  }

  /**
   * The client has to show a certificate too. All in files of the gateway's container.
   * @param certificateFile path of the certificate
   * @param privateKeyFile path of its key
   * @param caFile path of the CA of the clients
   * @param options clients that are let in, second certificate, versions, ciphers
   */
  public static mutualFiles(certificateFile: string, privateKeyFile: string, caFile: string, options: MutualServerTlsFileOptions = {}): ServerTls {
    return new ServerTls({ mode: Mode.MUTUAL, ...clientFilesOf('ServerTls.mutualFiles', certificateFile, privateKeyFile, caFile, options) });
  }

  /**
   * The client may show a certificate, which is then checked.
   * @param secret Secret with certificate, key and the CA of the clients
   * @param options CA, clients that are let in, second certificate, versions, ciphers
   */
  public static optionalMutual(secret: string, options: MutualServerTlsOptions = {}): ServerTls {
    return new ServerTls({ mode: Mode.OPTIONAL_UNDERSCORE_MUTUAL, ...clientChecksOf('ServerTls.optionalMutual', secret, options) });
  }

  /**
   * The client may show a certificate, which is then checked. All in files of the gateway's container.
   * @param certificateFile path of the certificate
   * @param privateKeyFile path of its key
   * @param caFile path of the CA of the clients
   * @param options clients that are let in, second certificate, versions, ciphers
   */
  public static optionalMutualFiles(
    certificateFile: string, privateKeyFile: string, caFile: string, options: MutualServerTlsFileOptions = {},
  ): ServerTls {
    const files = clientFilesOf('ServerTls.optionalMutualFiles', certificateFile, privateKeyFile, caFile, options);
    return new ServerTls({ mode: Mode.OPTIONAL_UNDERSCORE_MUTUAL, ...files });
  }

  /**
   * Istio's own mutual TLS, for clients in the mesh: an egress gateway.
   * @param options clients that are let in
   */
  public static istioMutual(options: IstioMutualServerTlsOptions = {}): ServerTls {
    return new ServerTls({ mode: Mode.ISTIO_UNDERSCORE_MUTUAL, ...namesOf('ServerTls.istioMutual', options) });
  }

  /**
   * The gateway shows a certificate that cert-manager obtains. `IngressRoute` and `TcpIngressRoute` write the Certificate for their hosts,
   * beside the pods of the gateway.
   * @param clusterIssuer name of the ClusterIssuer
   * @param options versions, ciphers
   * @see https://cert-manager.io/docs/usage/certificate/
   */
  public static certManager(clusterIssuer: string, options: TlsVersionOptions = {}): ServerTls {
    requireDnsSubdomain('ServerTls.certManager', 'clusterIssuer', clusterIssuer);
    return new ServerTls({ mode: Mode.SIMPLE, ...versionsOf('ServerTls.certManager', options) }, clusterIssuer);
  }

  /** TLS goes through to the service that the server name is routed to. The gateway sees nothing else. */
  public static passthrough(): ServerTls {
    return new ServerTls({ mode: Mode.PASSTHROUGH });
  }

  /** Istio's mutual TLS from other clusters goes through to the service that the server name encodes, without any route: an east-west gateway. */
  public static autoPassthrough(): ServerTls {
    return new ServerTls({ mode: Mode.AUTO_UNDERSCORE_PASSTHROUGH });
  }

  /** Plain text. */
  public static none(): ServerTls {
    return new ServerTls();
  }

  private constructor(private readonly settings?: Settings, private readonly issuer?: string) {}

  /**
   * The ClusterIssuer of a certificate that is still to be asked for.
   * @internal
   */
  public get _issuer(): string | undefined {
    return this.issuer;
  }

  /**
   * The same with the Secret that the certificate will be in.
   * @internal
   */
  public _withSecret(secret: string): ServerTls {
    return new ServerTls({ ...this.settings!, credentialName: secret });
  }

  /**
   * Same key, same TLS: the hosts can share a server.
   * @internal
   */
  public get _key(): string {
    return JSON.stringify(this.settings ?? {});
  }

  /**
   * Mode as Istio names it, or `NONE`.
   * @internal
   */
  public get _mode(): string {
    return this.settings?.mode ?? 'NONE';
  }

  /**
   * What to write as `tls`.
   * @internal
   */
  public _render(): Settings | undefined {
    return this.settings;
  }
}

function secretsOf(where: string, secret: string, options: ServerTlsOptions): Settings {
  const { secondSecret } = options;
  requireSecret(where, 'secret', secret);
  if (secondSecret === undefined) return { credentialName: secret, ...versionsOf(where, options) };
  requireSecret(where, 'secondSecret', secondSecret);
  if (secondSecret === secret) throw new UsageError(where, `secret and secondSecret are both ${quoted(secret)}`, 'name another Secret, or leave secondSecret out');
  return { credentialNames: [secret, secondSecret], ...versionsOf(where, options) };
}

function filesOf(where: string, serverCertificate: string, privateKey: string, options: ServerTlsFileOptions): Settings {
  const { secondCertificateFile, secondPrivateKeyFile } = options;
  requireNonEmpty(where, 'certificateFile', serverCertificate);
  requireNonEmpty(where, 'privateKeyFile', privateKey);
  const versions = versionsOf(where, options);
  if (secondCertificateFile === undefined && secondPrivateKeyFile === undefined) return { serverCertificate, privateKey, ...versions };
  if (!secondCertificateFile || !secondPrivateKeyFile) {
    throw new UsageError(where, `secondCertificateFile is ${quoted(secondCertificateFile)} and secondPrivateKeyFile is ${quoted(secondPrivateKeyFile)}`, 'give both, or none');
  }
  const second = { serverCertificate: secondCertificateFile, privateKey: secondPrivateKeyFile };
  return { tlsCertificates: [{ serverCertificate, privateKey }, second], ...versions };
}

function clientChecksOf(where: string, secret: string, options: MutualServerTlsOptions): Settings {
  const { caSecret, verifyCertificateHash: hashes, verifyCertificateSpki: keys, insecureSkipVerify } = options;
  if (caSecret !== undefined) requireSecret(where, 'caSecret', caSecret);
  // Envoy refuses the whole listener over one that is malformed.
  const hash = hashes?.find(each => !HASH.test(each));
  if (hash !== undefined) throw new UsageError(where, `verifyCertificateHash has ${quoted(hash)}, not a SHA-256 hash`, 'use 64 hex digits, with or without colons between the bytes');
  const key = keys?.find(each => !SPKI.test(each));
  if (key !== undefined) throw new UsageError(where, `verifyCertificateSpki has ${quoted(key)}, not a SHA-256 hash`, 'use 44 characters of base64');
  return {
    ...secretsOf(where, secret, options),
    caCertCredentialName: caSecret,
    ...namesOf(where, options),
    verifyCertificateHash: copyOf(hashes),
    verifyCertificateSpki: copyOf(keys),
    insecureSkipVerify,
  };
}

function clientFilesOf(where: string, certificate: string, privateKey: string, caFile: string, options: MutualServerTlsFileOptions): Settings {
  const { crlFile, insecureSkipVerify } = options;
  requireNonEmpty(where, 'caFile', caFile);
  if (crlFile !== undefined) requireNonEmpty(where, 'crlFile', crlFile);
  const client = { caCertificates: caFile, caCrl: crlFile, ...namesOf(where, options), insecureSkipVerify };
  return { ...filesOf(where, certificate, privateKey, options), ...client };
}

function namesOf(where: string, { subjectAltNames }: { subjectAltNames?: string[] }): Settings {
  subjectAltNames?.forEach(name => requireNonEmpty(where, 'subjectAltNames', name));
  return { subjectAltNames: copyOf(subjectAltNames) };
}

function versionsOf(where: string, { minVersion = TlsVersion.V1_2, maxVersion, cipherSuites = [] }: TlsVersionOptions): Settings {
  const highest = maxVersion === undefined ? -1 : VERSIONS.indexOf(maxVersion);
  if (highest >= 0 && highest < VERSIONS.indexOf(minVersion)) {
    throw new UsageError(where, `maxVersion is ${maxVersion}, below minVersion ${minVersion}`, 'raise maxVersion, or lower minVersion');
  }
  if ([TlsVersion.V1_0, TlsVersion.V1_1].includes(minVersion) && cipherSuites.length === 0) {
    throw new UsageError(where, `minVersion is ${minVersion} without cipherSuites, and the proxy has none for it`, 'use TlsVersion.V1_2, or say cipherSuites');
  }
  const twice = cipherSuites.find((suite, i) => cipherSuites.indexOf(suite) < i);
  if (twice) throw new UsageError(where, `cipherSuites has ${twice} twice`, 'name it once');
  return {
    minProtocolVersion: minVersion as unknown as l1.GatewaySpecServersTlsMinProtocolVersion,
    maxProtocolVersion: maxVersion as unknown as l1.GatewaySpecServersTlsMaxProtocolVersion | undefined,
    cipherSuites: copyOf(cipherSuites),
  };
}

/** Empty lists are not written. */
function copyOf(list?: string[]): string[] | undefined {
  return list?.length ? [...list] : undefined;
}
