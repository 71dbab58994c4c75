import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as CDK8S from 'cdk8s';
import { ApiObject, App, Chart, ChartProps, Testing, Yaml, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import * as networking from '../imports/networking.istio.io';
import * as security from '../imports/security.istio.io';
import { objectHead } from '../src/core/object-head';
import { IstioResource, IstioResourceProps } from '../src/core/resource';
import { Mesh } from '../src/mesh';

/** The least that a resource of this library is. */
class Strict extends IstioResource {
  public constructor(scope: Construct, id: string, props: IstioResourceProps = {}) {
    super(scope, id, objectHead(security.PeerAuthentication, scope, id, props));
  }

  public _spec(): unknown {
    return { mtls: { mode: security.PeerAuthenticationSpecMtlsMode.STRICT } };
  }
}

/** A policy and a rule, the same for each stage. */
class Stage extends Chart {
  public constructor(scope: Construct, id: string, props: ChartProps = {}) {
    super(scope, id, props);
    new Strict(this, 'Mtls', { metadata: { name: 'default' } });
    new networking.DestinationRule(this, 'Rule', { metadata: { name: 'reviews' }, spec: { host: `reviews.${this.namespace}.svc.cluster.local` } });
  }
}

const EACH_TYPE = [
  [YamlOutputType.FILE_PER_APP],
  [YamlOutputType.FILE_PER_CHART],
  [YamlOutputType.FILE_PER_RESOURCE],
  [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
].map(([type]) => [YamlOutputType[type], type] as const);

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => (statSync(join(folder, name)).isDirectory() ? filesIn(join(folder, name)) : [join(folder, name)]));
}

function written(app: App): { [file: string]: string[] } {
  app.synth();
  return Object.fromEntries(
    filesIn(app.outdir).map(file => [
      relative(app.outdir, file),
      parseAllDocuments(readFileSync(file, 'utf8')).map(each => each.toJS()).map(each => `${each.kind} ${each.metadata.namespace}/${each.metadata.name}`),
    ]),
  );
}

describe.each(EACH_TYPE)('%s', (_, yamlOutputType) => {
  test('two namespaces with objects of their own names are all written', () => {
    const app = Testing.app({ yamlOutputType });
    for (const namespace of ['shop', 'bookinfo']) {
      const chart = new Chart(app, namespace, { namespace });
      new Strict(chart, 'Mtls');
      new networking.DestinationRule(chart, 'Rule', { metadata: { name: `${namespace}-reviews` }, spec: { host: 'reviews' } });
    }
    expect(Object.values(written(app)).flat().sort()).toEqual([
      'DestinationRule bookinfo/bookinfo-reviews',
      'DestinationRule shop/shop-reviews',
      'PeerAuthentication bookinfo/bookinfo-mtls',
      'PeerAuthentication shop/shop-mtls',
    ]);
  });

  test('one chart class for dev and prod is written for both, or fails where cdk8s would lose one', () => {
    const app = Testing.app({ yamlOutputType });
    new Stage(app, 'dev', { namespace: 'dev' });
    new Stage(app, 'prod', { namespace: 'prod' });
    if (yamlOutputType === YamlOutputType.FILE_PER_RESOURCE) {
      expect(() => app.synth()).toThrow('[prod/Mtls] error[common/file-collision]');
      expect(readdirSync(app.outdir)).toEqual([]);
    } else {
      expect(Object.values(written(app)).flat()).toHaveLength(4);
    }
  });

  test('nested charts are all written', () => {
    const app = Testing.app({ yamlOutputType });
    const outer = new Chart(app, 'outer', { namespace: 'outer' });
    new Strict(outer, 'A');
    new Strict(new Chart(outer, 'inner', { namespace: 'inner' }), 'B');
    expect(Object.values(written(app)).flat().sort()).toEqual(['PeerAuthentication inner/inner-b', 'PeerAuthentication outer/outer-a']);
  });

  test('two runs give the same bytes', () => {
    const run = () => {
      const app = Testing.app({ yamlOutputType });
      const stages = ['a', 'b', 'c'].map(id => {
        const chart = new Chart(app, id, { namespace: id });
        ['Z', 'Y', 'X'].forEach(each => new Strict(chart, each));
        return chart;
      });
      stages[0].addDependency(stages[2]);
      stages[1].node.findChild('Z').node.addDependency(stages[1].node.findChild('X'));
      Mesh.of(app).tag({ team: 'shop', zone: 'a' }).syncWaves();
      app.synth();
      return filesIn(app.outdir).map(file => [relative(app.outdir, file), readFileSync(file, 'utf8')]);
    };
    const first = run();
    expect(run()).toEqual(first);
    expect(
      first
        .flat()
        .join()
        .match(/kind: /g),
    ).toHaveLength(9);
  });
});

describe('files', () => {
  function two(yamlOutputType: YamlOutputType, same: (scope: Construct) => void, other: (scope: Construct) => void, charts = ['one', 'one']): App {
    const app = Testing.app({ yamlOutputType });
    const [first, second] = charts.map(id => (app.node.tryFindChild(id) as Chart) ?? new Chart(app, id, { namespace: id }));
    same(first);
    other(second);
    Mesh.of(app);
    return app;
  }
  const config =
    (id: string, metadata: object, kind = 'Config', apiVersion = 'a.io/v1') =>
      (scope: Construct) =>
        void new ApiObject(scope, id, { apiVersion, kind, metadata });

  test('fails when two namespaces meet in one file, with the whole message', () => {
    const app = two(YamlOutputType.FILE_PER_RESOURCE, config('A', { name: 'default' }), config('A', { name: 'default' }), ['one', 'two']);
    expect(() => app.synth()).toThrowErrorMatchingInlineSnapshot(`
     "Validation failed with the following errors:
       [two/A] error[common/file-collision]: Config two/default and Config one/default are both written to Config.default.k8s.yaml
           at:  Config two/default
           and: Config one/default, from [one/A]
           why: with one file for each resource cdk8s names it after kind and name only, and the object written last is all that is left
           fix: give one of them another metadata.name, or write one file for each chart: new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART })
           doc: cdk8s-istio explain common/file-collision"
    `);
  });

  test('fails when two namespaces of one chart meet in the folder of the chart', () => {
    const type = YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
    const app = two(type, config('A', { name: 'default', namespace: 'a' }), config('B', { name: 'default', namespace: 'b' }));
    expect(() => app.synth()).toThrow(
      '[one/B] error[common/file-collision]: Config b/default and Config a/default are both written to one/Config.default.k8s.yaml',
    );
  });

  test('fails when kinds of two groups have one name', () => {
    const gateway = (id: string, group: string) => config(id, { name: 'edge' }, 'Gateway', group);
    const app = two(YamlOutputType.FILE_PER_RESOURCE, gateway('A', 'networking.istio.io/v1'), gateway('B', 'gateway.networking.k8s.io/v1'));
    expect(() => app.synth()).toThrow(
      '[one/B] error[common/file-collision]: Gateway one/edge and Gateway one/edge of networking.istio.io are both written to Gateway.edge.k8s.yaml',
    );
  });

  test('fails when names differ only in what a file name cannot have', () => {
    const app = two(YamlOutputType.FILE_PER_RESOURCE, config('A', { name: 'system:node' }), config('B', { name: 'systemnode' }));
    expect(() => app.synth()).toThrow('are both written to Config.systemnode.k8s.yaml');
  });

  test('fails in meshes of their own too, since files are shared', () => {
    const app = two(YamlOutputType.FILE_PER_RESOURCE, config('A', { name: 'default', namespace: 'x' }), config('A', { name: 'default', namespace: 'x' }), [
      'one',
      'two',
    ]);
    Mesh.of(app.node.findChild('one')).configure({});
    expect(() => app.synth()).toThrow('[two/A] error[common/file-collision]');
  });

  test('fails with one message for two objects of one name, which meet in the cluster as well', () => {
    const app = two(YamlOutputType.FILE_PER_RESOURCE, config('A', { name: 'default' }), config('B', { name: 'default' }));
    expect(() => app.synth()).toThrow(/^[^[]*\[one\/B\] error\[common\/name-collision\][^[]*\[one\/A\][^[]*$/);
  });

  test('each chart has a folder of its own', () => {
    const app = two(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, config('A', { name: 'default' }), config('A', { name: 'default' }), ['one', 'two']);
    expect(written(app)).toEqual({ 'one/Config.default.k8s.yaml': ['Config one/default'], 'two/Config.default.k8s.yaml': ['Config two/default'] });
  });

  test('fails as often as there are objects of one name', () => {
    const app = two(YamlOutputType.FILE_PER_APP, config('A', { name: 'x' }), scope => ['B', 'C'].forEach(id => config(id, { name: 'x' })(scope)));
    expect(() => app.synth()).toThrow(/\[one\/C\] error\[common\/name-collision\]: Config one\/x is written 3 times\n.*\n.*from \[one\/A\]\n.*from \[one\/B\]/);
  });
});

describe('what a chart says', () => {
  test('its namespace and labels arrive', () => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop', labels: { team: 'shop' } });
    new Strict(chart, 'Mtls', { metadata: { labels: { tier: 'web' } } });
    expect(Testing.synth(chart)[0].metadata).toEqual({ name: 'shop-mtls', namespace: 'shop', labels: { team: 'shop', tier: 'web' } });
  });

  test('its own way to name objects is respected', () => {
    class Named extends Chart {
      public override generateObjectName(object: ApiObject): string {
        return `acme-${object.node.id.toLowerCase()}`;
      }
    }
    const chart = new Named(Testing.app(), 'shop', { namespace: 'shop' });
    new Strict(chart, 'Mtls');
    new Strict(chart, 'Said', { metadata: { name: 'said' } });
    expect(Testing.synth(chart).map(each => each.metadata.name)).toEqual(['acme-mtls', 'said']);
  });
});

describe('two copies of the library in one app', () => {
  /** Another copy, with the cdk8s of this one: that is what a package of its own in `node_modules` is. */
  function copy(): { Mesh: typeof Mesh; ANALYSES: { count: number }; watch: (scope: Construct) => void } {
    let loaded: any;
    jest.isolateModules(() => {
      jest.doMock('cdk8s', () => ({ ApiObject, ApiObjectMetadataDefinition: CDK8S.ApiObjectMetadataDefinition, App, Chart, Yaml, YamlOutputType, Names: CDK8S.Names, Lazy: CDK8S.Lazy, JsonPatch: CDK8S.JsonPatch }));
      loaded = { ...jest.requireActual('../src/mesh'), ...jest.requireActual('../src/core/hook') };
    });
    jest.dontMock('cdk8s');
    return loaded;
  }

  test('each analyses the app, and objects are serialized once all the same', () => {
    const other = copy();
    expect(other.Mesh).not.toBe(Mesh);
    const app = Testing.app();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new Strict(chart, 'Mtls');
    let serialized = 0;
    const counted = () => ({ count: String(++serialized) });
    new ApiObject(chart, 'Counted', { apiVersion: 'v1', kind: 'ConfigMap', data: CDK8S.Lazy.any({ produce: counted }) });
    other.Mesh.of(app);
    const before = other.ANALYSES.count;
    for (const times of [1, 2]) {
      expect(app.synthYaml()).toContain(`count: "${times}"`);
      expect(other.ANALYSES.count - before).toBe(times);
    }
    expect(Testing.synth(chart)).toHaveLength(2);
  });

  test('fails with what either finds', () => {
    const other = copy();
    const app = Testing.app();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    other.Mesh.of(app);
    new Strict(chart, 'One', { metadata: { name: 'same' } });
    new Strict(chart, 'Two', { metadata: { name: 'same' } });
    expect(() => app.synth()).toThrow('[shop/Two] error[common/name-collision]');
    expect(readdirSync(app.outdir)).toEqual([]);
  });
});
