import { mapOf } from '../model/read';

const FIELDS = ['serverCertificate', 'privateKey', 'caCertificates', 'caCrl', 'tlsCertificates', 'credentialName', 'credentialNames'];

/** Which fields of a server's `tls` name a certificate, in the order of the reference. */
export function certificateFields(tls: any): string[] {
  return FIELDS.filter(field => isSet(mapOf(tls)[field]));
}

/** Mode in force. */
export function tlsMode(tls: any): string {
  return mapOf(tls).mode ?? 'PASSTHROUGH';
}

/** Whether TLS ends there, with certificates other than those of the mesh. */
export function endsTls(tls: any): boolean {
  return ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(tlsMode(tls));
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}
