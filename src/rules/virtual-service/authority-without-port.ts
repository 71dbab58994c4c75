import { mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const authorityWithoutPort: Rule = {
  id: 'virtual-service/authority-without-port',
  severity: 'advice',
  summary: 'a match of the authority does not hold for clients that send the port with it',
  why: 'a host of a VirtualService holds with and without a port, but authority and the header host are compared with what the client sent, as shop.example.com:8080',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [shop.example.com], http: [{ match: [{ authority: { exact: shop.example.com } }], route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [shop.example.com], http: [{ match: [{ authority: { regex: 'shop\\\\.example\\\\.com(:[0-9]+)?' } }], route: [{ destination: { host: web } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ authority, headers }) {
    const hosts = Object.entries(mapOf(headers)).filter(([name]) => /^(host|:authority)$/i.test(name));
    for (const [field, match] of [['.authority', authority], ...hosts.map(([name, each]) => [`.headers[${JSON.stringify(name)}]`, each])]) {
      const exact = textOf(mapOf(match).exact);
      if (exact !== '' && !/:\d+$/.test(exact)) yield { field: `${field}.exact`, problem: `${exact}:8080 does not match ${exact}`, fix: 'match a regular expression that ends in (:[0-9]+)?, or leave it to hosts' };
    }
  }),
};
