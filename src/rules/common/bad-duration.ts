import { Rule } from '../rule';
import { structural } from '../structural';

export const badDuration: Rule = {
  id: 'common/bad-duration',
  severity: 'error',
  summary: 'a duration that is none, or finer than a millisecond',
  why: 'Istio refuses durations that it cannot read, those below 1ms and parts of a millisecond; no timeout is said by leaving the field out',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ timeout: 0s, route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ timeout: 500ms, route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('common/duration-format', 'duration#whole', 'duration#idle', 'duration#any'),
};
