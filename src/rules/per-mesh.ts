import { Mesh } from '../model/mesh';

/** Something that many rules ask of a mesh, worked out once. */
export function perMesh<T>(make: (mesh: Mesh) => T): (mesh: Mesh) => T {
  const made = new WeakMap<Mesh, { value: T }>();
  return mesh => {
    let kept = made.get(mesh);
    if (!kept) made.set(mesh, kept = { value: make(mesh) });
    return kept.value;
  };
}
