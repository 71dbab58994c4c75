import { parseProtocol } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { ingressListeners } from '../sidecar-parts';

const FROM_SECRETS = ['credentialName', 'credentialNames', 'tlsCertificates'];
const UNSUPPORTED = ['subjectAltNames', 'httpsRedirect', ...FROM_SECRETS];

export const badIngressTls: Rule = {
  id: 'sidecar/bad-ingress-tls',
  severity: 'error',
  summary: 'an ingress listener ends TLS in a way that only gateways can, or on a port that is not for TLS',
  why: 'Istio refuses a Sidecar whose ingress tls has certificates from Secrets, redirects or names of clients, is not on an HTTPS or TLS port, or has no files for its mode',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { ingress: [{ port: { number: 8443, protocol: HTTPS }, defaultEndpoint: "127.0.0.1:8080", tls: { mode: SIMPLE, credentialName: web } }] }
`,
  good: `
kind: Sidecar
spec:
  ingress:
    - port: { number: 8443, protocol: HTTPS }
      defaultEndpoint: 127.0.0.1:8080
      tls: { mode: SIMPLE, serverCertificate: /certs/tls.crt, privateKey: /certs/tls.key }
`,
  check: mesh => findingsOf(ingressListeners(mesh).filter(({ value }) => value.tls), wrongs),
};

function * wrongs({ tls, port }: any): Iterable<Wrong> {
  const unsupported = UNSUPPORTED.filter(field => Array.isArray(tls[field]) ? tls[field].length > 0 : tls[field]);
  for (const field of unsupported) yield { field: `.tls.${field}`, problem: `${field} in the tls of a Sidecar`, fix: 'leave it out: a Sidecar takes serverCertificate, privateKey and caCertificates, files of the proxy' };
  const protocol = parseProtocol(mapOf(port).protocol ?? '');
  if (!['HTTPS', 'TLS'].includes(protocol)) yield { field: '.port.protocol', problem: `tls on a port with protocol ${mapOf(port).protocol ?? 'left out'}`, fix: 'use protocol HTTPS or TLS' };
  if (['ISTIO_MUTUAL', 'AUTO_PASSTHROUGH'].includes(tls.mode)) yield { field: '.tls.mode', problem: `mode ${tls.mode} in the tls of a Sidecar`, fix: 'use SIMPLE or MUTUAL; mutual TLS of the mesh is the matter of a PeerAuthentication' };
  else if (!unsupported.some(field => FROM_SECRETS.includes(field))) yield* wrongFiles(tls);
}

function * wrongFiles({ mode = 'PASSTHROUGH', serverCertificate, privateKey, caCertificates, caCrl }: any): Iterable<Wrong> {
  if (!['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode)) return;
  const missing = [!serverCertificate && 'serverCertificate', !privateKey && 'privateKey', mode !== 'SIMPLE' && !caCertificates && 'caCertificates'].filter(Boolean);
  if (missing.length > 0) yield { field: '.tls', problem: `mode ${mode} without ${missing.join(', ')}`, fix: 'name the files that the proxy finds them in' };
  if (mode === 'SIMPLE' && caCrl) yield { field: '.tls.caCrl', problem: 'a list of revoked certificates with mode SIMPLE', fix: 'leave out caCrl, or use mode MUTUAL' };
}
