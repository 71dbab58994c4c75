import { perMesh } from './per-mesh';
import { isEmpty, Labels } from '../model/label-index';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { labelsOf, mapOf } from '../model/read';

/** An object that says which pods it is for. */
export interface Selecting {
  readonly object: MeshObject;
  readonly labels: Labels;
  readonly field: string;
}

/** Where objects select pods by labels. */
export const SELECTORS: Array<[group: string, kind: string, selector: string, key: string]> = [
  ['networking.istio.io', 'EnvoyFilter', 'workloadSelector', 'labels'],
  ['networking.istio.io', 'Sidecar', 'workloadSelector', 'labels'],
  ['networking.istio.io', 'DestinationRule', 'workloadSelector', 'matchLabels'],
  ['networking.istio.io', 'ProxyConfig', 'selector', 'matchLabels'],
  ['security.istio.io', 'AuthorizationPolicy', 'selector', 'matchLabels'],
  ['security.istio.io', 'PeerAuthentication', 'selector', 'matchLabels'],
  ['security.istio.io', 'RequestAuthentication', 'selector', 'matchLabels'],
  ['telemetry.istio.io', 'Telemetry', 'selector', 'matchLabels'],
  ['extensions.istio.io', 'WasmPlugin', 'selector', 'matchLabels'],
  ['extensions.istio.io', 'TrafficExtension', 'selector', 'matchLabels'],
];

/** All objects that select pods of their own namespace by labels. */
export const selecting = perMesh((mesh: Mesh): Selecting[] => {
  const found: Selecting[] = [];
  for (const [group, kind, selector, key] of SELECTORS) {
    const field = `spec.${selector}.${key}`;
    for (const object of mesh.ofKind(group, kind)) {
      const labels = labelsOf(mapOf(object.spec[selector])[key]);
      if (!isEmpty(labels)) found.push({ object, labels, field });
    }
  }
  return found;
});
