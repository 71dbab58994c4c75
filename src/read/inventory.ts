import { Reading } from './reading';
import { MeshObject } from '../model/object';

/** What exists elsewhere, from a file that kubectl wrote. Fails where some of it cannot be read: what is missing would be taken for unknown. */
export function readInventory(file: string, text: string): Reading {
  const reading = new Reading(true);
  reading.add({ name: file, text });
  const fault = reading.faults.find(({ isSkipped }) => !isSkipped);
  if (fault) throw new Error(`${fault.line === undefined ? '' : `line ${fault.line}: `}${fault.text}`);
  return reading;
}

/** Objects of a file that kubectl wrote. */
export function inventoryFrom(text: string, file: string): MeshObject[] {
  return readInventory(file, text).objects;
}
