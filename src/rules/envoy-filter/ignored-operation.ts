import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const INSERT = ['INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'];
const MERGE = ['MERGE', 'MERGE_AND_REPLACE_LIST'];
const OF_FILTERS = ['ADD', 'REMOVE', 'REPLACE', 'MERGE', ...INSERT];

/** What proxies are changed by. What has no order takes INSERT for ADD. */
const KNOWN: { [applyTo: string]: string[] } = {
  LISTENER: ['ADD', 'REMOVE', ...MERGE, ...INSERT],
  FILTER_CHAIN: ['ADD', 'REMOVE', ...MERGE, ...INSERT],
  LISTENER_FILTER: OF_FILTERS,
  NETWORK_FILTER: OF_FILTERS,
  HTTP_FILTER: OF_FILTERS,
  ROUTE_CONFIGURATION: MERGE,
  VIRTUAL_HOST: ['ADD', 'REMOVE', 'REPLACE', ...MERGE, ...INSERT],
  HTTP_ROUTE: ['ADD', 'REMOVE', ...INSERT, ...MERGE],
  CLUSTER: ['ADD', 'REMOVE', ...MERGE, ...INSERT],
  EXTENSION_CONFIG: ['ADD', ...INSERT],
};

/** What is looked for in the match where one filter is to be changed, and where that is written. */
const NAMED: { [applyTo: string]: { readonly field: string; readonly isThere: (listener: any) => boolean; readonly operations: string[] } } = {
  LISTENER_FILTER: { field: 'listener.listenerFilter', isThere: listener => Boolean(listener?.listenerFilter), operations: ['REPLACE', 'REMOVE', 'MERGE'] },
  NETWORK_FILTER: { field: 'listener.filterChain.filter', isThere: listener => Boolean(listener?.filterChain?.filter), operations: ['REPLACE', 'REMOVE'] },
  HTTP_FILTER: { field: 'listener.filterChain.filter.subFilter', isThere: listener => Boolean(listener?.filterChain?.filter?.subFilter), operations: ['REPLACE', 'REMOVE'] },
};

export const ignoredOperation: Rule = {
  id: 'envoy-filter/ignored-operation',
  severity: 'warning',
  summary: 'a patch of an EnvoyFilter has an operation that does nothing to what it applies to',
  why: 'Istio passes over patches whose operation is not for their applyTo, over those that change one filter and do not name it, and over all with applyTo BOOTSTRAP',
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

function * wrongs({ applyTo, match, patch: { operation } }: any): Iterable<Wrong> {
  if (applyTo === 'BOOTSTRAP') {
    return yield { field: '.applyTo', problem: 'applyTo BOOTSTRAP changes no proxy', fix: 'write the bootstrap into a ConfigMap, and name it in the annotation sidecar.istio.io/bootstrapOverride of the pods' };
  }
  const [known, named] = [KNOWN[applyTo], NAMED[applyTo]];
  if (known && !known.includes(operation)) {
    yield { field: '.patch.operation', problem: `${operation} does nothing with applyTo ${applyTo}`, fix: `use ${shown(applyTo, known)}` };
  } else if (named?.operations.includes(operation) && !named.isThere(match?.listener)) {
    yield { field: '.patch.operation', problem: `${operation} with applyTo ${applyTo} does nothing without the name of a filter`, fix: `name the filter in match.${named.field}` };
  }
}

function shown(applyTo: string, known: string[]): string {
  const isOrdered = applyTo === 'HTTP_ROUTE' || NAMED[applyTo] !== undefined;
  return known.filter(each => isOrdered || !INSERT.includes(each)).join(', ');
}
