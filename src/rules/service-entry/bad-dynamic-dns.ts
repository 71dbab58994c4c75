import { isWildcard } from '../../model/hosts';
import { parseProtocol } from '../../model/protocol';
import { listOf, textOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';

export const badDynamicDns: Rule = {
  id: 'service-entry/bad-dynamic-dns',
  severity: 'error',
  summary: 'an entry of resolution DYNAMIC_DNS has what that cannot do',
  why: 'DYNAMIC_DNS looks up the host that a client names: istiod refuses hosts without a wildcard, addresses, endpoints, and protocols that name no host',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DYNAMIC_DNS, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec: { hosts: ["*.example.com"], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DYNAMIC_DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * (spec, entry) {
    if (spec.resolution === 'DYNAMIC_DNS') yield* wrongs(spec, entry);
  }),
};

function * wrongs(spec: any, entry: Part): Iterable<Wrong> {
  for (const [i, host] of textsOf(spec.hosts).entries()) {
    if (!isWildcard(host)) yield { field: `.hosts[${i}]`, problem: `the host "${host}" has no wildcard, and resolution is DYNAMIC_DNS`, fix: 'use resolution DNS for it' };
  }
  for (const list of ['addresses', 'endpoints']) {
    if (listOf(spec[list]).length > 0) yield { field: `.${list}`, problem: `there are ${list}, and resolution is DYNAMIC_DNS`, fix: `take ${list} out, or use another resolution` };
  }
  for (const [i, { value }] of itemsOf(entry, 'ports').entries()) {
    const protocol = textOf(value.protocol);
    if (['HTTP', 'HTTP2', 'GRPC', 'TLS'].includes(parseProtocol(protocol))) continue;
    yield { field: `.ports[${i}].protocol`, problem: `the protocol is ${protocol || 'left out'}, and resolution is DYNAMIC_DNS`, fix: 'write HTTP, HTTP2, GRPC or TLS' };
  }
  const waypoint = entry.object.labels['istio.io/use-waypoint'];
  if (spec.location === 'MESH_INTERNAL' && waypoint && waypoint.toLowerCase() !== 'none') {
    yield { field: '.location', problem: `the location is MESH_INTERNAL, and the label istio.io/use-waypoint is "${waypoint}"`, fix: 'set location to MESH_EXTERNAL, or take the label out' };
  }
}
