import { listOf } from '../../model/read';
import { envoyFilters } from '../envoy-patches';
import { Rule } from '../rule';

export const discouraged: Rule = {
  id: 'envoy-filter/discouraged',
  severity: 'advice',
  summary: 'an EnvoyFilter changes what Istio has written for proxies',
  why: 'names and order of what Istio writes for proxies may change with any version, and then an EnvoyFilter does something else or nothing',
  sameAs: ['IST0133'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { connectionPool: { tcp: { connectTimeout: 5s } } } }
`,
  * check(mesh) {
    for (const { object, value } of envoyFilters(mesh)) {
      if (listOf(value.configPatches).length === 0) continue;
      yield { at: object, problem: 'this object depends on internals of Istio', fix: 'use another API where there is one, and look at it again with each version of Istio' };
    }
  },
};
