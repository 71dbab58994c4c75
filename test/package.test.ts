import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const PACKAGE = readJson('package.json');
const SUBMODULES = ['extensions', 'networking', 'security', 'telemetryApi'];

function readJson(file: string): any {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
}

/** What a program prints that runs on the compiled library, in a process of its own. */
function run(program: string): any {
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }));
}

const LOADED = 'Object.keys(require.cache).filter(file => file.startsWith(process.cwd() + "/lib/")).map(file => file.slice(process.cwd().length + 5))';

test('the compiled package has the classes and enums that other languages have, and nothing else', () => {
  const types: any[] = Object.values(readJson('.jsii').types);
  const values = types.filter(({ namespace, kind }) => !namespace && kind !== 'interface').map(({ name }) => name);
  expect(values.length).toBeGreaterThan(80);
  expect(run('console.log(JSON.stringify(Object.keys(require("./lib/src")).sort()))')).toEqual([...values, ...SUBMODULES].sort());
});

test('a schema is loaded when it is asked for, and no other', () => {
  const loaded: string[] = run(`
    require("./lib/src");
    const { schemaOf } = require("./lib/imports/schema");
    const before = ${LOADED};
    const { apiVersion, kind } = require("./lib/imports/networking.istio.io").VirtualService.GVK;
    const { group, version } = schemaOf(kind);
    if (apiVersion !== group + "/" + version) throw new Error(group);
    console.log(JSON.stringify([...before.filter(file => file.endsWith(".json")), "|", ...${LOADED}.filter(file => file.endsWith(".json"))]));
  `);
  expect(loaded).toEqual(['|', 'imports/schema/virtual-service.json']);
});

test('the checks and the command are a file each, and share with the package what constructs said', () => {
  const [checks, command] = ['check', 'cli/main'].map(file => readFileSync(join(ROOT, 'lib/src', `${file}.js`), 'utf8'));
  expect([checks, command].map(text => text.includes('"lib/src/rules/run.js"('))).toEqual([true, true]);
  const ours = [...checks.matchAll(/=require\("(\.[^"]*)"\)/g)].map(([, path]) => path);
  expect(ours).toContain('./core/scopes');
  const shared = ours.filter(path => path !== '../imports/schema/index.js');
  expect(shared).toHaveLength(ours.length - 1);
  expect(shared.filter(path => !path.startsWith('./core/') || !existsSync(join(ROOT, 'lib/src', `${path}.js`)))).toEqual([]);
  expect(checks).not.toContain('"lib/src/core/');
  expect(command).toContain('require("../../imports/schema/index.js")');
});

// One such letter doubles the memory of the whole text, and it takes a third longer to load.
test.each(['check', 'cli/main'])('%s has no letter beyond Latin-1', file => {
  const beyond = readFileSync(join(ROOT, 'lib/src', `${file}.js`), 'utf8').match(/.{0,40}[^\u0000-\u00ff].{0,40}/);
  expect(beyond).toBeNull();
});

test('entry and types are where package.json says', () => {
  expect([PACKAGE.main, PACKAGE.types]).toEqual(['lib/src/index.js', 'lib/src/index.d.ts']);
  expect([PACKAGE.main, PACKAGE.types].filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('what is not a construct library itself comes with the package', () => {
  expect(PACKAGE.bundledDependencies.sort()).toEqual(Object.keys(PACKAGE.dependencies).sort());
});

test('the tests run on the oldest versions that users may have', () => {
  expect(Object.keys(PACKAGE.peerDependencies).sort()).toEqual(['cdk8s', 'constructs']);
  for (const [name, range] of Object.entries(PACKAGE.peerDependencies)) {
    expect(range).toBe(`^${readJson(`node_modules/${name}/package.json`).version}`);
  }
});
