import { listOf, mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

/** As browsers write the origin of a page: a scheme, a host and a port, in small letters. Pages of some apps have file:// alone. */
const ORIGIN = /^([a-z][a-z0-9+.-]*:\/\/[^/A-Z]+|file:\/\/)$/;
const DEFAULT_PORT = /^(https:\/\/.*):443$|^(http:\/\/.*):80$/;

export const impossibleOrigin: Rule = {
  id: 'virtual-service/impossible-origin',
  severity: 'error',
  summary: 'a CORS policy allows an origin that no browser sends',
  why: 'browsers send an origin as scheme, host and port, in small letters, without a path and without the port that the scheme has anyway; the proxy compares exact with the whole of it',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ exact: www.example.com }] } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ exact: "https://www.example.com" }] } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('corsPolicy'), function * ({ corsPolicy }) {
    for (const [i, origin] of listOf(mapOf(corsPolicy).allowOrigins).map(mapOf).entries()) {
      const exact = textOf(origin.exact);
      if (!exact || ['*', 'null'].includes(exact) || (ORIGIN.test(exact) && !DEFAULT_PORT.test(exact) && !exact.includes('*'))) continue;
      yield { field: `.corsPolicy.allowOrigins[${i}].exact`, problem: `the origin is "${exact}"`, fix: exact.includes('*') ? 'write a regex: a * is no wildcard in exact, unless it stands alone' : `write ${meant(exact)}, as browsers do` };
    }
  }),
};

function meant(exact: string): string {
  const [, scheme = 'https://', rest] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/i.exec(exact)!;
  return `"${(scheme + rest.replace(/\/.*$/, '')).toLowerCase().replace(DEFAULT_PORT, '$1$2')}"`;
}
