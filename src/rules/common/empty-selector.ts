import { Mesh } from '../../model/mesh';
import { mapOf } from '../../model/read';
import { hasLost } from '../lost-fields';
import { Rule } from '../rule';

const KINDS: { [kind: string]: string } = {
  AuthorizationPolicy: 'security.istio.io',
  DestinationRule: 'networking.istio.io',
  EnvoyFilter: 'networking.istio.io',
  PeerAuthentication: 'security.istio.io',
  ProxyConfig: 'networking.istio.io',
  RequestAuthentication: 'security.istio.io',
  Sidecar: 'networking.istio.io',
  Telemetry: 'telemetry.istio.io',
  TrafficExtension: 'extensions.istio.io',
  WasmPlugin: 'extensions.istio.io',
};

export const emptySelector: Rule = {
  id: 'common/empty-selector',
  severity: 'warning',
  summary: 'a selector has no labels',
  why: 'a selector without labels selects every workload of the namespace, or of the mesh in the root namespace, as if there were none',
  sameAs: ['IST0133'],
  bad: `
kind: Sidecar
spec: { workloadSelector: { labels: {} }, egress: [{ hosts: [./*] }] }
`,
  good: `
kind: Sidecar
spec: { egress: [{ hosts: [./*] }] }
`,
  * check(mesh: Mesh) {
    for (const [kind, group] of Object.entries(KINDS)) {
      for (const object of mesh.ofKind(group, kind)) {
        for (const [selector, labels] of [['selector', 'matchLabels'], ['workloadSelector', kind === 'DestinationRule' ? 'matchLabels' : 'labels']]) {
          const said = object.spec?.[selector];
          if (!said || Object.keys(mapOf(said[labels])).length > 0 || hasLost(object, `spec.${selector}`)) continue;
          yield { at: object, field: `spec.${selector}`, problem: 'the selector has no labels, and selects everything', fix: `add labels under ${selector}.${labels}, or leave ${selector} out` };
        }
      }
    }
  },
};
