import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';

/** What a Certificate is for. */
export interface CertificateProps {
  readonly metadata: ApiObjectMetadata;
  /** Secret that cert-manager writes, in the same namespace. */
  readonly secretName: string;
  readonly dnsNames: string[];
  /** Name of the ClusterIssuer. */
  readonly issuer: string;
}

/** A Certificate of cert-manager (`cert-manager.io/v1`). */
export class CertificateObject extends ApiObject {
  public constructor(scope: Construct, id: string, { metadata, secretName, dnsNames, issuer }: CertificateProps) {
    super(scope, id, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata,
      spec: { secretName, dnsNames, issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer } },
    });
  }
}
