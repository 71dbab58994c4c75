import { mapOf } from '../../model/read';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { entriesOf } from '../telemetry-parts';

export const namelessTag: Rule = {
  id: 'telemetry/nameless-tag',
  severity: 'error',
  summary: 'a tag of traces has an empty name',
  why: 'Istio refuses a Telemetry whose customTags have a tag without a name',
  sameAs: ['IST0106'],
  bad: `
kind: Telemetry
spec: { tracing: [{ customTags: { "": { literal: { value: prod } } } }] }
`,
  good: `
kind: Telemetry
spec: { tracing: [{ customTags: { environment: { literal: { value: prod } } } }] }
`,
  check: mesh => findingsOf(entriesOf(mesh, 'tracing'), function * ({ customTags }) {
    if ('' in mapOf(customTags)) yield { field: '.customTags', problem: 'a tag has an empty name', fix: 'name the tag as it is to appear in spans' };
  }),
};
