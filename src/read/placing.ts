import { Document } from './documents';
import { find, Spot } from './lines';
import { Reading, rootOf, Source } from './reading';
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
  const byDocument = new Map<Document, [T, Source][]>();
  for (const each of wanted) {
    const source = reading.sourceOf(each.object);
    if (!source) continue;
    const list = byDocument.get(source.document);
    if (list) list.push([each, source]);
    else byDocument.set(source.document, [[each, source]]);
  }
  const spots = new Map<T, Spot>();
  for (const [document, list] of byDocument) {
    const root = rootOf(document);
    for (const [each, { prefix }] of list) {
      const spot = find(root, [prefix, each.field].filter(Boolean).join('.'));
      spots.set(each, { ...spot, line: spot.line + document.linesBefore });
    }
  }
  return spots;
}
