import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IstioValidation, ValidationContext } from '../../src/cli/validation';
import { constructsFrom, constructsText } from '../../src/report/constructs';

const ROOT = join(__dirname, '..', '..');

/** Two objects of one name, of which cdk8s's own metadata keeps one. The first has a mistake. */
const APP = (watched: boolean) => `
const { ApiObject, App, Chart } = require(${JSON.stringify(join(ROOT, 'node_modules', 'cdk8s'))});
const { Mesh, RuleSeverity } = require(${JSON.stringify(ROOT)});
const app = new App();
if (${watched}) Mesh.of(app).severity('virtual-service/undefined-subset', RuleSeverity.WARNING);
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const routes = new ApiObject(chart, 'Routes', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews' },
  spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v3' } }] }] } });
const rules = new ApiObject(chart, 'Rules', { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'reviews' },
  spec: { host: 'reviews', subsets: [{ name: 'v2', labels: { version: 'v2' } }] } });
app.synth();
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-validation-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function synth(watched: boolean, properties = ''): { code: number | null; out: string; report: any } {
  writeFileSync(join(folder, 'app.js'), APP(watched));
  writeFileSync(join(folder, 'cdk8s.yaml'), `app: node app.js\nvalidations:\n- package: ${join(ROOT, 'validation')}\n  version: 0.0.0\n  class: IstioValidation\n${properties}`);
  const cli = join(ROOT, 'node_modules', '.bin', 'cdk8s');
  const { status, stdout, stderr } = spawnSync(cli, ['synth', '--check-upgrade=false', '-o', 'out', '--validation-reports-output-file', 'report.json'], { cwd: folder, encoding: 'utf8' });
  try {
    return { code: status, out: stdout + stderr, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).reports[0] };
  } catch {
    throw new Error(stdout + stderr);
  }
}

test('cdk8s synth fails for what Istio would mishandle, and names the construct by kind, namespace and name', () => {
  const { code, out, report } = synth(true);
  expect(code).toBe(2);
  expect(report.summary).toMatchObject({ status: 'failure', metadata: { objects: '2' } });
  expect(report.violations).toEqual([{
    ruleName: 'error[virtual-service/undefined-subset]',
    recommendation: expect.stringMatching(/^reviews\.shop\.svc\.cluster\.local has no subset "v3"; defined: v2; Istio builds/),
    fix: expect.stringMatching(/; see cdk8s-istio explain virtual-service\/undefined-subset$/),
    violatingConstructs: [{
      resourceName: 'VirtualService shop/reviews',
      constructPath: 'shop/Routes',
      manifestPath: 'out/shop.k8s.yaml',
      locations: [expect.stringMatching(/^VirtualService shop\/reviews, spec\.http\[0\]\.route\[0\]\.destination\.subset, line \d+$/), expect.stringMatching(/^DestinationRule shop\/reviews, /)],
    }],
  }]);
  expect(out).toContain('Construct Path: shop/Routes');
}, 60_000);

test('without our record a path that cdk8s may have mixed up is left out', () => {
  const { code, report } = synth(false);
  expect(code).toBe(2);
  expect(report.violations[0].violatingConstructs[0]).toMatchObject({ resourceName: 'VirtualService shop/reviews' });
  expect(report.violations[0].violatingConstructs[0].constructPath).toBeUndefined();
}, 60_000);

describe('with a context of cdk8s-cli', () => {
  function validate(manifest: string, properties = {}): Promise<{ rules: string[]; status: string; metadata: any }> {
    writeFileSync(join(folder, 'a.yaml'), manifest);
    const metadata = { reviews: { path: 'shop/Reviews' } };
    const rules: string[] = [];
    let status = '';
    const report = {
      addViolation: ({ ruleName, violatingResources }: any) => void rules.push(`${ruleName} ${violatingResources[0].resourceName}`),
      submit: (result: string) => void (status = result),
    };
    const context: ValidationContext = { manifests: [join(folder, 'a.yaml')], metadata, report };
    return new IstioValidation(properties).validate(context).then(() => ({ rules, status, metadata }));
  }

  const EMPTY = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: allow-all, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}}\n';

  test('warnings fail only when asked to', async () => {
    expect(await validate(EMPTY)).toMatchObject({ rules: ['warning[authz/allow-empty] AuthorizationPolicy shop/allow-all'], status: 'success' });
    expect(await validate(EMPTY, { failOn: 'warning' })).toMatchObject({ status: 'failure' });
  });

  test('what cannot be read fails', async () => {
    expect(await validate('a: [')).toMatchObject({ rules: ['unreadable '], status: 'failure' });
  });

  test('a name that only one object has leads to the path of cdk8s', async () => {
    const { metadata } = await validate('apiVersion: v1\nkind: Service\nmetadata: {name: reviews, namespace: shop}\n');
    expect(metadata['Service shop/reviews']).toEqual({ path: 'shop/Reviews' });
  });

  test('inventory and mesh configuration count', async () => {
    writeFileSync(join(folder, 'cluster.yaml'), 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: reviews, namespace: shop}\nspec: {host: reviews}\n');
    writeFileSync(join(folder, 'mesh.yaml'), 'extensionProviders: []\n');
    const manifest = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: reviews, namespace: shop}\nspec: {hosts: [reviews], http: [{route: [{destination: {host: reviews, subset: v3}}]}]}\n';
    expect((await validate(manifest, { inventory: join(folder, 'cluster.yaml'), meshConfig: join(folder, 'mesh.yaml') })).rules).toEqual(['error[virtual-service/undefined-subset] VirtualService shop/reviews']);
  });

  test('fails with the manifest that is not there', async () => {
    const context = { manifests: ['nothing.yaml'], metadata: {} } as unknown as ValidationContext;
    await expect(new IstioValidation({}).validate(context)).rejects.toThrow('manifest nothing.yaml: there is no such file or folder');
  });

  test('fails with the property whose file cannot be read', async () => {
    await expect(validate(EMPTY, { inventory: 'nothing.yaml' })).rejects.toThrow('inventory nothing.yaml: there is no such file or folder');
    await expect(validate(EMPTY, { meshConfig: join(folder, 'a.yaml') })).rejects.toThrow(/^meshConfig .*a\.yaml: there is no mesh configuration in it/);
  });

  test('paths that another version recorded are left alone', () => {
    const written = constructsText([{ group: '', kind: 'Service', namespace: 'shop', name: 'a', construct: 'shop/A' }]);
    expect([...constructsFrom(written).values()]).toEqual(['shop/A']);
    expect(constructsFrom(written.replace('"version":"1"', '"version":"2"')).size).toBe(0);
  });

  test.each([
    [{ failon: 'error' }, 'IstioValidation has no property failon; it has inventory, meshConfig, failOn, advice'],
    [{ failOn: 'advice' }, 'failOn is advice; it can be error or warning'],
  ])('fails for %j', (properties: any, message) => {
    expect(() => new IstioValidation(properties)).toThrow(message);
  });
});
