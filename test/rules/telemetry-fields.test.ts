import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('telemetry/several-tracings', () => {
  test.each<[string, string[]]>([
    ['{ tracing: [{}, {}] }', ['tracing: 2 tracing entries in one Telemetry']],
    ['{ tracing: [{ providers: [{ name: a }, { name: b }] }] }', ['tracing[0].providers: traces to a, b']],
  ])('fails for %s', (spec, problems) => {
    expect(said('telemetry/several-tracings', 'Telemetry', spec)).toEqual(problems);
  });

  test.each([
    '{ tracing: [{ providers: [{ name: a }] }] }',
  ])('is silent for %s', spec => {
    expect(said('telemetry/several-tracings', 'Telemetry', spec)).toEqual([]);
  });

  test.each([['CLIENT', 'SERVER', 'advice'], ['CLIENT', 'CLIENT', 'warning'], ['CLIENT_AND_SERVER', 'SERVER', 'warning']])('entries for %s and %s are worth an %s', (one, other, severity) => {
    const spec = `{ tracing: [{ match: { mode: ${one} } }, { match: { mode: ${other} } }] }`;
    expect(broken(`{ kind: Telemetry, spec: ${spec} }`, { only: 'telemetry/several-tracings' }).map(each => each.severity)).toEqual([severity]);
  });
});

describe('telemetry/nameless-tag', () => {
  test.each<[string, string[]]>([
    ['{ tracing: [{ customTags: { "": { literal: { value: a } } } }] }', ['tracing[0].customTags: a tag has an empty name']],
  ])('fails for %s', (spec, problems) => {
    expect(said('telemetry/nameless-tag', 'Telemetry', spec)).toEqual(problems);
  });

  test.each([
    '{ tracing: [{ customTags: { a: { literal: { value: a } } } }] }',
  ])('is silent for %s', spec => {
    expect(said('telemetry/nameless-tag', 'Telemetry', spec)).toEqual([]);
  });
});

describe('telemetry/tag-without-value', () => {
  test.each<[string, string[]]>([
    ['{ metrics: [{ overrides: [{ tagOverrides: { a: {}, b: { value: "" } } }] }] }', ['metrics[0].overrides[0].tagOverrides["a"]: the tag a is set to nothing', 'metrics[0].overrides[0].tagOverrides["b"]: the tag b is set to nothing']],
  ])('fails for %s', (spec, problems) => {
    expect(said('telemetry/tag-without-value', 'Telemetry', spec)).toEqual(problems);
  });

  test.each([
    '{ metrics: [{ overrides: [{ tagOverrides: { a: { value: b }, c: { operation: REMOVE } } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('telemetry/tag-without-value', 'Telemetry', spec)).toEqual([]);
  });
});

describe('telemetry/bad-filter', () => {
  test.each<[string, string[]]>([
    ['{ accessLogging: [{ filter: {} }] }', ['accessLogging[0].filter.expression: the filter has no expression']],
    ['{ accessLogging: [{ filter: { expression: "a = b" } }] }', ['accessLogging[0].filter.expression: "=" is not understood in "a = b"']],
    ['{ accessLogging: [{ filter: { expression: "has(a)" } }] }', ['accessLogging[0].filter.expression: has() is not of a field in "has(a)"']],
    ['{ accessLogging: [{ filter: { expression: "a.b(" } }] }', ['accessLogging[0].filter.expression: something is missing at the end in "a.b("']],
  ])('fails for %s', (spec, problems) => {
    expect(said('telemetry/bad-filter', 'Telemetry', spec)).toEqual(problems);
  });

  test.each([
    '{ accessLogging: [{ filter: { expression: "a ? b : c && d[1] in [1, 2]" } }] }',
    '{ accessLogging: [{}] }',
  ])('is silent for %s', spec => {
    expect(said('telemetry/bad-filter', 'Telemetry', spec)).toEqual([]);
  });
});

describe('telemetry/access-log-without-provider', () => {
  test.each<[string, string[]]>([
    ['{ accessLogging: [{}] }', ['accessLogging[0]: the access log names no provider']],
  ])('fails for %s', (spec, problems) => {
    expect(said('telemetry/access-log-without-provider', 'Telemetry', spec)).toEqual(problems);
  });

  test.each([
    '{ accessLogging: [{ disabled: true }] }',
    '{ accessLogging: [{ providers: [{ name: envoy }] }] }',
  ])('is silent for %s', spec => {
    expect(said('telemetry/access-log-without-provider', 'Telemetry', spec)).toEqual([]);
  });
});

describe('telemetry/missing-provider', () => {
  test.each([
    '{ tracing: [{ providers: [{ name: a }] }] }',
  ])('is silent for %s', spec => {
    expect(said('telemetry/missing-provider', 'Telemetry', spec)).toEqual([]);
  });
});

test('a provider that every mesh has needs no declaration', () => {
  const text = 'kind: Telemetry\nspec: { metrics: [{ providers: [{ name: prometheus }] }], tracing: [{ providers: [{ name: jaegr }] }] }';
  expect(broken(text, { only: 'telemetry/missing-provider', settings: { extensionProviders: ['jaeger'] } })).toEqual([expect.objectContaining({
    at: 'Telemetry default/example-0, spec.tracing[0].providers[0].name',
    problem: 'the mesh has no extension provider "jaegr"; known: "jaeger", "envoy", "prometheus", "stackdriver"',
    fix: expect.stringContaining('jaeger'),
  })]);
});

test('a provider that every mesh has and the mesh says it has is listed once', () => {
  const text = 'kind: Telemetry\nspec: { tracing: [{ providers: [{ name: jaegr }] }] }';
  const [{ problem }] = broken(text, { only: 'telemetry/missing-provider', settings: { extensionProviders: ['prometheus', 'jaeger', 'envoy'] } });
  expect(problem).toBe('the mesh has no extension provider "jaegr"; known: "prometheus", "jaeger", "envoy", "stackdriver"');
});

test('the case of the name of a provider does not count', () => {
  const text = 'kind: Telemetry\nspec: { metrics: [{ providers: [{ name: Prometheus }] }], accessLogging: [{ providers: [{ name: OTEL }] }] }';
  expect(broken(text, { only: 'telemetry/missing-provider', settings: { extensionProviders: ['otel'] } })).toEqual([]);
});

test('of several Telemetry objects for a namespace each is told of but the first', () => {
  const telemetry = (name: string, spec = '', namespace = 'default') => `kind: Telemetry\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} tracing: [{}] }`;
  const told = (...documents: string[]) => broken(documents.join('\n---\n'), { only: 'telemetry/several-without-selector' }).map(({ problem }) => problem);
  expect(told(telemetry('a'), telemetry('b', 'selector: {},'))).toEqual(['b and a are both for all of namespace default, and the older one is all that counts']);
  expect(told(telemetry('a'), telemetry('b'), telemetry('c'))).toHaveLength(2);
  expect(told(telemetry('a'), telemetry('b', '', 'shop'))).toEqual([]);
  expect(told(telemetry('a'), telemetry('b', 'selector: { matchLabels: { app: a } },'), telemetry('c', 'targetRefs: [{ kind: Service, name: a }],'))).toEqual([]);
});

test('Telemetry objects of one namespace with selectors that share a workload are told of with the workload', () => {
  const telemetry = (name: string, label: string, percent: number) =>
    `kind: Telemetry\nmetadata: { name: ${name} }\nspec: { selector: { matchLabels: { ${label} } }, tracing: [{ randomSamplingPercentage: ${percent} }] }`;
  const pod = 'kind: Pod\nmetadata: { name: web, labels: { app: web, tier: front } }\nspec: { containers: [{ name: web, image: web }] }';
  expect(broken([telemetry('a', 'app: web', 1), telemetry('b', 'tier: front', 2), pod].join('\n---\n'), { only: 'telemetry' }).map(({ rule, problem }) => [rule, problem])).toEqual([
    ['telemetry/overlapping-selectors', 'b and a both say something of tracing for Pod default/web'],
  ]);
  expect(broken([telemetry('a', 'app: web', 1), telemetry('b', 'tier: front', 1), pod].join('\n---\n'), { only: 'telemetry' })).toEqual([]);
});
