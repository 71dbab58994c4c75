import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const corsWithoutRoute: Rule = {
  id: 'virtual-service/cors-without-route',
  severity: 'warning',
  summary: 'a redirect or direct response has a CORS policy',
  why: 'the proxy applies CORS policies to requests that it routes on: its own redirects and answers go out without CORS headers, and browsers refuse them to the page',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ directResponse: { status: 204 }, corsPolicy: { allowOrigins: [{ exact: "https://www.example.com" }] } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ exact: "https://www.example.com" }] } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('corsPolicy'), function * ({ redirect, directResponse, corsPolicy }) {
    const action = redirect ? 'redirect' : 'directResponse';
    if (corsPolicy && (redirect || directResponse)) yield { field: '.corsPolicy', problem: `the rule has corsPolicy and ${action}`, fix: 'set the headers with headers.response.set, or route to a workload' };
  }),
};
