import { textOf } from '../../model/read';
import { celSyntaxError } from '../cel-syntax';
import { hasLost } from '../lost-fields';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { entriesOf } from '../telemetry-parts';

export const badFilter: Rule = {
  id: 'telemetry/bad-filter',
  severity: 'error',
  summary: 'the filter of an access log is no CEL expression',
  why: 'Istio refuses a Telemetry whose filter is not an expression of the Common Expression Language',
  sameAs: ['IST0106'],
  bad: `
kind: Telemetry
spec: { accessLogging: [{ providers: [{ name: envoy }], filter: { expression: "response.code >= 400 and request.path == '/'" } }] }
`,
  good: `
kind: Telemetry
spec: { accessLogging: [{ providers: [{ name: envoy }], filter: { expression: "response.code >= 400 && request.path == '/'" } }] }
`,
  check: mesh => findingsOf(entriesOf(mesh, 'accessLogging').filter(({ value }) => value.filter), function * ({ filter }, { object, field }) {
    const expression = textOf(filter.expression);
    const error = celSyntaxError(expression);
    if (!error || hasLost(object, `${field}.filter`)) return;
    yield { field: '.filter.expression', problem: expression === '' ? 'the filter has no expression' : `${error} in "${expression}"`, fix: 'write it as in response.code >= 400 || !has(request.headers.user_agent)' };
  }),
};
