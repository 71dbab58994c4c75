import { listOf } from '../../model/read';
import { authorizationPolicies } from '../authz-parts';
import { hasLost } from '../lost-fields';
import { findingsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';

export const customWithoutProvider: Rule = {
  id: 'authz/custom-without-provider',
  severity: 'error',
  summary: 'action CUSTOM without a provider, or a provider with another action',
  why: 'Istio refuses an AuthorizationPolicy with action CUSTOM and no provider to ask, and one with a provider and another action',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { action: CUSTOM, rules: [{}] }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: CUSTOM, provider: { name: my-authorizer }, rules: [{}] }
`,
  check: mesh => findingsOf(authorizationPolicies(mesh), wrongs),
};

function * wrongs({ action = 'ALLOW', provider, rules }: any, { object }: Part): Iterable<Wrong> {
  if (action === 'CUSTOM' && listOf(rules).length > 0 && !provider?.name && !hasLost(object, provider ? 'spec.provider' : 'spec')) {
    yield { field: '.provider.name', problem: 'action CUSTOM without the name of a provider', fix: 'write provider: { name: ... } with a name from extensionProviders of the mesh' };
  }
  if (action !== 'CUSTOM' && provider) {
    yield { field: '.provider', problem: `provider ${provider.name ?? ''} with action ${action}`.replace('  ', ' '), fix: 'write action: CUSTOM, or leave out provider' };
  }
}
