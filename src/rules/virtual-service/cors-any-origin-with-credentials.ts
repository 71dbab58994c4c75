import { listOf, mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

const EVERY = /^\^?\(?(https?:\/\/|https\?:\/\/)?\.[*+]\)?\$?$/;

export const corsAnyOriginWithCredentials: Rule = {
  id: 'virtual-service/cors-any-origin-with-credentials',
  severity: 'warning',
  summary: 'pages of every origin may call with the cookies of the user',
  why: 'the proxy answers with the origin that it was asked for, so every web page that a user opens can read what the user may read',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ regex: ".*" }], allowCredentials: true } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ exact: "https://www.example.com" }], allowCredentials: true } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('corsPolicy'), function * ({ corsPolicy }) {
    const { allowOrigins, allowOrigin, allowCredentials } = mapOf(corsPolicy);
    if (!allowCredentials) return;
    // The older list is read only where the newer is empty.
    const isNew = listOf(allowOrigins).length > 0;
    const origins = isNew ? listOf(allowOrigins).map(mapOf) : listOf(allowOrigin).map(exact => ({ exact }));
    const i = origins.findIndex(isEvery);
    if (i < 0) return;
    yield { field: `.corsPolicy.${isNew ? 'allowOrigins' : 'allowOrigin'}[${i}]`, problem: `the origin ${JSON.stringify(Object.values(origins[i])[0])} is every one, and allowCredentials is set`, fix: 'name the origins that may act for the user, or take allowCredentials out' };
  }),
};

function isEvery({ exact, prefix, regex }: any): boolean {
  return exact === '*' || ['*', 'http', 'http://', 'https://'].includes(prefix) || EVERY.test(regex ?? '');
}
