/** Version of TLS. */
export enum TlsVersion {
  /** What the mesh says, else TLS 1.2 at least. */
  AUTO = 'TLS_AUTO',
  /** TLS 1.0. Broken, and only with cipher suites that are said. */
  V1_0 = 'TLSV1_0',
  /** TLS 1.1. Broken, and only with cipher suites that are said. */
  V1_1 = 'TLSV1_1',
  /** TLS 1.2. */
  V1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  V1_3 = 'TLSV1_3',
}
