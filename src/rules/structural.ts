import { perMesh } from './per-mesh';
import { Finding } from './rule';
import { MeshObject } from '../model/object';

const byKind = perMesh(({ objects }) => {
  const found = new Map<string, Finding[]>();
  for (const object of objects) for (const violation of object.structure.violations) keep(found, violation.kind, { at: object, ...wordsOf(violation) });
  return found;
});

/** Whether some object is not what its schema says. */
export function hasViolations(mesh: Parameters<typeof byKind>[0]): boolean {
  return byKind(mesh).size > 0;
}

/** The ways that some rule tells of. */
export const toldKinds = new Set<string>();

/** Where objects are not what their schema says, in these ways. */
export function structural(...kinds: string[]): (mesh: Parameters<typeof byKind>[0]) => Iterable<Finding> {
  kinds.forEach(kind => toldKinds.add(kind));
  return mesh => kinds.flatMap(kind => byKind(mesh).get(kind) ?? []);
}

function wordsOf({ field, problem, fix }: MeshObject['structure']['violations'][number]) {
  return { field, problem, fix };
}

function keep(found: Map<string, Finding[]>, kind: string, finding: Finding): void {
  const list = found.get(kind);
  if (list) list.push(finding);
  else found.set(kind, [finding]);
}
