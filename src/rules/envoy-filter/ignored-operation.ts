import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const INSERT = ['INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'];
const MERGE = ['MERGE', 'MERGE_AND_REPLACE_LIST'];

/** What proxies are changed by. Where nothing is listed, anything may do. What has no order takes INSERT for ADD. */
const KNOWN: { [applyTo: string]: string[] } = {
  LISTENER: ['ADD', 'REMOVE', ...MERGE, ...INSERT],
  FILTER_CHAIN: ['ADD', 'REMOVE', ...MERGE, ...INSERT],
  ROUTE_CONFIGURATION: MERGE,
  VIRTUAL_HOST: ['ADD', 'REMOVE', 'REPLACE', ...MERGE, ...INSERT],
  HTTP_ROUTE: ['ADD', 'REMOVE', ...INSERT, ...MERGE],
  CLUSTER: ['ADD', 'REMOVE', ...MERGE, ...INSERT],
  EXTENSION_CONFIG: ['ADD', ...INSERT],
};

export const ignoredOperation: Rule = {
  id: 'envoy-filter/ignored-operation',
  severity: 'warning',
  summary: 'a patch of an EnvoyFilter has an operation that is not for what it applies to',
  why: 'Istio passes over patches with an operation that it does not know for their applyTo, such as REPLACE for a cluster',
  sameAs: ['IST0152', 'IST0153', 'IST0154'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, patch: { operation: REPLACE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  check: mesh => findingsOf(wholePatches(mesh), wrongs),
};

function * wrongs({ applyTo, patch: { operation } }: any): Iterable<Wrong> {
  const known = KNOWN[applyTo];
  if (known && !known.includes(operation)) yield { field: '.patch.operation', problem: `${operation} does nothing with applyTo ${applyTo}`, fix: `use ${known.filter(each => applyTo === 'HTTP_ROUTE' || !INSERT.includes(each)).join(', ')}` };
}
