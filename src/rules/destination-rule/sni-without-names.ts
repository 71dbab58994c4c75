import { Mesh } from '../../model/mesh';
import { textOf, textsOf } from '../../model/read';
import { specsOf } from '../parts';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const sniWithoutNames: Rule = {
  id: 'destination-rule/sni-without-names',
  severity: 'warning',
  summary: 'calls to a host by TLS with sni and without subjectAltNames',
  why: 'for HTTP without sni and subjectAltNames proxies verify that the certificate is for the host that was asked; with sni alone, and for other protocols without subjectAltNames, they accept that of any host',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [partner.example.com], ports: [{ number: 443, name: http, protocol: HTTP }], resolution: DNS }
---
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: partner.example.com } } }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [partner.example.com], ports: [{ number: 443, name: http, protocol: HTTP }], resolution: DNS }
---
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: partner.example.com, subjectAltNames: [partner.example.com] } } }
`,
  * check(mesh) {
    for (const { object, field, value: { mode, sni, subjectAltNames, insecureSkipVerify } } of blocksOf(mesh, 'tls')) {
      if (!sni || subjectAltNames?.length > 0 || insecureSkipVerify || !['SIMPLE', 'MUTUAL'].includes(mode)) continue;
      if (!isNamelessService(textOf(object.spec.host).toLowerCase(), mesh)) continue;
      yield {
        at: object,
        field: `${field}.sni`,
        problem: `with sni "${sni}" and no subjectAltNames any certificate of a trusted authority is accepted`,
        fix: `add subjectAltNames: ["${sni}"], or for HTTP leave out sni where it is the host itself`,
      };
    }
  },
};

/** Names come from a ServiceEntry too, so only hosts are certain whose entry is here, or that are no such hosts. */
function isNamelessService(host: string, mesh: Mesh): boolean {
  const named = nameless(mesh).get(host);
  return named ?? host.endsWith('.svc.cluster.local');
}

const nameless = perMesh((mesh: Mesh): Map<string, boolean> => {
  const hosts = new Map<string, boolean>();
  for (const { value } of specsOf(mesh, 'networking.istio.io', 'ServiceEntry')) {
    const verified = textsOf(value.subjectAltNames).length > 0 || value.resolution === 'DYNAMIC_DNS';
    for (const host of textsOf(value.hosts).map(each => each.toLowerCase())) hosts.set(host, !verified && (hosts.get(host) ?? true));
  }
  return hosts;
});
