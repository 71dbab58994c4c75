import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { endsTls } from '../server-tls';

/** From low to high. */
const VERSIONS = ['TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'];
/** Of a gateway that is told nothing. The mesh can only raise it. */
const LOWEST = VERSIONS.indexOf('TLSV1_2');

export const noTlsVersion: Rule = {
  id: 'gateway/no-tls-version',
  severity: 'error',
  summary: 'the lowest TLS version of a server is above the highest',
  why: 'a gateway takes the versions from minProtocolVersion, TLSV1_2 where nothing is said, to maxProtocolVersion; where there are none, every connection to the server fails',
  sameAs: [],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop, minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2 } }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop, minProtocolVersion: TLSV1_2, maxProtocolVersion: TLSV1_3 } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls }) {
    // With other modes both are ignored.
    if (!endsTls(tls)) return;
    const [lowest, highest] = [VERSIONS.indexOf(tls?.minProtocolVersion), VERSIONS.indexOf(tls?.maxProtocolVersion)];
    if (highest < 0 || (lowest < 0 ? LOWEST : lowest) <= highest) return;
    const least = lowest < 0 ? 'the lowest version is TLSV1_2, as minProtocolVersion says nothing' : `minProtocolVersion is ${VERSIONS[lowest]}`;
    yield { field: `.tls.${lowest < 0 ? 'max' : 'min'}ProtocolVersion`, problem: `${least}, and maxProtocolVersion is ${VERSIONS[highest]}`, fix: 'leave out maxProtocolVersion' };
  }),
};
