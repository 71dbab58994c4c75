import { textOf } from '../../model/read';
import { didYouMean } from '../../report/did-you-mean';
import { itemsOf, listed } from '../parts';
import { Rule } from '../rule';
import { telemetryParts } from '../telemetry-parts';

/** Every mesh has these. */
const BUILT_IN = ['envoy', 'prometheus', 'stackdriver'];

export const missingProvider: Rule = {
  id: 'telemetry/missing-provider',
  severity: 'error',
  summary: 'a Telemetry names an extension provider that the mesh does not have',
  why: 'Istio leaves out what a Telemetry says for a provider that is not in the extensionProviders of the mesh, and turns tracing off where it is for traces',
  sameAs: [],
  bad: `
kind: Telemetry
spec: { tracing: [{ providers: [{ name: jaeger }] }] }
`,
  good: `
kind: Telemetry
spec: { tracing: [{ providers: [{ name: otel }] }], accessLogging: [{ providers: [{ name: envoy }] }] }
`,
  examplesSettings: { extensionProviders: ['otel'] },
  * check(mesh) {
    if (!mesh.settings.extensionProviders) return;
    const known = [...new Set([...mesh.settings.extensionProviders, ...BUILT_IN])];
    for (const { object, field, value } of telemetryParts(mesh).flatMap(part => itemsOf(part, 'providers'))) {
      const name = textOf(value.name);
      // Istio does not look at the case of these names.
      if (name === '' || known.some(each => each.toLowerCase() === name.toLowerCase())) continue;
      yield {
        at: object,
        field: `${field}.name`,
        problem: `the mesh has no extension provider "${name}"; known: ${listed(known)}`,
        fix: `name one of them, or add it to meshConfig.extensionProviders and to Mesh.of(app).configure({ extensionProviders })${didYouMean(name, known)}`,
      };
    }
  },
};
