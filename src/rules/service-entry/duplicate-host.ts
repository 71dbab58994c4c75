import { groupBy } from '../../model/group-by';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Service } from '../../model/services';
import { rivalry } from '../entry-rivals';
import { Rule } from '../rule';

export const duplicateHost: Rule = {
  id: 'service-entry/duplicate-host',
  severity: 'warning',
  summary: 'two entries have one host and disagree about it',
  why: 'of one host a client knows one service: the older entry decides, from another namespace or of another kind the ports of the younger are lost, and where both have a port its protocol depends on their order',
  sameAs: ['IST0177', 'KIA1211', 'KIA1212'],
  bad: `
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
---
kind: ServiceEntry
metadata: { name: api, namespace: partners }
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL, exportTo: ["."] }
---
kind: ServiceEntry
metadata: { name: api, namespace: partners }
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL, exportTo: ["."] }
`,
  * check(mesh) {
    for (const [first, ...others] of sameHosts(mesh)) {
      for (const other of others) {
        // Of two objects of one name only one will exist.
        const problem = objectText(first.object) === objectText(other.object) ? undefined : rivalry(first, other);
        if (!problem) continue;
        yield {
          at: other.object,
          field: 'spec.hosts',
          and: [{ object: first.object, field: 'spec.hosts' }],
          problem: `${other.host} is a host of ${objectText(first.object)} too: ${problem}`,
          fix: 'write one entry with all its ports, or export each to its own namespace only, with exportTo: ["."]',
        };
      }
    }
  },
};

function sameHosts(mesh: Mesh): Service[][] {
  return [...groupBy(mesh.services.all.filter(({ kubernetes }) => !kubernetes), ({ host }) => host).values()].filter(same => same.length > 1);
}
