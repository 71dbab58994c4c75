import { isRegex } from '../../model/match/regex';
import { textOf } from '../../model/read';
import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const LONGEST = 1024;

export const badVersion: Rule = {
  id: 'envoy-filter/bad-version',
  severity: 'error',
  summary: 'the proxy version of a patch is no regular expression',
  why: 'Istio refuses an EnvoyFilter whose proxyVersion is no regular expression of RE2, and passes over one of more than 1024 characters',
  sameAs: ['IST0106', 'IST0133'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: "*" } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: '1\\\\.3[01].*' } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  check: mesh => findingsOf(wholePatches(mesh), wrongs),
};

function * wrongs({ match }: any): Iterable<Wrong> {
  const version = textOf(match?.proxy?.proxyVersion);
  const field = '.match.proxy.proxyVersion';
  if (Buffer.byteLength(version) > LONGEST) return yield { field, problem: `the proxyVersion has ${version.length} characters`, fix: 'write a short expression, such as 1\\.3[01].*' };
  if (isRegex(version)) return;
  yield { field, problem: `the proxyVersion is "${version}", which is no regular expression of RE2`, fix: 'write a regular expression, such as 1\\.31.*; .* is any version' };
}
