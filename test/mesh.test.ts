import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Include, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { addNotices } from '../src/core/notices';
import { meshChanged, meshScopeOf, onMeshChange, registryOf, settingsOf } from '../src/core/scopes';
import { Mesh, MeshSettings } from '../src/mesh';
import { OutboundPolicy } from '../src/resources/outbound-policy';
import { Visibility } from '../src/resources/visibility';

let app: App;
let chart: Chart;
beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
});
afterEach(() => jest.restoreAllMocks());

function object(scope: Construct, id: string, metadata: object = {}, kind = 'ConfigMap', apiVersion = 'v1'): ApiObject {
  return new ApiObject(scope, id, { apiVersion, kind, metadata });
}

describe('configure', () => {
  test('without it the app is one mesh with the defaults of Istio', () => {
    expect(meshScopeOf(new Construct(chart, 'A'))).toBe(app);
    expect(settingsOf(chart)).toEqual({
      rootNamespace: 'istio-system',
      denyByDefault: false,
      trustDomains: ['cluster.local'],
      outboundPolicy: 'ALLOW_ANY',
      extensionProviders: undefined,
      allocatesAddresses: false,
      visibility: undefined,
    });
  });

  test('holds for everything below, also for what was there before', () => {
    const inside = new Construct(chart, 'A');
    Mesh.of(app).configure({ rootNamespace: 'mesh', denyByDefault: true });
    expect(settingsOf(inside)).toMatchObject({ rootNamespace: 'mesh', denyByDefault: true });
    expect(settingsOf(new Construct(chart, 'B'))).toMatchObject({ rootNamespace: 'mesh', denyByDefault: true });
  });

  test('makes a chart a mesh of its own, which inherits nothing', () => {
    Mesh.of(app).configure({ rootNamespace: 'mesh' });
    const other = new Chart(app, 'other');
    Mesh.of(other).configure({ denyByDefault: true });
    expect(meshScopeOf(new Construct(other, 'A'))).toBe(other);
    expect(meshScopeOf(chart)).toBe(app);
    expect(settingsOf(other)).toMatchObject({ rootNamespace: 'istio-system', denyByDefault: true });
  });

  test('can be said again in the same words', () => {
    Mesh.of(app).configure({ denyByDefault: true }).configure({ denyByDefault: true, rootNamespace: 'istio-system' });
    expect(settingsOf(chart).denyByDefault).toBe(true);
  });

  test('fails when the second statement is another one', () => {
    Mesh.of(chart).configure({});
    expect(() => Mesh.of(chart).configure({ denyByDefault: true })).toThrow(
      '[shop] the mesh was configured with denyByDefault false, and now with true\n    fix: configure a mesh once');
    expect(() => Mesh.of(app).configure({ rootNamespace: 'a' }).configure({ rootNamespace: 'b' })).toThrow(
      '[app] the mesh was configured with rootNamespace a, and now with b');
  });

  test('keeps every fact, and takes it again in the same words', () => {
    const settings = {
      trustDomains: ['prod.example.com', 'cluster.local'],
      outboundPolicy: OutboundPolicy.REGISTRY_ONLY,
      extensionProviders: ['oauth2-proxy'],
      allocatesAddresses: true,
    };
    Mesh.of(app).configure({ ...settings, visibility: Visibility.ownNamespace() });
    expect(settingsOf(chart)).toMatchObject(settings);
    expect(settingsOf(chart).visibility?._render()).toEqual(['.']);
    expect(() => Mesh.of(app).configure({ ...settings, visibility: Visibility.ownNamespace() })).not.toThrow();
  });

  test.each<[string, MeshSettings, string]>([
    ['trust domains', { trustDomains: ['a.example', 'b.example'] }, 'the mesh was configured with trustDomains cluster.local, and now with a.example, b.example'],
    ['extension providers', { extensionProviders: ['a'] }, 'the mesh was configured with extensionProviders not said, and now with a'],
    ['a visibility', { visibility: Visibility.everywhere() }, 'the mesh was configured with visibility not said, and now with *'],
    ['addresses', { allocatesAddresses: true }, 'the mesh was configured with allocatesAddresses false, and now with true'],
  ])('fails when the second statement has %s that the first did not have', (_, settings, message) => {
    Mesh.of(app).configure({});
    expect(() => Mesh.of(app).configure(settings)).toThrow(`[app] ${message}\n    fix: configure a mesh once`);
  });

  test.each<[string, MeshSettings, string]>([
    ['no trust domain', { trustDomains: [] }, '[app] trustDomains is empty'],
    ['a trust domain with a scheme', { trustDomains: ['spiffe://a'] }, '[app] trustDomains is "spiffe://a", not a DNS name'],
    ['a provider without a name', { extensionProviders: [''] }, '[app] a name in extensionProviders is empty'],
  ])('fails for %s', (_, settings, message) => {
    expect(() => Mesh.of(app).configure(settings)).toThrow(message);
    expect(meshScopeOf(chart)).toBe(app);
    expect(settingsOf(app).trustDomains).toEqual(['cluster.local']);
  });

  test('fails for a root namespace that no namespace can have', () => {
    expect(() => Mesh.of(app).configure({ rootNamespace: 'Istio_System' })).toThrow('[app] rootNamespace is "Istio_System", not a DNS label');
    expect(settingsOf(app).rootNamespace).toBe('istio-system');
  });

  test('meshes of their own may repeat names, and each is checked', () => {
    const [dev, prod] = ['dev', 'prod'].map(id => new Chart(app, id, { namespace: 'store' }));
    [dev, prod].forEach(each => object(each, 'Config', { name: 'config' }));
    Mesh.of(app);
    expect(() => app.synthYaml()).toThrow('[prod/Config] error[common/name-collision]: ConfigMap store/config is written twice');
    Mesh.of(dev).configure({});
    expect(app.synthYaml().match(/name: config/g)).toHaveLength(2);
    object(dev, 'Again', { name: 'config' });
    expect(() => app.synthYaml()).toThrow('[dev/Again] error[common/name-collision]');
  });
});

describe('listeners', () => {
  test('are told of their own mesh, in order of registration', () => {
    const other = new Chart(app, 'other');
    const told: string[] = [];
    onMeshChange({ construct: other, listener: () => told.push('other') });
    onMeshChange({ construct: chart, listener: () => told.push('first') });
    onMeshChange({ construct: new Construct(chart, 'A'), listener: () => told.push('second') });
    Mesh.of(chart).configure({ denyByDefault: true });
    expect(told).toEqual(['first', 'second']);
    Mesh.of(app).configure({ denyByDefault: true });
    expect(told).toEqual(['first', 'second', 'other']);
    meshChanged(new Construct(chart, 'B'));
    expect(told.slice(3)).toEqual(['first', 'second']);
  });

  test('see the new settings, and may register others', () => {
    const seen: boolean[] = [];
    const listener = () => {
      seen.push(settingsOf(chart).denyByDefault);
      onMeshChange({ construct: chart, listener });
    };
    onMeshChange({ construct: chart, listener });
    Mesh.of(app).configure({ denyByDefault: true });
    expect(seen).toEqual([true]);
  });

  test('hear nothing when nothing new is said', () => {
    const listener = jest.fn();
    onMeshChange({ construct: chart, listener });
    Mesh.of(app).configure({}).configure({});
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

test('registries belong to one app and one key', () => {
  const [a, b] = [Symbol('a'), Symbol('b')];
  const first = registryOf(chart, a, () => ['x']);
  expect(registryOf(app, a, () => ['y'])).toBe(first);
  expect(registryOf(chart, b, () => ['y'])).toEqual(['y']);
  expect(registryOf(Testing.app(), a, () => ['z'])).toEqual(['z']);
});

describe('allow', () => {
  function twice(scope: Construct, name: string) {
    return [object(scope, `${name}1`, { name }), object(scope, `${name}2`, { name })];
  }

  test('accepts what a rule reports in one part of the tree only', () => {
    const part = new Construct(chart, 'Part');
    twice(part, 'one');
    Mesh.of(part).allow('common/name-collision', 'applied by hand, one of them');
    expect(app.synthYaml().match(/name: one/g)).toHaveLength(2);
    twice(chart, 'two');
    // One finding, of the other pair.
    expect(() => app.synthYaml()).toThrow(/^[^[]*\[shop\/two2\] error\[common\/name-collision\][^[]*\[shop\/two1\][^[]*$/);
  });

  test('accepts what constructs report themselves', () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    addNotices(chart, () => [{ rule: 'mesh-service/too-many-rules', severity: 'warning', problem: 'many', fix: 'fewer' }]);
    Mesh.of(chart);
    app.synth();
    expect(process.stderr.write).toHaveBeenCalledTimes(1);
    Mesh.of(chart).allow('mesh-service/too-many-rules', 'measured');
    app.synth();
    expect(process.stderr.write).toHaveBeenCalledTimes(1);
  });

  test.each(['*', 'IST0001, *'])('an object says so with the annotation of Istio: %s', codes => {
    twice(chart, 'one')[1].metadata.addAnnotation('galley.istio.io/analyze-suppress', codes);
    Mesh.of(app);
    expect(app.synthYaml()).toContain('name: one');
  });

  test('fails still when the annotation names another code', () => {
    twice(chart, 'one')[1].metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0101');
    Mesh.of(app);
    expect(() => app.synthYaml()).toThrow('common/name-collision');
  });

  test('fails for a rule that does not exist', () => {
    expect(() => Mesh.of(chart).allow('common/name-colision', 'because')).toThrow(
      '[shop] there is no rule "common/name-colision"\n    fix: use the id from the message, between the brackets; did you mean "common/name-collision"?');
  });

  test.each(['', '  '])('fails without a reason: "%s"', reason => {
    expect(() => Mesh.of(chart).allow('common/name-collision', reason)).toThrow(
      '[shop] reason for allowing common/name-collision is empty\n    fix: say why this is meant to be so');
  });
});

describe('tag', () => {
  const metadataOf = (id: string) => Testing.synth(chart).find(each => each.metadata.name === id).metadata;

  test('reaches every object below, whoever wrote it', () => {
    const file = join(app.outdir, 'included.yaml');
    writeFileSync(file, 'apiVersion: v1\nkind: Service\nmetadata: { name: included }\n');
    Mesh.of(chart).tag({ 'example.com/team': 'shop' }, { owner: 'Shop, 3rd floor' });
    object(chart, 'raw', { name: 'raw' });
    new Include(chart, 'Included', { url: file });
    const elsewhere = new Chart(app, 'elsewhere');
    object(elsewhere, 'Other');
    const tagged = { labels: { 'example.com/team': 'shop' }, annotations: { owner: 'Shop, 3rd floor' } };
    expect(metadataOf('raw')).toMatchObject(tagged);
    expect(metadataOf('included')).toMatchObject(tagged);
    expect(Testing.synth(elsewhere)[0].metadata).not.toHaveProperty('labels');
    expect(app.synthYaml().match(/example.com\/team: shop/g)).toHaveLength(2);
  });

  test('what an object says itself wins, then the inner scope', () => {
    const part = new Construct(chart, 'Part');
    Mesh.of(app).tag({ team: 'all', tier: 'all', zone: 'all' }, { a: 'all', b: 'all', c: 'all' });
    Mesh.of(part).tag({ team: 'part', tier: 'part' }, { a: 'part', b: 'part' });
    object(part, 'one', { name: 'one', labels: { team: 'own' }, annotations: { a: 'own' } });
    for (let i = 0; i < 2; i++) {
      expect(metadataOf('one')).toMatchObject({ labels: { team: 'own', tier: 'part', zone: 'all' }, annotations: { a: 'own', b: 'part', c: 'all' } });
    }
  });

  test('what is said between two syntheses counts, in tags and in objects', () => {
    const one = object(chart, 'one', { name: 'one' });
    Mesh.of(app).tag({ team: 'all' });
    expect(metadataOf('one').labels).toEqual({ team: 'all' });
    Mesh.of(chart).tag({ team: 'chart' });
    expect(metadataOf('one').labels).toEqual({ team: 'chart' });
    one.metadata.addLabel('team', 'own');
    expect(metadataOf('one').labels).toEqual({ team: 'own' });
  });

  test('fails when a scope is tagged with two values', () => {
    Mesh.of(chart).tag({ team: 'a' }).tag({ team: 'a' });
    expect(() => Mesh.of(chart).tag({ team: 'b' })).toThrow(
      '[shop] label "team" is "a" already, and now "b"\n    fix: tag a scope with one value, or tag scopes further in');
  });

  test.each([
    [{ 'my team': 'a' }, {}, '"my team" is not the name of a label\n    fix: use at most 63 letters'],
    [{ 'Example.com/team': 'a' }, {}, '"Example.com/team" is not the name of a label'],
    [{ 'a/b/c': 'a' }, {}, '"a/b/c" is not the name of a label'],
    [{ '': 'a' }, {}, '"" is not the name of a label'],
    [{}, { '-a': 'x' }, '"-a" is not the name of an annotation'],
    [{ team: 'Shop, 3rd floor' }, {}, 'label "team" is "Shop, 3rd floor", not a label value\n    fix: use at most 63 letters'],
    [{ team: 'x'.repeat(64) }, {}, 'not a label value'],
  ])('fails for what Kubernetes refuses: %j %j', (labels, annotations, text) => {
    expect(() => Mesh.of(chart).tag(labels as any, annotations as any)).toThrow(`[shop] ${text.startsWith('not') ? `label "team" is "${'x'.repeat(64)}", ${text}` : text}`);
  });

  test('an empty value and a name of 63 letters are fine', () => {
    Mesh.of(chart).tag({ ['x'.repeat(63)]: '' });
    object(chart, 'one', { name: 'one' });
    expect(metadataOf('one').labels).toEqual({ ['x'.repeat(63)]: '' });
  });
});

describe('sync waves', () => {
  const WAVE = 'argocd.argoproj.io/sync-wave';
  const rule = (id: string, apiVersion: string) => new ApiObject(chart, id, { apiVersion, kind: 'DestinationRule', metadata: {}, spec: { host: 'a.example.com' } });
  const routes = (id: string) => new ApiObject(chart, id, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {},
    spec: { hosts: ['a.example.com'], http: [{ route: [{ destination: { host: 'a.example.com' } }] }] },
  });
  const waves = () => Testing.synth(chart).map(each => [each.kind, each.metadata.annotations?.[WAVE]]);

  test('put namespaces and destination rules before all else', () => {
    object(chart, 'Namespace', {}, 'Namespace');
    rule('Rule', 'networking.istio.io/v1');
    rule('Other', 'example.com/v1');
    routes('Routes');
    Mesh.of(app);
    expect(waves().map(([, wave]) => wave)).toEqual([undefined, undefined, undefined, undefined]);
    Mesh.of(app).syncWaves();
    expect(waves()).toEqual([['Namespace', '-2'], ['DestinationRule', '-1'], ['DestinationRule', undefined], ['VirtualService', undefined]]);
  });

  test('leave a wave alone that an object or a tag says', () => {
    Mesh.of(app).syncWaves();
    object(chart, 'Own', { annotations: { [WAVE]: '-5' } }, 'Namespace');
    const part = new Construct(chart, 'Part');
    Mesh.of(part).tag({}, { [WAVE]: '7' });
    object(part, 'Tagged', {}, 'Namespace');
    expect(waves()).toEqual([['Namespace', '-5'], ['Namespace', '7']]);
  });
});
