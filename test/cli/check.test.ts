import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/main';

let folder: string;
let before: string;

beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-check-'));
  process.chdir(folder);
});

afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function write(files: { [path: string]: string | Buffer }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function run(...args: string[]): { code: number; out: string; error: string } {
  const written = { out: '', error: '' };
  const code = main(args, { out: text => void (written.out += text), error: text => void (written.error += text) });
  return { code, ...written };
}

/** Findings as `file:line rule`. */
function found(...args: string[]): string[] {
  return JSON.parse(run('check', '--format', 'json', ...args).out).findings.map(({ file, line, rule }: any) => `${file}:${line} ${rule}`);
}

const RULE =
  'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: reviews, namespace: shop}\nspec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}]}\n';
const route = (subset: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts: [reviews]
  http:
  - route:
    - destination:
        host: reviews
        subset: ${subset}
`;

test('prints what is found with file and line of the field, and of whatever else takes part', () => {
  write({ 'mesh/routes.yaml': `# routes\n---\n${route('v3')}`, 'mesh/rules.yml': RULE });
  expect(run('check', 'mesh')).toMatchInlineSnapshot(`
   {
     "code": 1,
     "error": "",
     "out": "mesh/routes.yaml:14: error[virtual-service/undefined-subset]: reviews.shop.svc.cluster.local has no subset "v3"; defined: v1
       at:  VirtualService shop/reviews, spec.http[0].route[0].destination.subset
       and: DestinationRule shop/reviews, spec.subsets, from mesh/rules.yml:4
       why: Istio builds one cluster per defined subset; for a missing one the proxy of the caller answers requests with HTTP 503, and closes TLS and TCP connections
       fix: add the subset to the DestinationRule of reviews.shop.svc.cluster.local; did you mean "v1"?
       doc: cdk8s-istio explain virtual-service/undefined-subset

   1 error in 2 objects
   ",
   }
  `);
});

test('the docs show what is printed', () => {
  write({ 'manifests/routes.yaml': route('v3'), 'manifests/rules.yaml': RULE });
  const docs = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8');
  const [message] = run('check', 'manifests').out.split('\n\n');
  const [, json] = /```json\n([^]*?)```/.exec(docs('docs/checking.md'))!;
  expect(docs('docs/checking.md')).toContain(`\n${message}\n`);
  expect(docs('README.md')).toContain(message.slice(message.indexOf('    why:')));
  expect(JSON.parse(json)).toEqual(JSON.parse(run('check', '--format', 'json', 'manifests').out));
});

test('exits with 0 where nothing is found', () => {
  write({ 'a.yaml': `${route('v1')}---\n${RULE}` });
  expect(run('check', 'a.yaml')).toEqual({ code: 0, out: 'nothing found in 2 objects\n', error: '' });
});

test('exits with 1 for warnings only when asked to', () => {
  const empty = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: allow-all, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}}\n';
  write({ 'a.yaml': empty });
  expect(JSON.parse(run('check', '--format=json', 'a.yaml').out).findings.map((each: any) => each.severity)).toEqual(['warning']);
  expect(run('check', 'a.yaml').code).toBe(0);
  expect(run('check', '--fail-on', 'warning', 'a.yaml').code).toBe(1);
});

test('reads files, folders and links to them, each once', () => {
  write({
    'mesh/a/routes.yaml': route('v3'),
    'mesh/rules.yaml': RULE,
    'mesh/.git/x.yaml': '[',
    'mesh/node_modules/y.yaml': '[',
    'mesh/readme.md': '[',
    'mesh/package.json': '{"a": [}',
  });
  symlinkSync(folder, join('mesh', 'loop'));
  symlinkSync(join(folder, 'mesh', 'rules.yaml'), join('mesh', 'again.yaml'));
  expect(run('check', 'mesh', './mesh/rules.yaml', 'mesh/a').out).toContain('1 error in 2 objects');
  expect(found('mesh')).toEqual(['mesh/a/routes.yaml:12 virtual-service/undefined-subset']);
});

test('says so where there is nothing to check', () => {
  write({ 'empty/readme.md': 'x', 'values.yaml': 'replicas: 1\n' });
  expect(run('check', 'empty', 'values.yaml')).toEqual({ code: 0, out: 'nothing found in 0 objects\n', error: 'there is no Kubernetes object in empty, values.yaml\n' });
});

test('checks the other documents when one is broken, and exits with 2', () => {
  write({ 'a.yaml': `${route('v3')}---\na: [\n---\n${RULE}` });
  const { code, out, error } = run('check', 'a.yaml');
  expect(code).toBe(2);
  expect(error).toBe('a.yaml:15: cannot be read: unexpected end of the stream within a flow collection\n');
  expect(out).toContain('error[virtual-service/undefined-subset]');
  expect(out).toContain('1 error in 2 objects; not everything could be read\n');
});

test.each([
  [['check', 'nothing.yaml'], 'nothing.yaml: cannot be read: there is no such file or folder\n'],
  [['check', 'bytes.yaml'], 'bytes.yaml: cannot be read: this is not UTF-8 text\n'],
  [['check'], 'cdk8s-istio: name files or folders to check, or - for standard input\n'],
  [['check', '--formt', 'json', '.'], 'cdk8s-istio: there is no option --formt; did you mean "--format"?\n'],
  [['check', '--format', 'jsn', '.'], 'cdk8s-istio: --format is jsn; it can be text, json, sarif, junit; did you mean "json"?\n'],
  [['check', '--fail-on=advice', '.'], 'cdk8s-istio: --fail-on is advice; it can be error, warning\n'],
  [['check', '.', '--inventory'], 'cdk8s-istio: option --inventory needs a value\n'],
  [['check', '--advice=no', '.'], 'cdk8s-istio: option --advice has no value\n'],
  [['check', '--inventory', 'nothing', '.'], 'cdk8s-istio: --inventory nothing: there is no such file or folder\n'],
  [['check', '--inventory', 'broken.yaml', '.'], 'cdk8s-istio: --inventory broken.yaml: line 2: unexpected end of the stream within a flow collection\n'],
  [
    ['check', '--mesh-config', 'service.yaml', '.'],
    'cdk8s-istio: --mesh-config service.yaml: there is no mesh configuration in it; expected a MeshConfig, the ConfigMap "istio" with the key "mesh", Helm values with meshConfig, or an IstioOperator or Istio object with one\n',
  ],
  [['check', 'service.yaml/'], 'service.yaml/: cannot be read: there is no such file or folder\n'],
  [['check', '.', ''], 'cdk8s-istio: one of the paths is empty; . is the folder you are in\n'],
  [['check', '-', '--inventory', '-'], 'cdk8s-istio: standard input can be read only once; one - at most\n'],
  [['check', '.', '--inventory', '-', '--mesh-config', '-'], 'cdk8s-istio: standard input can be read only once; one - at most\n'],
  [['check', '--inventory', 'empty.yaml', '.'], 'cdk8s-istio: --inventory empty.yaml: there is no object in it; expected what kubectl get -o yaml prints\n'],
  [['chek'], 'cdk8s-istio: there is no command chek; did you mean "check"?\n'],
  [['constructor'], 'cdk8s-istio: there is no command constructor; there are check, explain and rules\n'],
  [[], 'cdk8s-istio: say what to do: check, explain or rules; --help says more\n'],
  [['explain'], 'cdk8s-istio: name one rule to explain; `cdk8s-istio rules` lists them\n'],
  [['explain', 'undefined-subset'], 'cdk8s-istio: there is no rule undefined-subset; did you mean virtual-service/undefined-subset?\n'],
  [['explain', 'kia1107'], 'cdk8s-istio: there is no rule kia1107; did you mean virtual-service/missing-delegate or virtual-service/undefined-subset?\n'],
  [['explain', 'IST0106'], 'cdk8s-istio: there is no rule IST0106; `cdk8s-istio rules` lists them\n'],
  [
    ['explain', 'virtual-service/undefind-subset'],
    'cdk8s-istio: there is no rule virtual-service/undefind-subset; did you mean "virtual-service/undefined-subset"?\n',
  ],
])('%j exits with 2', (args, error) => {
  write({ 'empty.yaml': '', 'bytes.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff]), 'broken.yaml': 'a: [\n', 'service.yaml': 'apiVersion: v1\nkind: Service\n' });
  const result = run(...args);
  expect(result.error).toBe(error);
  expect(result.code).toBe(2);
});

test.each(['utf16le', 'utf8'] as const)('reads %s with a mark at the start', encoding => {
  write({ 'a.yaml': Buffer.from(`\uFEFF${route('v3')}---\n${RULE}`, encoding) });
  expect(found('a.yaml')).toEqual(['a.yaml:12 virtual-service/undefined-subset']);
});

test('tells of templates of Helm, and fails only for those that are named', () => {
  const template = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n';
  write({ 'chart/Chart.yaml': 'apiVersion: v2\nname: x\n', 'chart/values.yaml': 'a: 1\n', 'chart/templates/a.yaml': template });
  const advice = 'a Helm template is not YAML before Helm has rendered it; check what `helm template` prints';
  expect(run('check', '.')).toEqual({ code: 0, out: 'nothing found in 0 objects\n', error: `chart/templates: not checked: ${advice}\n` });
  expect(run('check', 'chart/templates/a.yaml')).toMatchObject({
    code: 2,
    error: expect.stringMatching(/^chart\/templates\/a\.yaml:\d: cannot be read: a Helm template is not YAML/),
  });
});

test('misses nothing where a template was not read, which may write it', () => {
  const shop = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{name: http, port: 80}]}\n';
  write({ 'app/shop.yaml': shop, 'app/routes.yaml': route('v1'), 'app/rules.yaml': RULE });
  expect(found('app')).toEqual(['app/routes.yaml:7 virtual-service/host-without-service', 'app/routes.yaml:11 virtual-service/missing-destination', 'app/rules.yaml:4 destination-rule/unknown-host']);
  write({ 'chart/Chart.yaml': 'apiVersion: v2\nname: x\n', 'chart/templates/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n' });
  expect(found('app', 'chart')).toEqual([]);
});

test.each([
  ['kustomization.yaml', 'patches: [{path: gateway.yaml}, {target: {kind: Gateway}, patch: "- op: remove\\n  path: /spec"}]', 'gateway.yaml'],
  ['kustomization.yml', 'patchesStrategicMerge:\n- ./patches/gateway.yaml\n- |-\n  apiVersion: v1\n', 'patches/gateway.yaml'],
  ['Kustomization', 'patches: [{path: patches/gateway.yaml}]', 'patches/gateway.yaml'],
])('passes over what a %s names as a patch, with a word, unless it is named itself', (name, text, path) => {
  const patch = 'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: edge}\nspec: {selector: {istio: ingress}}\n';
  write({ [`overlay/${name}`]: `resources: [../base]\n${text}\n`, [`overlay/${path}`]: patch, 'overlay/rules.yaml': RULE });
  const advice = 'a kustomization names it as a patch, which is no whole object; check what `kustomize build` writes';
  expect(run('check', '.')).toEqual({ code: 0, out: 'nothing found in 1 object\n', error: `overlay/${path}: not checked: ${advice}\n` });
  expect(run('check', `overlay/${path}`).out).toContain('error[gateway/no-servers]');
});

test('a kustomization that cannot be read names no patches', () => {
  write({ 'kustomization.yaml': 'patches: [\n', 'rules.yaml': RULE });
  expect(run('check', '.')).toMatchObject({ code: 2, out: expect.stringContaining('nothing found in 1 object') });
});

test('the inventory says what exists, and is not reported itself', () => {
  write({ 'a.yaml': route('v3'), 'cluster.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${RULE.trim().replace(/\n/g, '\n  ')}\n` });
  expect(found('a.yaml')).toEqual([]);
  const [finding] = JSON.parse(run('check', '--format', 'json', '--inventory', 'cluster.yaml', 'a.yaml').out).findings;
  expect(finding).toMatchObject({
    rule: 'virtual-service/undefined-subset',
    file: 'a.yaml',
    line: 12,
    also: [{ kind: 'DestinationRule', file: 'cluster.yaml', line: 7 }],
  });
  expect(run('check', '--inventory', 'a.yaml', 'cluster.yaml').code).not.toBe(2);
});

test('what exists already is told of where somebody else wrote it, and where it lies in both files', () => {
  const owner = '  ownerReferences: [{ apiVersion: flagger.app/v1beta1, kind: Canary, name: reviews, controller: true }]\n';
  write({ 'a.yaml': route('v3'), 'cluster.yaml': route('v1').replace('metadata:\n', `metadata:\n${owner}`), 'mine.yaml': route('v1') });
  const findings = (inventory: string) => JSON.parse(run('check', '--format', 'json', '--inventory', inventory, 'a.yaml').out).findings;

  expect(findings('cluster.yaml')).toMatchObject([{
    rule: 'common/overwrites-unmanaged',
    severity: 'warning',
    file: 'a.yaml',
    line: 12,
    field: 'spec.http[0].route[0].destination.subset',
    also: [{ kind: 'VirtualService', namespace: 'shop', name: 'reviews', file: 'cluster.yaml', line: 13 }],
  }]);
  expect(findings('mine.yaml')).toEqual([]);
});

test('the default of the mesh for exportTo counts', () => {
  const app = `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: api, namespace: partners}
spec: {hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, location: MESH_EXTERNAL}
---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: api, namespace: shop}
spec: {hosts: [api.shop.example], exportTo: ["."], http: [{timeout: 5s, route: [{destination: {host: api.example.com, port: {number: 80}}}]}]}\n`;
  write({ 'a.yaml': app, 'mesh.yaml': 'defaultServiceExportTo: ["."]' });
  expect([found('a.yaml'), found('--mesh-config', 'mesh.yaml', 'a.yaml')]).toEqual([[], ['a.yaml:9 service-entry/not-exported']]);
});

test('the mesh configuration counts', () => {
  const policy =
    'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: shop}\nspec: {action: CUSTOM, provider: {name: nobody}, rules: [{}]}\n';
  write({ 'a.yaml': policy, 'mesh.yaml': 'extensionProviders: [{name: somebody}]\n' });
  expect(found('a.yaml')).toEqual([]);
  expect(found('--mesh-config', 'mesh.yaml', 'a.yaml')).toEqual(['a.yaml:4 authz/unknown-provider']);
});

test('says how a value is written that YAML takes for a boolean', () => {
  write({ 'a.yaml': route('on') });
  expect(run('check', 'a.yaml').out).toMatch(
    /^a\.yaml:12: error\[common\/wrong-type\]: .* is true, .*; it is written as on, which Kubernetes reads as true unless it stands in quotes\n/,
  );
});

test('reports keys that are written twice, and leaves what is suppressed', () => {
  const twice = (annotations: string) => RULE.replace('namespace: shop', `namespace: shop${annotations}`).replace('spec:', 'spec: {host: ratings}\nspec:');
  write({
    'a.yaml': twice(''),
    'b.yaml': twice(', annotations: {galley.istio.io/analyze-suppress: yaml/repeated-key}').replace('name: reviews', 'name: other'),
  });
  expect(found('a.yaml')).toEqual(['a.yaml:5 yaml/repeated-key']);
  expect(found('b.yaml')).toEqual([]);
});

test('explains a rule, and lists all', () => {
  expect(run('explain', 'virtual-service/undefined-subset')).toMatchObject({ code: 0, out: expect.stringMatching(/^# virtual-service\/undefined-subset\n/) });
  const { code, out } = run('rules');
  expect(code).toBe(0);
  expect(out).toMatch(/^error {4}virtual-service\/undefined-subset: a route names a subset/m);
  expect(out).toMatch(/^error {4}yaml\/repeated-key: /m);
});

test.each([[['--help']], [['-h']], [['help']], [['check', '--help']], [['check', '-h']], [['explain', '--help']], [['rules', '--help']]])(
  '%j prints help',
  args => {
    expect(run(...args)).toMatchObject({ code: 0, out: expect.stringContaining('cdk8s-istio '), error: '' });
  },
);

test('prints its version', () => {
  expect(run('--version')).toEqual({ code: 0, out: '0.0.0\n', error: '' });
});

test('a long run shows on a terminal how far it is', () => {
  write({ 'a.yaml': RULE, 'b.yaml': RULE });
  const shown: string[] = [];
  const times = [0, 0, 1500, 1550];
  jest.spyOn(Date, 'now').mockImplementation(() => times.shift() ?? 2000);
  main(['check', '.'], { out: () => undefined, error: () => undefined, progress: text => void shown.push(text) });
  expect(shown).toEqual(['reading file 2 of 2: b.yaml', 'checking 2 objects', '']);
});
