import { homeOf, isWildcard } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { isSniffed, isTcp, isTls, parseProtocol } from '../../model/protocol';
import { listOf, textOf, textsOf } from '../../model/read';
import { Settings } from '../../model/settings';
import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf, Part } from '../parts';
import { Rule } from '../rule';

export const tcpWithoutAddress: Rule = {
  id: 'service-entry/tcp-without-address',
  severity: 'warning',
  summary: 'a TCP port of an entry has no address to be told by',
  why: 'TCP does not name its host, only an address tells: without one sidecars listen on 0.0.0.0 and take every connection to that port for this host',
  sameAs: ['IST0134', 'IST0133'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.example.com], ports: [{ number: 5432, name: tcp, protocol: TCP }], resolution: DNS, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.example.com], addresses: [192.0.2.10], ports: [{ number: 5432, name: tcp, protocol: TCP }], resolution: DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * (spec, entry) {
    if (listOf(spec.addresses).length > 0 || hasOtherAddresses(spec) || getsAddress(entry, mesh.settings) || isForAmbient(mesh, entry.object)) return;
    for (const [i, { value }] of itemsOf(entry, 'ports').entries()) {
      const written = textOf(value.protocol);
      const protocol = parseProtocol(written);
      if (written === '' ? !isSniffed(protocol) : !isTcp(protocol) || isTls(protocol)) continue;
      yield {
        field: `.ports[${i}]`,
        problem: `port ${value.number} ${written ? `is ${written}` : 'has no protocol, which may be TCP'}, and there are no addresses`,
        fix: `add addresses${written ? '' : ', write the protocol'}, or, where Istio gives hosts addresses and proxies answer DNS, say Mesh.of(app).configure({ allocatesAddresses: true })`,
      };
    }
  }),
};

/** In ambient mode Istio gives hosts addresses and ztunnel answers DNS, whatever sidecars do. */
function isForAmbient(mesh: Mesh, object: MeshObject): boolean {
  const { 'istio.io/dataplane-mode': mode, 'istio.io/use-waypoint': waypoint } = { ...mesh.namespaces.labels(homeOf(object)), ...object.labels };
  return mode === 'ambient' || (waypoint !== undefined && waypoint !== 'none');
}

/** Selected workloads are listened for one by one where nothing is resolved; and where every call is looked up TCP is refused. */
function hasOtherAddresses({ resolution = 'NONE', workloadSelector }: any): boolean {
  return resolution === 'DYNAMIC_DNS' || (resolution === 'NONE' && workloadSelector);
}

function getsAddress({ object, value: { resolution = 'NONE', hosts } }: Part, { allocatesAddresses }: Settings): boolean {
  const optedOut = object.labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() === 'false';
  return allocatesAddresses && resolution !== 'NONE' && !optedOut && !textsOf(hosts).every(isWildcard);
}
