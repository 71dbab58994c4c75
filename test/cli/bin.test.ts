import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const BIN = join(__dirname, '..', '..', 'bin', 'cdk8s-istio');

function run(args: string[], input = ''): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  return { code: status, out: stdout, error: stderr };
}

const ROUTES = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, namespace: shop}\nspec: {hosts: [a], http: [{route: [{destination: {host: a, subset: on}}]}]}\n';

test('the program reads standard input and says by its exit code what it found', () => {
  expect(run(['check', '-'], ROUTES)).toMatchObject({ code: 1, error: '' });
  expect(run(['check', '-'], ROUTES).out).toMatch(/^<stdin>:4: error\[common\/wrong-type\]: /);
  expect(run(['check', '-'], ROUTES.replace('subset: on', 'subset: "on"'))).toEqual({ code: 0, out: 'nothing found in 1 object\n', error: '' });
  expect(run(['check', '-'], 'a: [')).toMatchObject({ code: 2, error: expect.stringMatching(/^<stdin>:1: cannot be read: /) });
});

test('a pipe that is closed early is no error', () => {
  const text = Array.from({ length: 2000 }, () => ROUTES).join('---\n');
  const { stderr, status } = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${BIN}" check - | head -n 1`], { input: text, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('everything arrives in a pipe, however long it is', () => {
  const text = Array.from({ length: 3000 }, (_, i) => ROUTES.replace('name: a', `name: a${i}`)).join('---\n');
  const { code, out } = run(['check', '--format', 'json', '-'], text);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ objects: 3000 });
});

test('the program can be run', () => {
  expect(() => accessSync(BIN, constants.X_OK)).not.toThrow();
});
