import { isRegex } from '../../model/match/regex';
import { textOf } from '../../model/read';
import { wholePatches } from '../envoy-patches';
import { findingsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';

const LONGEST = 1024;
const FIELD = '.match.proxy.proxyVersion';

export const badVersion: Rule = {
  id: 'envoy-filter/bad-version',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'the expression is too long: Istio takes it, and the patch does nothing' },
  summary: 'the proxy version of a patch is no regular expression',
  why: 'Istio refuses an EnvoyFilter whose proxyVersion is no regular expression of RE2, and applies a patch to no proxy where it has more than 1024 bytes',
  sameAs: ['IST0106', 'IST0133'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: "*" } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: '1\\\\.3[01].*' } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  * check(mesh) {
    const patches = wholePatches(mesh);
    yield* findingsOf(patches.filter(patch => !isLong(patch)), wrongs);
    // It is taken, and the patch does nothing.
    for (const finding of findingsOf(patches.filter(isLong), tooLong)) yield { ...finding, severity: 'warning' };
  },
};

function isLong({ value: { match } }: Part): boolean {
  return Buffer.byteLength(textOf(match?.proxy?.proxyVersion)) > LONGEST;
}

function * tooLong({ match }: any): Iterable<Wrong> {
  yield { field: FIELD, problem: `the proxyVersion has ${Buffer.byteLength(match.proxy.proxyVersion)} bytes, and the patch is for no proxy`, fix: 'write a short expression, such as 1\\.3[01].*' };
}

function * wrongs({ match }: any): Iterable<Wrong> {
  const version = textOf(match?.proxy?.proxyVersion);
  if (isRegex(version)) return;
  yield { field: FIELD, problem: `the proxyVersion is "${version}", which is no regular expression of RE2`, fix: 'write a regular expression, such as 1\\.31.*; .* is any version' };
}
