import { envoyPatches, missingIn } from '../envoy-patches';
import { hasLost } from '../lost-fields';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const incompletePatch: Rule = {
  id: 'envoy-filter/incomplete-patch',
  severity: 'error',
  summary: 'a patch of an EnvoyFilter does not say what to change, how or to what',
  why: 'Istio refuses an EnvoyFilter with a patch that has no applyTo, no operation, or no value unless it removes',
  sameAs: ['IST0106'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE } }] }
`,
  good: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  check: mesh => findingsOf(envoyPatches(mesh), function * (patch, { object, field }) {
    const missing = missingIn(patch);
    if (missing && !hasLost(object, field) && !hasLost(object, `${field}.patch`)) yield { field: '', problem: `this part of configPatches has no ${missing}`, fix: `add ${missing}` };
  }),
};
