import { IConstruct } from 'constructs';
import { settingsOf } from '../core/scopes';
import { Visibility } from '../resources/visibility';

/**
 * `exportTo` of what a pattern writes: what the mesh says, and whoever is known to need the object. Nothing where the mesh says nothing.
 * @param owner any construct of the mesh
 * @param namespace namespace of the object
 * @param neededIn namespaces that need it; nothing where they cannot be told, and then it is every one
 */
export function exportedTo<T extends IConstruct>(owner: T, namespace: string, neededIn: (owner: T) => string[] | undefined): Visibility {
  return Visibility._of(() => {
    const said = settingsOf(owner).visibility?._render();
    if (!said) return undefined;
    const needed = neededIn(owner);
    if (!needed || said.includes('*')) return ['*'];
    return [...new Set([...said, ...needed].map(name => name === namespace ? '.' : name))].sort();
  });
}
