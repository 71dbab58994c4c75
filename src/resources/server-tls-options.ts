import { CipherSuite } from './cipher-suite';
import { TlsVersion } from './tls-version';

/** Versions and ciphers that clients may use. */
export interface TlsVersionOptions {
  /**
   * Lowest version of TLS. Below 1.2, `cipherSuites` are needed, because the proxy has none for it by default.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-min_protocol_version
   * @default TlsVersion.V1_2
   */
  readonly minVersion?: TlsVersion;
  /**
   * Highest version of TLS.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-max_protocol_version
   * @default - what the proxy can do, TLS 1.3
   */
  readonly maxVersion?: TlsVersion;
  /**
   * Ciphers for TLS 1.2 and below.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-cipher_suites
   * @default - those of the proxy
   */
  readonly cipherSuites?: CipherSuite[];
}

/** Options for a certificate from a Secret. */
export interface ServerTlsOptions extends TlsVersionOptions {
  /**
   * Secret with a second certificate for the same hosts, of another kind: ECDSA beside RSA.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-credential_names
   * @default - one certificate
   */
  readonly secondSecret?: string;
}

/** Options for a certificate from a Secret, and one of the client. */
export interface MutualServerTlsOptions extends ServerTlsOptions {
  /**
   * Secret or ConfigMap with the CA of the clients, beside the pods of the gateway.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-ca_cert_credential_name
   * @default - `ca.crt` or `cacert` of the first Secret, else the Secret `<secret>-cacert`
   */
  readonly caSecret?: string;
  /**
   * Names of which the client certificate must have one.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-subject_alt_names
   * @default - any certificate of the CA
   */
  readonly subjectAltNames?: string[];
  /**
   * SHA-256 hashes of client certificates that are let in, in hex, with or without colons.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-verify_certificate_hash
   * @default - any certificate of the CA
   */
  readonly verifyCertificateHash?: string[];
  /**
   * SHA-256 hashes of the public keys (SPKI) of client certificates that are let in, in base64. Either this or the certificate's hash has to match.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-verify_certificate_spki
   * @default - any certificate of the CA
   */
  readonly verifyCertificateSpki?: string[];
  /**
   * Lets clients in whose certificate fails the check. The service sees the certificate in `x-forwarded-client-cert` and must judge itself.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-insecure_skip_verify
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Options for a certificate from files. */
export interface ServerTlsFileOptions extends TlsVersionOptions {
  /**
   * File with a second certificate for the same hosts, of another kind: ECDSA beside RSA. Needs `secondPrivateKeyFile`.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate-server_certificate
   * @default - one certificate
   */
  readonly secondCertificateFile?: string;
  /**
   * File with the key of the second certificate.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate-private_key
   * @default - one certificate
   */
  readonly secondPrivateKeyFile?: string;
}

/** Options for a certificate from files, and one of the client. */
export interface MutualServerTlsFileOptions extends ServerTlsFileOptions {
  /**
   * Names of which the client certificate must have one.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-subject_alt_names
   * @default - any certificate of the CA
   */
  readonly subjectAltNames?: string[];
  /**
   * File with the revoked certificates of the CA.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-ca_crl
   * @default - none
   */
  readonly crlFile?: string;
  /**
   * Lets clients in whose certificate fails the check. The service sees the certificate in `x-forwarded-client-cert` and must judge itself.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-insecure_skip_verify
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Which clients of the mesh are let in. */
export interface IstioMutualServerTlsOptions {
  /**
   * Identities of which the client must have one, for example `spiffe://cluster.local/ns/shop/sa/reviews`.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-subject_alt_names
   * @default - any workload of the mesh
   */
  readonly subjectAltNames?: string[];
}
