import { Mesh } from '../../model/mesh';
import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { servicesByName } from '../service-names';

export const shortHost: Rule = {
  id: 'envoy-filter/short-host',
  severity: 'warning',
  summary: 'a patch of clusters matches a service by a short name',
  why: 'Istio compares the service of a cluster match with whole hosts and completes none, so a name without a dot matches no cluster of a Service, and the patch does nothing',
  sameAs: [],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { cluster: { service: reviews } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { cluster: { service: reviews.default.svc.cluster.local } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  check: mesh => findingsOf(wholePatches(mesh), patch => wrongs(mesh, patch)),
};

function * wrongs(mesh: Mesh, { match }: any): Iterable<Wrong> {
  const { name, service } = match?.cluster ?? {};
  // With a name nothing else is compared; and a ServiceEntry may well have a host without a dot.
  if (name || !service || service.includes('.') || mesh.services.byHost(service.toLowerCase()).length > 0) return;
  const [found, ...others] = servicesByName(mesh).get(service) ?? [];
  yield {
    field: '.match.cluster.service',
    problem: `the service to match is "${service}", which is no whole host`,
    fix: `write ${found && others.length === 0 ? found.host : `the whole host, such as ${service}.NAMESPACE.svc.cluster.local`}`,
  };
}
