import { mapOf } from '../model/read';

/** Bytes of the body of a direct response. */
export function bodySize(body: unknown): number {
  const { string, bytes } = mapOf(body);
  if (typeof string === 'string') return Buffer.byteLength(string);
  return typeof bytes === 'string' ? Buffer.byteLength(bytes, 'base64') : 0;
}
