import { textOf } from '../../model/read';
import { conditions } from '../authz-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const PLAIN = [
  'source.ip', 'remote.ip', 'source.namespace', 'source.serviceAccount', 'source.principal', 'source.trustDomain', 'request.auth.principal', 'request.auth.audiences',
  'request.auth.presenter', 'destination.ip', 'destination.port', 'connection.sni',
];
const BRACKETED = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

export const unknownAttribute: Rule = {
  id: 'authz/unknown-attribute',
  severity: 'error',
  summary: 'a condition asks for an attribute that Istio does not have',
  why: 'Istio refuses an AuthorizationPolicy with a condition whose key is not one of its attributes, and cannot evaluate what only begins like one: an ALLOW rule then matches nothing, a DENY rule does without the condition',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ when: [{ key: request.header.x-user, values: [alice] }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ when: [{ key: "request.headers[x-user]", values: [alice] }] }] }
`,
  check: mesh => findingsOf(conditions(mesh), wrongs),
};

function * wrongs(condition: any): Iterable<Wrong> {
  const key = textOf(condition.key);
  const attribute = BRACKETED.find(each => key.startsWith(each));
  if (key === '' || PLAIN.includes(key) || (attribute && isBracketed(key, attribute))) return;
  yield { field: '.key', problem: `the key is "${key}", which is no attribute`, fix: instead(key, attribute) };
}

/** Istio takes more before the bracket, and then cannot evaluate it. */
function isBracketed(key: string, attribute: string): boolean {
  return attribute.endsWith('.') ? /^[^[]+\[[^]+\]$/.test(key) : /^\[[^]+\]$/.test(key.slice(attribute.length));
}

function instead(key: string, attribute: string | undefined): string {
  if (attribute) return `write the name in brackets: ${attribute.endsWith('.') ? 'experimental.envoy.filters.FILTER' : attribute}[NAME]`;
  if (key === 'destination.namespace') return 'leave it out: a policy is for its own namespace';
  if (key.startsWith('destination.labels') || key === 'destination.name') return 'leave it out, and choose the workloads with selector';
  return `use one of ${PLAIN.join(', ')}, request.headers[NAME], request.auth.claims[NAME]`;
}
