import { listOf } from '../../model/read';
import { itemsOf } from '../parts';
import { Rule } from '../rule';
import { telemetries } from '../telemetry-parts';

export const accessLogWithoutProvider: Rule = {
  id: 'telemetry/access-log-without-provider',
  severity: 'advice',
  summary: 'access logs without a provider to write them',
  why: 'without providers an access log goes to those of the parent namespace or to the defaults of the mesh, and nowhere if there are none',
  sameAs: ['IST0157'],
  bad: `
kind: Telemetry
spec: { accessLogging: [{ filter: { expression: response.code >= 400 } }] }
`,
  good: `
kind: Telemetry
spec: { accessLogging: [{ providers: [{ name: envoy }], filter: { expression: response.code >= 400 } }] }
`,
  * check(mesh) {
    for (const telemetry of telemetries(mesh)) {
      for (const { field, value } of itemsOf(telemetry, 'accessLogging')) {
        if (value.disabled === true || listOf(value.providers).length > 0) continue;
        yield { at: telemetry.object, field, problem: 'the access log names no provider', fix: 'add providers: [{ name: envoy }], or make sure that the mesh has defaultProviders.accessLogging' };
      }
    }
  },
};
