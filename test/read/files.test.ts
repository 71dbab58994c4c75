import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFault, fromFile } from '../../src/read/files';
import { readInventory } from '../../src/read/inventory';

afterEach(() => jest.restoreAllMocks());

test.each([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'there is no such file or folder'],
  ['EISDIR', 'this is a folder'],
  ['EACCES', 'the file may not be read'],
  ['EPERM', 'the file may not be read'],
  ['ELOOP', 'the link leads back to itself'],
])('says %s in words', (code, text) => {
  expect(fileFault('a.yaml', Object.assign(new Error('x'), { code }))).toEqual({ file: 'a.yaml', text, isSkipped: false });
});

test('says of another failure what it says itself', () => {
  expect(fileFault('-', new Error('EIO: i/o error, read'))).toEqual({ file: '<stdin>', text: 'EIO: i/o error, read', isSkipped: false });
});

test('waits for standard input that does not wait itself, and takes a closed pipe for its end', () => {
  const steps: Array<string | { code: string }> = [{ code: 'EAGAIN' }, 'a: ', { code: 'EAGAIN' }, '1', { code: 'EOF' }];
  jest.spyOn(fs, 'readSync').mockImplementation(((file: number, buffer: Buffer) => {
    const step = steps.shift()!;
    if (typeof step !== 'string') throw Object.assign(new Error('x'), step);
    return file === 0 ? buffer.write(step) : 0;
  }) as typeof fs.readSync);
  expect(fromFile('-', (name, text) => [name, text])).toEqual(['<stdin>', 'a: 1']);
  expect(steps).toEqual([]);
});

test('fails where standard input cannot be read', () => {
  jest.spyOn(fs, 'readSync').mockImplementation(() => {
    throw Object.assign(new Error('x'), { code: 'EISDIR' });
  });
  expect(() => fromFile('-', (_, text) => text)).toThrow('this is a folder');
});

test('does not call a text that is too long none', () => {
  const path = join(fs.mkdtempSync(join(tmpdir(), 'cdk8s-istio-files-')), 'a.yaml');
  fs.writeFileSync(path, 'a: 1');
  jest.spyOn(TextDecoder.prototype, 'decode').mockImplementation(() => {
    throw Object.assign(new Error('Cannot create a string longer than 0x1fffffe8 characters'), { code: 'ERR_STRING_TOO_LONG' });
  });
  expect(() => fromFile(path, (_, text) => text)).toThrow('Cannot create a string longer than 0x1fffffe8 characters');
});

describe('an inventory', () => {
  test.each([
    ['an empty file', ''],
    ['a table', 'NAMESPACE   NAME   TYPE\nshop        a      ClusterIP\n'],
    ['what kubectl says when there is nothing', 'No resources found\n'],
  ])('is not %s', (_, text) => {
    expect(() => readInventory('cluster.yaml', text)).toThrow('there is no object in it; expected what kubectl get -o yaml prints');
  });

  test.each(['apiVersion: v1\nitems: []\nkind: List\n', '{"apiVersion": "v1", "items": [], "kind": "List"}', '{\n  "kind": "List",\n  "items": [\n  ]\n}'])('may be an empty list: %j', text => {
    expect(readInventory('cluster.yaml', text).objects).toEqual([]);
  });
});
