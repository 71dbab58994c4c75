import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { addNotices, NOTICE_RULES } from '../src/core/notices';
import { TWINS } from '../src/core/twins';
import { Mesh, ReportFormat, RuleSeverity } from '../src/mesh';
import { RULES } from '../src/rules';
import { NOTICES } from '../src/rules/notices';

let app: App;
let chart: Chart;
let printed: string;
beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  printed = '';
  jest.spyOn(process.stderr, 'write').mockImplementation(text => (printed += String(text)) !== '');
});
afterEach(() => jest.restoreAllMocks());

function twice(name = 'one'): void {
  for (const id of ['A', 'B']) new ApiObject(chart, name + id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

describe('severity', () => {
  test('lowers an error to a warning, which is printed and fails nothing', () => {
    twice();
    Mesh.of(chart).severity('common/name-collision', RuleSeverity.WARNING);
    app.synth();
    expect(printed).toContain('[shop/oneB] warning[common/name-collision]: ConfigMap shop/one is written twice');
  });

  test('raises a warning of a construct to an error', () => {
    addNotices(chart, () => [{ rule: 'mesh-service/too-many-rules', severity: 'warning', problem: 'many', fix: 'fewer' }]);
    Mesh.of(app).severity('mesh-service/too-many-rules', RuleSeverity.ERROR);
    expect(() => app.synthYaml()).toThrow('[shop] error[mesh-service/too-many-rules]: many');
  });

  test('lowered to advice is told where advice is wanted only', () => {
    twice();
    Mesh.of(app).severity('common/name-collision', RuleSeverity.ADVICE);
    app.synth();
    expect(printed).toBe('');
    Mesh.of(chart).showAdvice();
    app.synth();
    expect(printed).toContain('advice[common/name-collision]');
  });

  test('of the nearest scope decides, also over what is allowed further out', () => {
    twice();
    Mesh.of(app).allow('common/name-collision', 'a migration');
    app.synth();
    Mesh.of(chart).severity('common/name-collision', RuleSeverity.ERROR);
    expect(() => app.synth()).toThrow('error[common/name-collision]');
  });

  test('fails for a word that is none', () => {
    expect(() => Mesh.of(chart).severity('common/name-collision', 'ERROR' as RuleSeverity)).toThrow(
      '[shop] severity is "ERROR"\n    fix: use one of "error", "warning", "advice"');
  });

  test('fails for a rule that does not exist', () => {
    expect(() => Mesh.of(chart).severity('common/no-such', RuleSeverity.ERROR)).toThrow('[shop] there is no rule "common/no-such"');
  });
});

describe('what a construct has said in its own words', () => {
  const providers = () => {
    Mesh.of(app).configure({ extensionProviders: ['otel'] });
    const telemetry = new ApiObject(chart, 'Traces', {
      apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: {}, spec: { tracing: [{ providers: [{ name: 'jaeger' }] }] },
    });
    addNotices(telemetry, () => [{ rule: 'telemetry/unknown-provider', severity: 'error', problem: 'no jaeger', fix: 'otel' }]);
  };

  test('is not told again by a rule', () => {
    providers();
    expect(() => app.synthYaml()).toThrow('[shop/Traces] error[telemetry/unknown-provider]: no jaeger');
    expect(() => app.synthYaml()).not.toThrow('telemetry/missing-provider');
  });

  test('is known by the ids that rules have, and described like them', () => {
    const ids = RULES.map(({ id }) => id);
    expect(Object.values(TWINS).flat().filter(id => !ids.includes(id))).toEqual([]);
    expect(Object.keys(NOTICES)).toEqual([...NOTICE_RULES]);
  });

  test('is not told by a rule where it was allowed', () => {
    providers();
    Mesh.of(app).allow('telemetry/unknown-provider', 'it comes next week');
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('is told by the rule of other constructs', () => {
    providers();
    new ApiObject(chart, 'More', { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { namespace: 'web' }, spec: { tracing: [{ providers: [{ name: 'jaeger' }] }] } });
    expect(() => app.synthYaml()).toThrow('[shop/More] error[telemetry/missing-provider]');
  });
});

describe('a report', () => {
  test('is written when synthesis fails, with the folders it needs', () => {
    twice();
    const path = join(app.outdir, 'reports', 'istio.json');
    Mesh.of(app).addReport(path, ReportFormat.JSON);
    expect(() => app.synth()).toThrow();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      objects: 2,
      findings: [{ rule: 'common/name-collision', severity: 'error', kind: 'ConfigMap', namespace: 'shop', name: 'one', construct: 'shop/oneB', also: [{ construct: 'shop/oneA' }] }],
    });
  });

  test('is empty where nothing was found, and not written by a test of a chart', () => {
    const path = join(app.outdir, 'istio.json');
    Mesh.of(app).addReport(path, ReportFormat.JSON);
    Testing.synth(chart);
    expect(existsSync(path)).toBe(false);
    app.synth();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ findings: [], objects: 0 });
  });

  test('that cannot be written fails, with its path', () => {
    Mesh.of(app).addReport(app.outdir, ReportFormat.JUNIT);
    expect(() => app.synth()).toThrow(`[Mesh.addReport] the report ${JSON.stringify(app.outdir)} cannot be written: EISDIR`);
  });

  test('as SARIF says which version of the library wrote it', () => {
    const path = join(app.outdir, 'istio.sarif');
    Mesh.of(app).addReport(path, ReportFormat.SARIF);
    app.synth();
    expect(JSON.parse(readFileSync(path, 'utf8')).runs[0].tool.driver).toMatchObject({ name: 'cdk8s-istio', semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  test('fails for a form that is none', () => {
    expect(() => Mesh.of(app).addReport('istio.xml', 'xml' as ReportFormat)).toThrow('[app] format is "xml"\n    fix: use one of "json", "sarif", "junit"');
  });

  test('fails without a path', () => {
    expect(() => Mesh.of(app).addReport('', ReportFormat.SARIF)).toThrow('path is empty');
  });
});

describe('an inventory', () => {
  const RULE = '{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: reviews, namespace: shop }, spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] } }';

  function inventory(...items: string[]): string {
    const path = join(app.outdir, 'cluster.yaml');
    writeFileSync(path, `apiVersion: v1\nkind: List\nitems:\n${items.map(item => `- ${item}\n`).join('')}`);
    return path;
  }

  function routeTo(subset: string): void {
    const http = [{ timeout: '5s', route: [{ destination: { host: 'reviews', subset } }] }];
    new ApiObject(chart, 'Route', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews' }, spec: { hosts: ['reviews'], http } });
  }

  test('makes known what lives elsewhere', () => {
    routeTo('v3');
    Mesh.of(app);
    app.synth();
    Mesh.of(app).addInventory(inventory(RULE));
    expect(() => app.synth()).toThrow(/error\[virtual-service\/undefined-subset\]: reviews\.shop\.svc\.cluster\.local has no subset "v3"; defined: v1[^]*and: +DestinationRule shop\/reviews.*, from .*cluster\.yaml\n/);
    expect(printed).toBe('');
  });

  test('is read as the command line reads it, in the encoding of PowerShell too', () => {
    const path = inventory(RULE);
    writeFileSync(path, `\uFEFF${readFileSync(path, 'utf8')}`, 'utf16le');
    routeTo('v3');
    Mesh.of(app).addInventory(path);
    expect(() => app.synth()).toThrow('error[virtual-service/undefined-subset]');
  });

  test('is not reported itself', () => {
    Mesh.of(app).addInventory(inventory(RULE.replace('host:', 'hots:')));
    app.synth();
    expect(printed).toBe('');
  });

  test('is replaced by what is written', () => {
    routeTo('v3');
    new ApiObject(chart, 'Rule', {
      apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'reviews' }, spec: { host: 'reviews', subsets: [{ name: 'v3', labels: { version: 'v3' } }] },
    });
    Mesh.of(app).addInventory(inventory(RULE));
    app.synth();
    expect(printed).toBe('');
  });

  test('tells whose objects would be overwritten', () => {
    routeTo('v1');
    const owned = '{ name: reviews, namespace: shop, ownerReferences: [{ kind: Canary, name: reviews, controller: true }] }';
    Mesh.of(app).addInventory(inventory(RULE, `{ apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: ${owned}, spec: { hosts: [reviews.example] } }`));
    app.synth();
    expect(printed).toContain('[shop/Route] warning[common/overwrites-unmanaged]: VirtualService shop/reviews exists, differs at spec.hosts[0], and is controlled by Canary reviews');
  });

  test('is of one mesh, not of others in the app', () => {
    routeTo('v3');
    const other = new Chart(app, 'other');
    Mesh.of(other).configure({}).addInventory(inventory(RULE));
    expect(() => app.synth()).not.toThrow();
  });

  test('fails where the file cannot be read', () => {
    expect(() => Mesh.of(chart).addInventory('/no/such.yaml')).toThrow('[shop] the inventory "/no/such.yaml" cannot be read: there is no such file or folder');
  });
});

describe('a rule that throws', () => {
  test('is told of as a warning, and the others go on', () => {
    const broken = RULES.find(rule => rule.id === 'common/file-collision')!;
    jest.spyOn(broken, 'check').mockImplementation(() => {
      throw new TypeError('x is undefined');
    });
    twice();
    Mesh.of(app);
    expect(() => app.synth()).toThrow('error[common/name-collision]');
    expect(printed).toContain('warning[common/file-collision]: this rule could not be evaluated: TypeError: x is undefined');
  });
});
