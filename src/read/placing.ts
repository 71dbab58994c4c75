import { find, Spot } from './lines';
import { Reading, rootOf } from './reading';
import { groupBy } from '../model/group-by';
import { MeshObject } from '../model/object';

/** A field whose line is asked for. */
export interface Wanted {
  readonly object: MeshObject;
  readonly field?: string;
}

/**
 * Lines of the file, from one, for each field that is asked for. Each document is read once more, whatever the number of fields, and
 * forgotten before the next: positions are many times as large as the text.
 */
export function place<T extends Wanted>(wanted: T[], reading: Reading): Map<T, Spot> {
  const sources = wanted.flatMap(each => {
    const source = reading.sourceOf(each.object);
    return source ? [{ each, ...source }] : [];
  });
  const spots = new Map<T, Spot>();
  for (const [document, list] of groupBy(sources, source => source.document)) {
    const root = rootOf(document);
    for (const { each, prefix } of list) {
      const spot = find(root, [prefix, each.field].filter(Boolean).join('.'));
      spots.set(each, { ...spot, line: spot.line + document.linesBefore });
    }
  }
  return spots;
}
