import { mapOf, textOf } from '../../model/read';
import { didYouMean } from '../../report/did-you-mean';
import { accessPolicies } from '../authorization';
import { listed } from '../parts';
import { Rule } from '../rule';

export const unknownProvider: Rule = {
  id: 'authz/unknown-provider',
  severity: 'error',
  summary: 'a CUSTOM policy names an extension provider that the mesh does not have',
  why: 'for a provider that is not in the extensionProviders of the mesh Istio writes a rule that refuses: every request that the policy matches is denied',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { action: CUSTOM, provider: { name: oauth2 }, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: CUSTOM, provider: { name: oauth2-proxy }, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }
`,
  examplesSettings: { extensionProviders: ['oauth2-proxy'] },
  * check(mesh) {
    const known = mesh.settings.extensionProviders;
    if (!known) return;
    for (const { object, action } of accessPolicies(mesh)) {
      const name = textOf(mapOf(object.spec.provider).name);
      if (action !== 'CUSTOM' || name === '' || known.includes(name)) continue;
      yield {
        at: object,
        field: 'spec.provider.name',
        problem: `the mesh has no extension provider "${name}"; known: ${listed(known)}`,
        fix: `name one of them, or add it to meshConfig.extensionProviders and to Mesh.of(app).configure({ extensionProviders })${didYouMean(name, known)}`,
      };
    }
  },
};
