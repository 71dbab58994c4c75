import { ISTIO_ANNOTATIONS } from './istio-annotations';
import { perMesh } from './per-mesh';
import { Labels } from '../model/label-index';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';

/** An annotation of Istio's on something it knows. */
export interface Annotated {
  readonly object: MeshObject;
  readonly name: string;
  readonly value: string;
  readonly field: string;
  /** What it stands on: `Pod` in the template of a workload. */
  readonly on: string;
  readonly labels: Labels;
}

const KUBERNETES: Array<[group: string, kind: string]> = [['', 'Namespace'], ['', 'Service'], ['networking.istio.io', 'ServiceEntry'], ['security.istio.io', 'AuthorizationPolicy']];

/** Set by Istio itself, and found in what was read from a cluster. */
const BY_ISTIO = new Set(['sidecar.istio.io/status', 'gateway.istio.io/controller-version', 'istio.io/rev']);

/** All annotations of Istio's on pods, workloads, Services and Namespaces. */
export const annotated = perMesh((mesh: Mesh): Annotated[] => {
  const found: Annotated[] = [];
  for (const [group, kind] of KUBERNETES) for (const object of mesh.ofKind(group, kind)) if (object.json.metadata?.annotations) found.push(...of(object, object.annotations, 'metadata', kind, object.labels));
  for (const { object, annotations, labels, specField } of mesh.workloads.all) {
    const pod = object.group !== 'networking.istio.io' && object.group !== 'gateway.networking.k8s.io';
    const inTemplate = specField !== 'spec';
    if (inTemplate) found.push(...of(object, annotations, specField.replace(/spec$/, 'metadata'), 'Pod', labels));
    if (pod) found.push(...of(object, object.annotations, 'metadata', inTemplate ? object.kind : 'Pod', object.labels));
  }
  return found;
});

function of(object: MeshObject, annotations: Labels, field: string, on: string, labels: Labels): Annotated[] {
  return Object.entries(annotations)
    .filter(([name]) => isIstios(name) && !BY_ISTIO.has(name))
    .map(([name, value]) => ({ object, name, value, field: `${field}.annotations["${name}"]`, on, labels }));
}

function isIstios(name: string): boolean {
  const slash = name.indexOf('/');
  // A label of namespaces, often written as an annotation.
  if (name === 'istio-injection') return true;
  return slash > 0 && (name.slice(0, slash) === 'istio.io' || name.slice(0, slash).endsWith('.istio.io'));
}

/** Kinds that an annotation belongs on. */
export function kindsOf(name: string): string[] | undefined {
  return Object.prototype.hasOwnProperty.call(ISTIO_ANNOTATIONS, name) ? ISTIO_ANNOTATIONS[name].on.split(' ') : undefined;
}
