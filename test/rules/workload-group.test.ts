import { broken } from './broken';

describe('workload-group/bad-probe', () => {
  const said = (probe: string) => broken(`kind: WorkloadGroup\nspec: { template: {}, probe: { ${probe} } }`, { only: 'workload-group/bad-probe' }).map(({ at, problem }) => `${at.split('spec.')[1]}: ${problem}`);

  test.each([
    ['periodSeconds: 5', 'probe: the probe does not say what to ask'],
    ['grpc: { port: 80 }', 'probe.grpc: the probe asks by grpc'],
    ['httpGet: { port: 80, scheme: http }', 'probe.httpGet.scheme: spec.probe.httpGet.scheme is "http", which is neither HTTP nor HTTPS'],
    ['exec: { command: [] }', 'probe.exec.command: the command is empty'],
    ['httpGet: { port: 80, httpHeaders: [{ name: a }, { name: x_y }] }', 'probe.httpGet.httpHeaders[1].name: the header is called "x_y"'],
    ['httpGet: { port: 80, httpHeaders: [{ value: a }] }', 'probe.httpGet.httpHeaders[0].name: the header is called ""'],
  ])('fails for %s', (probe, problem) => {
    expect(said(probe)).toEqual([problem]);
  });

  test.each(['tcpSocket: { port: 80 }', 'exec: { command: [ready] }', 'httpGet: { port: 80, httpHeaders: [{ name: X-Probe, value: a }] }'])('is silent for %s', probe => {
    expect(said(probe)).toEqual([]);
  });
});

describe('workload-group/duplicate-labels', () => {
  const group = (name: string, namespace: string, labels: string) => `kind: WorkloadGroup\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { metadata: { labels: { ${labels} } }, template: {} }\n`;
  const said = (...groups: string[]) => broken(groups.join('---\n'), { only: 'workload-group/duplicate-labels' }).map(({ at, and, problem }) => [at, and, problem]);

  test('fails for the same labels in another order', () => {
    expect(said(group('a', 'shop', 'app: vm, zone: b'), group('b', 'shop', 'zone: b, app: vm'))).toEqual([[
      'WorkloadGroup shop/b, spec.metadata.labels', ['WorkloadGroup shop/a, spec.metadata.labels'], 'the labels app=vm, zone=b are also those of WorkloadGroup shop/a',
    ]]);
  });

  test('is silent for other labels, other namespaces and none', () => {
    expect(said(group('a', 'shop', 'app: vm'), group('b', 'shop', 'app: vm, zone: b'), group('c', 'web', 'app: vm'), group('d', 'shop', ''), group('e', 'shop', ''))).toEqual([]);
  });
});
