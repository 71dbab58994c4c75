import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { childOf, findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const deprecatedField: Rule = {
  id: 'virtual-service/deprecated-field',
  severity: 'advice',
  summary: 'a rule uses a field that another has replaced',
  why: 'Istio still reads mirrorPercent, fault.delay.percent and corsPolicy.allowOrigin, which know whole percents and whole origins only, and calls them deprecated',
  sameAs: ['IST0002', 'IST0133'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart-next }, mirrorPercent: 10 }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart-next }, mirrorPercentage: { value: 10 } }] }
`,
  * check(mesh) {
    const parts = networkingParts(mesh);
    for (const field of ['mirrorPercent', 'mirror_percent']) {
      yield* findingsOf(parts.httpWith(field), ({ [field]: percent }) => told(percent !== null, `.${field}`, 'mirrorPercent', `mirrorPercentage: { value: ${percent} }`));
    }
    yield* findingsOf(parts.httpWith('fault').flatMap(rule => childOf(rule, 'fault')), ({ delay }) => {
      const { percent } = mapOf(delay);
      return told(percent > 0, '.delay.percent', 'fault.delay.percent', `percentage: { value: ${percent} }`);
    });
    yield* findingsOf(parts.httpWith('corsPolicy').flatMap(rule => childOf(rule, 'corsPolicy')), ({ allowOrigin }) =>
      told(allowOrigin !== undefined, '.allowOrigin', 'corsPolicy.allowOrigin', 'allowOrigins, with exact, prefix or regex in each item'));
  },
};

function told(isSet: boolean, field: string, name: string, instead: string): Wrong[] {
  return isSet ? [{ field, problem: `${name} is deprecated`, fix: `write ${instead}` }] : [];
}
