import { mapOf } from '../../model/read';
import { hasLost } from '../lost-fields';
import { findingsOf, itemsOf } from '../parts';
import { Rule } from '../rule';
import { entriesOf } from '../telemetry-parts';

export const tagWithoutValue: Rule = {
  id: 'telemetry/tag-without-value',
  severity: 'error',
  summary: 'a tag of metrics is to be set, to nothing',
  why: 'without operation a tag is set, and Istio refuses a Telemetry that sets one without a value',
  sameAs: ['IST0106'],
  bad: `
kind: Telemetry
spec: { metrics: [{ overrides: [{ tagOverrides: { request_host: {} } }] }] }
`,
  good: `
kind: Telemetry
spec: { metrics: [{ overrides: [{ tagOverrides: { request_host: { value: request.host }, response_flags: { operation: REMOVE } } }] }] }
`,
  check: mesh => findingsOf(entriesOf(mesh, 'metrics').flatMap(entry => itemsOf(entry, 'overrides')), function * ({ tagOverrides }, { object, field }) {
    for (const [tag, override] of Object.entries(mapOf(tagOverrides))) {
      // Where the operation is written the schema says so.
      if (override.operation === undefined && !override.value && ![`.${tag}`, `["${tag}"]`].some(key => hasLost(object, `${field}.tagOverrides${key}`))) yield { field: `.tagOverrides["${tag}"]`, problem: `the tag ${tag} is set to nothing`, fix: 'add value, an expression such as request.host, or operation: REMOVE' };
    }
  }),
};
