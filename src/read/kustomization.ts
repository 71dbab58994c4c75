import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentsOf } from './values';
import { listOf, mapOf, textsOf } from '../model/read';

/** What is said of a file that is no object of its own. */
export const PATCH_ADVICE = 'a kustomization names it as a patch, which is no whole object; check what `kustomize build` writes';

/** Names that kustomize looks for, in its order. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The files that the kustomization of a folder names as patches. They lie in the folder or below it. */
export function patchesOf(folder: string, names: readonly string[]): string[] {
  const name = NAMES.find(each => names.includes(each));
  if (name === undefined) return [];
  const { patches, patchesStrategicMerge } = kustomizationIn(join(folder, name));
  const files = textsOf([...listOf(patches).map(patch => mapOf(patch).path), ...listOf(patchesStrategicMerge)]);
  return files.map(file => join(folder, file));
}

/** Whoever reads it next says what is wrong with it. */
function kustomizationIn(path: string): { readonly [key: string]: any } {
  try {
    return mapOf(contentsOf(readFileSync(path, 'utf8')).value);
  } catch {
    return {};
  }
}
