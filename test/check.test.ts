import { readdirSync } from 'node:fs';
import { ApiObject, App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { Construct, ConstructOrder } from 'constructs';
import { UsageError } from '../src/core/errors';
import { ANALYSES, watch } from '../src/core/hook';
import { checks } from '../src/core/lazy';
import { addNotices, Notice } from '../src/core/notices';
import { Mesh } from '../src/mesh';
import { MeshNamespace } from '../src/patterns/mesh-namespace';
import { DestinationRule } from '../src/resources/destination-rule';

/** Writes two objects, as the resources and patterns of this library do. */
class Pair extends Construct {
  public readonly first: ApiObject;
  public serialized = 0;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    watch(this);
    const hub = new Construct(this, 'Versions');
    this.first = new ApiObject(hub, 'Resource', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      spec: Lazy.any({ produce: () => this.spec() }),
    });
    new ApiObject(this, 'Config', { apiVersion: 'v1', kind: 'ConfigMap' });
  }

  private spec() {
    this.serialized++;
    return { host: this.node.id };
  }
}

function object(scope: Construct, id: string, name = id, namespace?: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
}

function twoEqual(): { app: App; chart: Chart } {
  const app = Testing.app();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Pair(chart, 'Pair');
  object(chart, 'One', 'same');
  object(chart, 'Two', 'same');
  return { app, chart };
}

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(process.stderr, 'write').mockImplementation(text => printed.push(String(text)) > 0);
});
afterEach(() => jest.restoreAllMocks());

function noticing(notice: Partial<Notice> = {}): { app: App; chart: Chart; pair: Pair } {
  const app = Testing.app();
  const chart = new Chart(app, 'shop');
  const pair = new Pair(chart, 'Reviews');
  addNotices(pair, () => [
    {
      rule: 'mesh-service/too-many-rules',
      severity: 'warning',
      problem: '126 rules',
      why: 'each proxy holds them all',
      fix: 'contribute less',
      ...notice,
    },
  ]);
  return { app, chart, pair };
}

describe('when', () => {
  test.each([
    ['in one chart', false],
    ['in two charts', true],
  ])('dependencies between constructs %s leave one order, from the first synthesis on', (_, apart) => {
    const app = Testing.app();
    const one = new Chart(app, 'one');
    const other = apart ? new Chart(app, 'other') : one;
    const late = new Pair(one, 'Late');
    late.node.addDependency(new Pair(other, 'Early'));

    const first = Testing.synth(one);
    const second = Testing.synth(one);
    expect(first.length).toBe(apart ? 2 : 4);
    expect(second).toEqual(first);

    let inSynth: any[] = [];
    const toJson = one.toJson.bind(one);
    one.toJson = () => (inSynth = toJson());
    app.synth();
    expect(inSynth).toEqual(first);
    expect(app.synthYaml().indexOf('host: Early')).toBeLessThan(app.synthYaml().indexOf('host: Late'));
  });

  test('one call of synth analyses the app once, for 1,000 charts', () => {
    const app = Testing.app();
    // Validating is what cdk8s repeats for each chart, so the objects can wait in one.
    for (let i = 0; i < 1000; i++) new Chart(app, `c${i}`);
    const pair = new Pair(app.node.findChild('c0') as Chart, 'Pair');
    const before = ANALYSES.count;
    app.synthYaml();
    expect(ANALYSES.count - before).toBe(1);
    expect(pair.serialized).toBe(1);
  }, 60_000);

  test.each(['synth', 'synthYaml'] as const)('one call of %s walks through the constructs as often for many charts as for two', method => {
    const walks = (charts: number): number => {
      const app = Testing.app();
      for (let i = 0; i < charts; i++) new Pair(new Chart(app, `c${i}`), 'Pair');
      const { node } = app;
      const walk = jest.spyOn(Object.getPrototypeOf(node), 'findAll');
      app[method]();
      const count = walk.mock.contexts.filter(context => context === node).length;
      walk.mockRestore();
      expect(Object.keys(node)).not.toContain('findAll');
      return count;
    };
    expect(walks(40)).toBe(walks(2));
  });

  test('a construct that joins a chart while charts are written is written, and seen by the next call', () => {
    const app = Testing.app();
    const [, last] = ['a', 'b'].map(id => new Pair(new Chart(app, id), 'Pair').node.scope as Chart);
    const toJson = last.toJson.bind(last);
    const orders: (string | undefined)[][] = [];
    last.toJson = () => {
      if (!last.node.tryFindChild('Late')) object(last, 'Late', 'late');
      orders.push([ConstructOrder.PREORDER, ConstructOrder.POSTORDER].map(order => app.node.findAll(order).at(-1)?.node.path));
      return toJson();
    };
    expect(app.synthYaml()).toContain('name: late');
    expect(orders).toEqual([['b/Pair/Config', '']]);
    app.synthYaml();
    expect(orders[1]).toEqual(['b/Late', '']);
  });

  test('a chart that a validation adds is written', () => {
    const app = Testing.app();
    const pair = new Pair(new Chart(app, 'a'), 'Pair');
    pair.node.addValidation({
      validate: () => {
        if (!app.node.tryFindChild('late')) object(new Chart(app, 'late'), 'Late', 'late');
        return [];
      },
    });
    expect(app.synthYaml()).toContain('name: late');
  });

  test.each(['synth', 'synthYaml'] as const)('what a validation of the root adds before the checks is checked by %s', method => {
    const app = Testing.app();
    app.node.addValidation({
      validate: () => {
        const late = app.node.tryFindChild('late') as Chart | undefined ?? new Chart(app, 'late');
        for (const id of ['One', 'Two']) if (!late.node.tryFindChild(id)) object(late, id, 'same');
        return [];
      },
    });
    new Pair(new Chart(app, 'a'), 'Pair');
    expect(() => app[method]()).toThrow('common/name-collision');
  });

  test('one call of synth serializes each object once', () => {
    const app = Testing.app();
    const pairs = [1, 2, 3].map(i => new Pair(new Chart(app, `c${i}`), 'Pair'));
    app.synth();
    expect(pairs.map(pair => pair.serialized)).toEqual([1, 1, 1]);
    app.synth();
    expect(pairs.map(pair => pair.serialized)).toEqual([2, 2, 2]);
    expect(Object.keys(pairs[0].first)).not.toContain('toJson');
  });

  test('a change between two calls is seen, in what is written and in what is found', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    const pair = new Pair(chart, 'Pair');
    object(chart, 'One', 'same');
    expect(app.synthYaml()).not.toContain('exportTo');
    pair.first.addJsonPatch(JsonPatch.add('/spec/exportTo', ['.']));
    expect(app.synthYaml()).toContain('exportTo:');

    object(chart, 'Two', 'same');
    expect(() => app.synthYaml()).toThrow('common/name-collision');
    expect(() => Testing.synth(chart)).toThrow('common/name-collision');
    chart.node.tryRemoveChild('Two');
    expect(app.synthYaml()).toContain('name: same');
    expect(Testing.synth(chart)).toHaveLength(3);
  });

  test('a call within a call belongs to the outermost', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    const pair = new Pair(chart, 'Pair');
    let inner = '';
    const toJson = chart.toJson.bind(chart);
    chart.toJson = () => {
      chart.toJson = toJson;
      inner = app.synthYaml();
      return toJson();
    };
    const before = ANALYSES.count;
    app.synth();
    expect(inner).toContain('host: Pair');
    expect(ANALYSES.count - before).toBe(1);
    expect(pair.serialized).toBe(1);
  });

  test('outside of synth each call analyses once, however many constructs ask for it', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    ['A', 'B', 'C'].forEach(id => new Pair(chart, id));
    const before = ANALYSES.count;
    Testing.synth(chart);
    Testing.synth(chart);
    expect(ANALYSES.count - before).toBe(2);
  });

  test('cdk8s is wrapped once, however many apps there are', () => {
    Mesh.of(Testing.app());
    const { synth, synthYaml } = App.prototype;
    Mesh.of(Testing.app());
    expect(App.prototype.synth).toBe(synth);
    expect(App.prototype.synthYaml).toBe(synthYaml);
    expect(Object.keys(App.prototype)).toEqual([]);
  });

  test('an app in the middle of another is analysed for itself', () => {
    const inner = Testing.app();
    const pair = new Pair(new Chart(inner, 'shop'), 'Inner');
    const outer = Testing.app();
    const chart = new Chart(outer, 'shop');
    new Pair(chart, 'Outer');
    new ApiObject(chart, 'Text', { apiVersion: 'v1', kind: 'ConfigMap', data: Lazy.any({ produce: () => ({ yaml: inner.synthYaml() }) }) });
    const before = ANALYSES.count;
    expect(outer.synthYaml()).toContain('host: Inner');
    expect(ANALYSES.count - before).toBe(2);
    expect(pair.serialized).toBe(1);
  });

  test('an object whose toJson another language replaced is written as that says', () => {
    const app = Testing.app();
    const pair = new Pair(new Chart(app, 'shop'), 'Pair');
    // As jsii does it: neither writable nor configurable.
    Object.defineProperty(pair.first, 'toJson', { value: () => ({ apiVersion: 'v1', kind: 'Other', metadata: { name: 'o' } }) });
    expect(app.synthYaml()).toContain('kind: Other');
    expect(app.synthYaml()).toContain('kind: Other');
  });

  test('an app without a construct of this library is not analysed, unless it asks for its mesh', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    object(chart, 'One', 'same');
    object(chart, 'Two', 'same');
    const before = ANALYSES.count;
    expect(app.synthYaml()).toContain('name: same');
    expect(ANALYSES.count).toBe(before);
    Mesh.of(app);
    expect(() => app.synthYaml()).toThrow('common/name-collision');
  });
});

describe('failing', () => {
  test('fails on the construct, with the whole message', () => {
    const { app } = twoEqual();
    expect(() => app.synth()).toThrowErrorMatchingInlineSnapshot(`
     "Validation failed with the following errors:
       [shop/Two] error[common/name-collision]: ConfigMap shop/same is written twice
           at:  ConfigMap shop/same
           and: ConfigMap shop/same, from [shop/One]
           why: a cluster keeps one object of a kind, namespace and name: whichever is applied last replaces the other
           fix: give each a name or namespace of its own; where charts go to different clusters, say so with Mesh.of(chart).configure({})
           doc: cdk8s-istio explain common/name-collision"
    `);
  });

  test.each<[string, (app: App, chart: Chart) => unknown]>([
    ['synth', app => app.synth()],
    ['synthYaml', app => app.synthYaml()],
    ['the synth of the prototype, as jsii calls it', app => App.prototype.synth.call(app)],
    ['the synthYaml of the prototype', app => App.prototype.synthYaml.call(app)],
    ['Testing.synth', (_, chart) => Testing.synth(chart)],
    ['chart.toJson', (_, chart) => chart.toJson()],
  ])('fails in %s, each time', (_, call) => {
    const { app, chart } = twoEqual();
    for (let i = 0; i < 3; i++) {
      const message = messageOf(() => call(app, chart));
      expect(message).toContain('[shop/Two] error[common/name-collision]');
      expect(message.match(/error\[/g)).toHaveLength(1);
    }
  });

  test('fails before anything is written', () => {
    const { app } = twoEqual();
    expect(() => app.synth()).toThrow();
    expect(readdirSync(app.outdir)).toEqual([]);
  });

  test('fails without leaving a remembered object behind', () => {
    const { app, chart } = twoEqual();
    expect(() => app.synth()).toThrow();
    const pair = chart.node.findChild('Pair') as Pair;
    pair.first.addJsonPatch(JsonPatch.add('/spec/color', 'blue'));
    expect(pair.first.toJson().spec.color).toBe('blue');
  });

  test('fails with all that is wrong at once, what cannot be serialized included', () => {
    const { app, chart } = twoEqual();
    const edge = new Construct(chart, 'Edge');
    new ApiObject(edge, 'Resource', {
      apiVersion: 'v1',
      kind: 'Gateway',
      spec: Lazy.any({
        produce: () => {
          throw new UsageError(edge, 'there is no server', 'call addServer');
        },
      }),
    });
    new ApiObject(chart, 'Value', {
      apiVersion: 'v1',
      kind: 'Gateway',
      spec: Lazy.any({
        produce: () => {
          throw new UsageError('Fault.abort', 'percent is 101', 'use less');
        },
      }),
    });
    new ApiObject(chart, 'Crash', {
      apiVersion: 'v1',
      kind: 'Gateway',
      spec: Lazy.any({
        produce: () => {
          throw new TypeError('x is not a function');
        },
      }),
    });
    expect(() => app.synthYaml()).toThrowErrorMatchingInlineSnapshot(`
     "Validation failed with the following errors:
       [shop/Two] error[common/name-collision]: ConfigMap shop/same is written twice
           at:  ConfigMap shop/same
           and: ConfigMap shop/same, from [shop/One]
           why: a cluster keeps one object of a kind, namespace and name: whichever is applied last replaces the other
           fix: give each a name or namespace of its own; where charts go to different clusters, say so with Mesh.of(chart).configure({})
           doc: cdk8s-istio explain common/name-collision
       [shop/Edge] there is no server
           fix: call addServer
       [shop/Value] [Fault.abort] percent is 101
           fix: use less
       [shop/Crash] the object cannot be written: TypeError: x is not a function"
    `);
  });

  test('fails once for a mistake that several objects of a construct meet', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    const hub = new Pair(chart, 'Hub');
    const fail = () => {
      throw new UsageError(hub, 'no port', 'give it one');
    };
    for (const id of ['A', 'B']) new ApiObject(hub, id, { apiVersion: 'v1', kind: 'X', spec: Lazy.any({ produce: fail }) });
    expect(messageOf(() => app.synthYaml())).toBe('Validation failed with the following errors:\n  [shop/Hub] no port\n      fix: give it one');
  });

  test('fails on an override that does not fit, like on any other mistake', () => {
    const { app, chart } = twoEqual();
    const metadata = { name: 'rule' };
    new DestinationRule(chart, 'Owner', { namespace: MeshNamespace.fromName('shop'), metadata, host: 'a.example.com' }).override('spec.host.deep', 1);
    const message = messageOf(() => app.synthYaml());
    expect(message).toContain('  [shop/Owner] override "spec.host.deep": "spec.host" is "a.example.com", and has no fields\n      fix: ');
    expect(message).toContain('[shop/Two] error[common/name-collision]');
  });
});

describe('warnings', () => {
  test('are printed once for each synthesis, and do not fail it', () => {
    const { app } = noticing();
    new Chart(app, 'second');
    new Chart(app, 'third');
    app.synth();
    expect(printed).toEqual([
      ['[shop/Reviews] warning[mesh-service/too-many-rules]: 126 rules', '    why: each proxy holds them all', '    fix: contribute less', '    doc: cdk8s-istio explain mesh-service/too-many-rules\n'].join('\n'),
    ]);
    app.synthYaml();
    expect(printed).toHaveLength(2);
  });

  test('that say the same of one construct are printed once', () => {
    const { app, pair } = noticing();
    const again: Notice = { rule: 'mesh-service/too-many-rules', severity: 'warning', problem: '126 rules', why: 'each proxy holds them all', fix: 'contribute less' };
    addNotices(pair, () => [again, { ...again, problem: '127 rules' }]);
    app.synth();
    expect(printed).toHaveLength(2);
  });

  test('are printed beside errors', () => {
    const { app, chart } = noticing();
    object(chart, 'One', 'same');
    object(chart, 'Two', 'same');
    expect(() => app.synth()).toThrow('common/name-collision');
    expect(printed).toHaveLength(1);
  });

  test('advice is not printed', () => {
    const { app } = noticing({ severity: 'advice' });
    app.synth();
    expect(printed).toEqual([]);
  });
});

describe('notices', () => {
  test('fails on the construct that has something grave to say, and names the others', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    const first = new Pair(chart, 'First');
    const second = new Pair(chart, 'Second');
    addNotices(second, () => [{ rule: 'mesh-service/duplicate-host', severity: 'error', problem: 'reviews again', fix: 'use the other', and: [first] }]);
    expect(messageOf(() => app.synthYaml())).toBe(
      [
        'Validation failed with the following errors:',
        '  [shop/Second] error[mesh-service/duplicate-host]: reviews again',
        '      and: [shop/First]',
        '      fix: use the other',
        '      doc: cdk8s-istio explain mesh-service/duplicate-host',
      ].join('\n'),
    );
  });

  test('of a construct that was taken out of the tree are silent', () => {
    const { app, chart } = noticing();
    chart.node.tryRemoveChild('Reviews');
    app.synth();
    expect(printed).toEqual([]);
  });

  test('fails, with all else, when a construct cannot even say it', () => {
    const { app, chart, pair } = noticing();
    addNotices(pair, () => {
      throw new UsageError(pair, 'too many hosts', 'name fewer');
    });
    object(chart, 'One', 'same');
    object(chart, 'Two', 'same');
    const message = messageOf(() => app.synth());
    expect(message).toContain('  [shop/Reviews] too many hosts\n      fix: name fewer');
    expect(message).toContain('[shop/Two] error[common/name-collision]');
    expect(printed).toHaveLength(1);
  });

  test('ids of rules are folder and name, each once', () => {
    const ids = checks().ruleIds();
    expect(new Set(ids).size).toBe(ids.length);
    ids.forEach(id => expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/));
  });
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
