import { Mesh } from '../../model/mesh';
import { textOf } from '../../model/read';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

/** Where gateways usually are. */
const withGateways = perMesh((mesh: Mesh) => new Set(mesh.ofKind('networking.istio.io', 'Gateway').map(({ namespace }) => namespace)));

export const credentialOnSidecar: Rule = {
  id: 'destination-rule/credential-on-sidecar',
  severity: 'advice',
  summary: 'calls by TLS with certificates from a Secret, and no workloadSelector',
  why: 'sidecars leave out the whole TLS of a DestinationRule that has credentialName and no workloadSelector, and send plain text; only gateways read it',
  sameAs: [],
  bad: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, credentialName: partner } } }
`,
  good: `
kind: DestinationRule
spec:
  host: partner.example.com
  workloadSelector: { matchLabels: { app: web } }
  trafficPolicy: { tls: { mode: SIMPLE, credentialName: partner } }
`,
  * check(mesh) {
    for (const { object, field, value: { mode, credentialName } } of blocksOf(mesh, 'tls')) {
      const secret = textOf(credentialName);
      if (secret === '' || secret.startsWith('configmap://') || !['SIMPLE', 'MUTUAL'].includes(mode)) continue;
      if (object.spec.workloadSelector || object.namespace === mesh.settings.rootNamespace || withGateways(mesh).has(object.namespace)) continue;
      yield {
        at: object,
        field: `${field}.credentialName`,
        problem: `sidecars do not use the Secret ${secret}, and send plain text`,
        fix: 'if sidecars are to call this host, add a workloadSelector, or use files; if only a gateway calls it, all is well',
      };
    }
  },
};
