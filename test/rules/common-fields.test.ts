import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('common/bad-export-to', () => {
  test.each<[string, string[]]>([
    ['{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: [a, a] }', ['exportTo[1]: a is there twice']],
    ['{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: [., default] }', ['exportTo[1]: default is there twice']],
    ['{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: ["*", .] }', ['exportTo[0]: * beside others']],
    ['{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: ["~"] }', ['exportTo[0]: ~ is for a ServiceEntry only']],
    ['{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: ["a b"] }', ['exportTo[0]: "a b" is no namespace']],
    ['{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: [""] }', ['exportTo[0]: "" is no namespace']],
  ])('fails for %s', (spec, problems) => {
    expect(said('common/bad-export-to', 'VirtualService', spec)).toEqual(problems);
  });

  test.each([
    '{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: [., b] }',
    '{ hosts: [a], http: [{ route: [{ destination: { host: a } }] }], exportTo: ["*"] }',
  ])('is silent for %s', spec => {
    expect(said('common/bad-export-to', 'VirtualService', spec)).toEqual([]);
  });
});

describe.each(['EnvoyFilter', 'Sidecar', 'ServiceEntry'])('common/selector-wildcards in a workloadSelector of a %s', kind => {
  test.each<[string, string[]]>([
    ['"": a', ['workloadSelector.labels[""]: spec.workloadSelector.labels has a label without a name']],
    ['"a*": a', ['workloadSelector.labels["a*"]: spec.workloadSelector.labels has the label "a*", and labels of a selector are compared as they are']],
    ['a: "b*"', ['workloadSelector.labels.a: spec.workloadSelector.labels.a is "b*", and labels of a selector are compared as they are']],
    ['a: b', []],
  ])('with { %s } says %j', (labels, problems) => {
    expect(said('common/selector-wildcards', kind, `{ workloadSelector: { labels: { ${labels} } } }`)).toEqual(problems);
  });
});

describe('common/empty-selector', () => {
  test.each<[string, string[]]>([
    ['{ host: a, workloadSelector: {} }', ['workloadSelector: the selector has no labels, and selects everything']],
  ])('fails for %s', (spec, problems) => {
    expect(said('common/empty-selector', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a }',
  ])('is silent for %s', spec => {
    expect(said('common/empty-selector', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('common/bad-target-kind', () => {
  test.each<[string, string[]]>([
    ['{ targetRef: { kind: Deployment, group: apps, name: a }, rules: [{}] }', ['targetRef.kind: the target is a Deployment of apps']],
    ['{ targetRefs: [{ kind: Gateway, name: a }], rules: [{}] }', ['targetRefs[0].group: the target is a Gateway of the core group']],
  ])('fails for %s', (spec, problems) => {
    expect(said('common/bad-target-kind', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ targetRefs: [{ kind: Service, name: a }, { kind: ServiceEntry, group: networking.istio.io, name: a }, { kind: Service, group: core, name: a }], rules: [{}] }',
  ])('is silent for %s', spec => {
    expect(said('common/bad-target-kind', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});
