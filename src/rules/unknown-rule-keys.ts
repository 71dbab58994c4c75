import { Finding } from './rule';

/** Whether a field is one of those that say whom an AuthorizationPolicy is about: `form` beside `to`. */
export function isRuleKey({ at, field }: Finding): boolean {
  return at.kind === 'AuthorizationPolicy' && /^spec\.rules\[\d+\](\.[^.[]+|\["[^]*"\])$/.test(field!);
}
