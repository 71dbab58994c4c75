import { broken } from './broken';

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

const SHOP = 'kind: Namespace\nmetadata: { name: shop }\n';

function pod(labels: string, namespace = 'shop'): string {
  return `kind: Pod\nmetadata: { name: pod, namespace: ${namespace}, labels: { ${labels} } }\nspec: {}\n`;
}

describe('a selector without workload', () => {
  test.each([
    ['AuthorizationPolicy', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['PeerAuthentication', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['RequestAuthentication', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['Telemetry', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['WasmPlugin', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['TrafficExtension', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['ProxyConfig', 'selector: { matchLabels: { app: review } }', 'spec.selector.matchLabels'],
    ['Sidecar', 'workloadSelector: { labels: { app: review } }', 'spec.workloadSelector.labels'],
    ['EnvoyFilter', 'workloadSelector: { labels: { app: review } }', 'spec.workloadSelector.labels'],
    ['DestinationRule', 'workloadSelector: { matchLabels: { app: review } }', 'spec.workloadSelector.matchLabels'],
  ])('is told for a %s', (kind, spec, field) => {
    const found = broken([SHOP, pod('app: reviews'), `kind: ${kind}\nmetadata: { name: x, namespace: shop }\nspec: { ${spec} }\n`].join('---\n'), { only: 'common/selector-without-workload' });
    expect(found).toEqual([expect.objectContaining({
      at: `${kind} shop/x, ${field}`,
      problem: 'no workload of namespace shop has app: review; there app is "reviews"',
      fix: 'use the labels of the pods (spec.template.metadata.labels); did you mean "reviews"?',
    })]);
  });

  const POLICY = 'kind: AuthorizationPolicy\nmetadata: { namespace: shop }\nspec: { selector: { matchLabels: { app: review } } }\n';

  test.each([
    ['a workload is selected', [SHOP, pod('app: review')]],
    ['the workload of a Service is not written', [SHOP, pod('app: x'), 'kind: Service\nmetadata: { name: y, namespace: shop }\nspec: { selector: { app: y } }\n']],
    ['the namespace is not created here', [pod('app: x')]],
    ['no workload of the namespace is written here', [SHOP, 'kind: Service\nmetadata: { name: a, namespace: shop }\nspec: {}\n']],
    ['something else may make workloads', [SHOP, pod('app: x'), 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { namespace: shop }\nspec: {}\n']],
  ])('is not told where %s', (_, documents) => {
    expect(problems('common/selector-without-workload', ...documents, POLICY)).toEqual([]);
  });

  test.each([
    ['another label of an app that is there', 'app: reviews, version: canary', 'use the labels of the pods (spec.template.metadata.labels)'],
    ['the name of an app under another key', 'k8s-app: reviews', 'use the labels of the pods (spec.template.metadata.labels); they have app: reviews'],
    ['letters in another order', 'version: 1v', 'use the labels of the pods (spec.template.metadata.labels); did you mean "v1"?'],
    ['labels of pods elsewhere', 'app: productpage', 'use the labels of the pods (spec.template.metadata.labels), or write the object into namespace web, whose pods have these'],
  ])('is told for %s', (_, labels, fix) => {
    const documents = [SHOP, pod('app: reviews, version: v1'), pod('app: productpage', 'web'), POLICY.replace('app: review', labels)];
    expect(broken(documents.join('---\n'), { only: 'common/selector-without-workload' })).toEqual([expect.objectContaining({ severity: 'warning', fix })]);
  });

  test.each([
    ['another app', 'app: llm-gateway'],
    ['another app of the same whole', 'part-of: shop, app: llm-gateway'],
  ])('is advice for %s, whose pods may come from elsewhere', (_, labels) => {
    const documents = [SHOP, pod('part-of: shop, app: ollama'), POLICY.replace('app: review', labels)];
    expect(broken(documents.join('---\n'), { only: 'common/selector-without-workload' }).map(({ severity }) => severity)).toEqual(['advice']);
  });

  test('is not told of the root namespace, whose selectors are for all', () => {
    const root = [SHOP, pod('app: x')].map(text => text.replace(/shop/g, 'istio-system'));
    expect(problems('common/selector-without-workload', ...root, POLICY.replace('shop', 'istio-system'))).toEqual([]);
  });
});

describe('L1: a short host is of the namespace of its object', () => {
  const REVIEWS = 'kind: Service\nmetadata: { name: reviews, namespace: bookinfo }\nspec: { ports: [{ name: http, port: 80 }] }\n';
  const said = (...documents: string[]) => broken(documents.join('---\n'), { only: 'common/short-host' }).map(({ at }) => at);

  test.each([
    ['VirtualService', 'hosts: [reviews], http: []', 'spec.hosts[0]'],
    ['VirtualService', 'hosts: [x.example.com], http: [{ route: [{ destination: { host: reviews } }] }]', 'spec.http[0].route[0].destination.host'],
    ['VirtualService', 'hosts: [x.example.com], http: [{ mirror: { host: reviews } }]', 'spec.http[0].mirror.host'],
    ['DestinationRule', 'host: reviews', 'spec.host'],
  ])('%s with %s', (kind, spec, field) => {
    const object = (namespace: string) => `kind: ${kind}\nmetadata: { name: x, namespace: ${namespace} }\nspec: { ${spec} }\n`;
    expect(said(REVIEWS, object('shop'))).toEqual([`${kind} shop/x, ${field}`]);
    expect(said(REVIEWS, object('bookinfo'))).toEqual([]);
    expect(said(object('shop'))).toEqual([]);
    // A host that certainly does not exist is told of by other rules.
    expect(said(REVIEWS, SHOP, pod('app: x'), object('shop'))).toEqual([]);
  });

  test.each([
    ['of the service', REVIEWS.replace('namespace: bookinfo', 'namespace: ""'), 'shop'],
    ['of the object', REVIEWS, '""'],
  ])('is silent where the namespace %s is left to whoever applies it', (_, service, namespace) => {
    expect(said(service, `kind: DestinationRule\nmetadata: { namespace: ${namespace} }\nspec: { host: reviews }\n`)).toEqual([]);
  });

  test('says what the host is read as, and what exists', () => {
    expect(problems('common/short-host', REVIEWS, 'kind: DestinationRule\nmetadata: { namespace: shop }\nspec: { host: reviews }\n')).toEqual([
      '"reviews" is reviews.shop.svc.cluster.local here, and nothing of that name is known; Service bookinfo/reviews is another host',
    ]);
  });
});

describe('L1: a host with a dot is not completed', () => {
  const REVIEWS = 'kind: Service\nmetadata: { name: reviews, namespace: bookinfo }\nspec: { ports: [{ name: http, port: 80 }] }\n';
  const said = (...documents: string[]) => broken(documents.join('---\n'), { only: 'common/half-qualified-host' }).map(({ severity, at, fix }) => `${severity} ${at}: ${fix}`);
  const object = (kind: string, spec: string) => `kind: ${kind}\nmetadata: { name: x, namespace: shop }\nspec: { ${spec} }\n`;

  test.each([
    ['VirtualService', 'hosts: [a.example.com], http: [{ route: [{ destination: { host: reviews.bookinfo } }] }]', 'error', 'spec.http[0].route[0].destination.host', ''],
    ['VirtualService', 'hosts: [a.example.com], tcp: [{ route: [{ destination: { host: reviews.bookinfo.svc } }] }]', 'error', 'spec.tcp[0].route[0].destination.host', ''],
    ['VirtualService', 'hosts: [Reviews.bookinfo]', 'warning', 'spec.hosts[0]', ''],
    ['DestinationRule', 'host: reviews.bookinfo', 'warning', 'spec.host', ''],
    ['Sidecar', 'egress: [{ hosts: [./*, bookinfo/reviews.bookinfo] }]', 'warning', 'spec.egress[0].hosts[1]', 'bookinfo/'],
  ])('%s with %s', (kind, spec, severity, field, before) => {
    expect(said(REVIEWS, object(kind, spec))).toEqual([`${severity} ${kind} shop/x, ${field}: write ${before}reviews.bookinfo.svc.cluster.local`]);
    expect(said(object(kind, spec))).toEqual([]);
    expect(said(REVIEWS.replace('bookinfo', 'books'), object(kind, spec))).toEqual([]);
  });

  test.each([
    ['it is that of a ServiceEntry', 'DestinationRule', 'host: reviews.bookinfo', 'kind: ServiceEntry\nspec: { hosts: [reviews.bookinfo] }\n'],
    ['it is under a wildcard of one', 'DestinationRule', 'host: reviews.bookinfo', 'kind: ServiceEntry\nspec: { hosts: ["*.bookinfo"] }\n'],
    ['a gateway serves it', 'VirtualService', 'hosts: [reviews.bookinfo], gateways: [edge]', SHOP],
    ['it stands beside the whole one', 'VirtualService', 'hosts: [reviews.bookinfo, reviews.bookinfo.svc.cluster.local]', SHOP],
    ['it is whole', 'DestinationRule', 'host: reviews.bookinfo.svc.cluster.local', SHOP],
    ['it is of another domain', 'DestinationRule', 'host: reviews.bookinfo.com', SHOP],
  ])('nothing is told where %s', (_, kind, spec, other) => {
    expect(said(REVIEWS, other, object(kind, spec))).toEqual([]);
  });

  test('the message names both hosts', () => {
    expect(problems('common/half-qualified-host', REVIEWS, object('DestinationRule', 'host: reviews.bookinfo'))).toEqual([
      'no service has the host "reviews.bookinfo"; that of Service bookinfo/reviews is reviews.bookinfo.svc.cluster.local',
    ]);
  });
});

describe('a target that its proxies ignore', () => {
  const target = (ref: string, kind = 'AuthorizationPolicy') => `kind: ${kind}\nmetadata: { name: x }\nspec: { targetRefs: [{ ${ref} }] }\n`;
  const SERVICE = 'kind: Service\nmetadata: { name: reviews }\nspec: { selector: { app: reviews } }\n';
  const REF = 'group: "", kind: Service, name: reviews';
  const GATEWAY = 'kind: Gateway\nmetadata: { name: edge }\nspec: {}\n';
  const GATEWAY_REF = 'group: gateway.networking.k8s.io, kind: Gateway, name: edge';
  const said = (...documents: string[]) => problems('common/target-without-waypoint', ...documents);
  const sidecar = pod('app: reviews, sidecar.istio.io/inject: "true"', 'default');

  test.each(['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin', 'TrafficExtension', 'EnvoyFilter'])('is told for a %s', kind => {
    expect(said(SERVICE, sidecar, target(REF, kind))).toEqual(['the target is Service "reviews", but its pods have sidecars and ignore the policy']);
    expect(said(GATEWAY, target(GATEWAY_REF, kind))).toEqual([
      'the target is Gateway "edge" of the Gateway API, but edge is a Gateway of Istio (networking.istio.io)',
    ]);
  });

  test.each([
    ['the pods are in ambient mode', [SERVICE, pod('app: reviews, istio.io/dataplane-mode: ambient', 'default'), target(REF)]],
    ['nobody knows the proxy of the pods', [SERVICE, pod('app: reviews', 'default'), target(REF)]],
    ['some pods have none', [SERVICE, sidecar, pod('app: reviews, istio.io/dataplane-mode: ambient', 'default').replace('name: pod', 'name: other'), target(REF)]],
    ['the Service is not known', [sidecar, target(REF)]],
    ['there is such a gateway of the Gateway API', [GATEWAY, 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge }\nspec: {}\n', target(GATEWAY_REF)]],
    ['there is no such gateway', [target(GATEWAY_REF)]],
  ])('is not told where %s', (_, documents) => {
    expect(said(...documents)).toEqual([]);
  });
});

test.each([
  ['shops', ['namespace "shops" is not known; known: "shop"']], ['shop', []], ['bookinfo', []], ['.', []], ['"*"', []], ['istio-system', []],
])('exportTo %s says %j', (to, expected) => {
  const rule = `kind: DestinationRule\nmetadata: { namespace: shop }\nspec: { host: a.shop.svc.cluster.local, exportTo: [${to}] }\n`;
  expect(problems('common/exported-to-unknown-namespace', SHOP, pod('app: x', 'bookinfo'), rule)).toEqual(expected);
  expect(problems('common/exported-to-unknown-namespace', rule)).toEqual([]);
});
