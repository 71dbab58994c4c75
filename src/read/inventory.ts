import { Reading } from './reading';

const EMPTY_LIST = /(?:^|[\s{,])"?items"?:\s*\[\s*\]/;

/**
 * What exists elsewhere, from a file that kubectl wrote. Fails where some of it cannot be read, and where there is nothing in it at all, as
 * kubectl leaves a file when it fails or prints a table: what is missing would be taken for unknown.
 */
export function readInventory(file: string, text: string): Reading {
  const reading = new Reading(true);
  reading.add({ name: file, text });
  const fault = reading.faults.find(({ isSkipped }) => !isSkipped);
  if (fault) throw new Error(`${fault.line === undefined ? '' : `line ${fault.line}: `}${fault.text}`);
  if (reading.objects.length === 0 && !EMPTY_LIST.test(text)) throw new Error('there is no object in it; expected what kubectl get -o yaml prints');
  return reading;
}
