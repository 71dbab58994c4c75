import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { textsOf } from '../../model/read';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { egressListeners } from '../sidecar-parts';

export const duplicateEgressHost: Rule = {
  id: 'sidecar/duplicate-egress-host',
  severity: 'warning',
  summary: 'an egress host is listed twice, or beside one that is all of it',
  why: 'what an egress host adds to a wider one of the same namespace, or to */*, is nothing, and Istio warns of it',
  sameAs: ['IST0133'],
  bad: `
kind: Sidecar
spec: { egress: [{ hosts: ["./*", ./reviews.default.svc.cluster.local] }] }
`,
  good: `
kind: Sidecar
spec: { egress: [{ hosts: ["./*", shop/reviews.shop.svc.cluster.local] }] }
`,
  check: mesh => findingsOf(egressListeners(mesh), ({ hosts }, { object }) => wrongs(hosts, isForAll(mesh, object) ? '.' : homeOf(object))),
};

/** A Sidecar for the whole mesh: ./* are there the services of each client's own namespace. */
function isForAll({ settings }: Mesh, object: MeshObject): boolean {
  return homeOf(object) === settings.rootNamespace && object.spec.workloadSelector === undefined;
}

function * wrongs(hosts: unknown, own: string): Iterable<Wrong> {
  // A host with ~ takes something away.
  const split = textsOf(hosts).map((host, i) => ({ host, i, at: host.indexOf('/') })).filter(({ host, at }) => at > 0 && !host.startsWith('~'));
  const entries = split.map(({ host, i, at }) => ({ host, i, namespace: host.startsWith('./') ? own : host.slice(0, at), name: host.slice(at + 1) }));
  for (const { host, i, namespace, name } of entries) {
    const others = entries.filter(other => other.i !== i);
    const wider = others.find(other => (other.namespace === namespace && (other.name === '*' || (other.name === name && other.i < i)) && (name !== '*' || other.i < i))
      || (other.host === '*/*' && (host !== '*/*' || other.i < i)));
    if (wider) yield { field: `.hosts[${i}]`, problem: wider.host === host ? `${host} is listed twice` : `${host} is part of ${wider.host}`, fix: `leave out ${host}` };
  }
}
