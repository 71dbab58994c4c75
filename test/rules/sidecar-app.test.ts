import { broken } from './broken';

function sidecar(name: string, spec: string, namespace = 'shop'): string {
  return `kind: Sidecar\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
}

function service(name: string, namespace: string): string {
  return `kind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }\n`;
}

function home(name: string, labels = ''): string {
  return `kind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`;
}

function pod(labels: string): string {
  return `kind: Pod\nmetadata: { name: pod, namespace: shop, labels: { ${labels} } }\nspec: {}\n`;
}

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

const OWN = 'egress: [{ hosts: ["./*"] }]';
const REVIEWS = `workloadSelector: { labels: { app: reviews } }, ${OWN}`;

describe('V1: the oldest Sidecar is in force', () => {
  test.each([
    ['two of a namespace', [sidecar('a', OWN), sidecar('b', OWN)], ['b and a are both for all of namespace shop, and only the older one is used']],
    ['two with one selector', [sidecar('a', REVIEWS), sidecar('b', REVIEWS)], ['b and a are both for the pods with app=reviews in shop, and only the older one is used']],
    ['two that select one workload', [pod('app: reviews, tier: web'), sidecar('a', REVIEWS), sidecar('b', `workloadSelector: { labels: { tier: web } }, ${OWN}`)],
      ['b and a are both for Pod shop/pod, and only the older one is used']],
    ['one of a namespace and one of a workload', [pod('app: reviews'), sidecar('a', REVIEWS), sidecar('b', OWN)], []],
    ['two namespaces', [sidecar('a', OWN), sidecar('b', OWN, 'bookinfo')], []],
    ['one of a namespace and one with an empty selector, which is in force', [sidecar('a', OWN), sidecar('b', `workloadSelector: {}, ${OWN}`)], []],
  ])('%s', (_, documents, expected) => {
    expect(problems('sidecar/several-in-force', ...documents)).toEqual(expected);
  });
});

test.each([
  ['./review.shop.svc.cluster.local', ['"./review.shop.svc.cluster.local" imports nothing: there is no service review.shop.svc.cluster.local']],
  ['*/review.shop.svc.cluster.local', ['"*/review.shop.svc.cluster.local" imports nothing: there is no service review.shop.svc.cluster.local']],
  ['bookinfo/reviews.shop.svc.cluster.local', ['"bookinfo/reviews.shop.svc.cluster.local" imports nothing: reviews.shop.svc.cluster.local is a service of namespace shop, not of bookinfo']],
  ['./reviews.shop.svc.cluster.local', []],
  ['*/reviews.shop.svc.cluster.local', []],
  ['./*', []],
  ['~/x.shop.svc.cluster.local', []],
  ['bookinfo/x.bookinfo.svc.cluster.local', []],
  ['./api.example.com', []],
])('V2: egress host %s says %j', (host, expected) => {
  expect(problems('sidecar/missing-host', home('shop'), service('reviews', 'shop'), pod('app: reviews'), sidecar('a', `egress: [{ hosts: ["${host}"] }]`))).toEqual(expected);
});

test.each([
  ['of the namespace', '', 'shop', 0],
  ['of another namespace', '', 'bookinfo', 1],
  ['for gateways only', 'gateways: [edge],', 'shop', 1],
])('V2: an egress host may import a VirtualService %s', (_, gateways, namespace, times) => {
  const routes = `kind: VirtualService\nmetadata: { namespace: ${namespace} }\nspec: { ${gateways} hosts: [ratings.bookinfo.svc.cluster.local] }\n`;
  const found = problems('sidecar/missing-host', service('ratings', 'bookinfo'), routes, sidecar('a', 'egress: [{ hosts: ["./ratings.bookinfo.svc.cluster.local"] }]'));
  expect(found).toHaveLength(times);
});

test('V2: the host of a ServiceEntry may be one of several namespaces', () => {
  const entry = 'kind: ServiceEntry\nmetadata: { namespace: bookinfo }\nspec: { hosts: [api.example.com] }\n';
  expect(problems('sidecar/missing-host', entry, sidecar('a', 'egress: [{ hosts: ["./api.example.com"] }]'))).toEqual([]);
});

test.each([
  ['an ambient namespace', home('shop', 'istio.io/dataplane-mode: ambient'), '', 1],
  ['an ambient namespace with a pod that has a sidecar', home('shop', 'istio.io/dataplane-mode: ambient'), 'sidecar.istio.io/inject: "true"', 0],
  ['a namespace that asks for both', home('shop', 'istio.io/dataplane-mode: ambient, istio-injection: enabled'), '', 0],
  ['a namespace that says nothing', home('shop'), '', 0],
])('in %s', (_, written, labels, times) => {
  expect(problems('sidecar/ambient', written, pod(labels), sidecar('a', OWN))).toHaveLength(times);
});

describe('a DestinationRule for what no client imports', () => {
  const RATINGS = service('ratings', 'bookinfo');
  const rule = (host = 'ratings.bookinfo.svc.cluster.local', namespace = 'shop') =>
    `kind: DestinationRule\nmetadata: { name: ratings, namespace: ${namespace} }\nspec: { host: "${host}", trafficPolicy: { loadBalancer: { simple: RANDOM } } }\n`;

  test('is told of at the Sidecar', () => {
    expect(broken([sidecar('a', OWN), RATINGS, rule()].join('---\n'), { only: 'sidecar/missing-import' })).toEqual([{
      rule: 'sidecar/missing-import',
      severity: 'warning',
      at: 'Sidecar shop/a, spec.egress',
      and: ['DestinationRule shop/ratings, spec.host', 'Service bookinfo/ratings'],
      problem: 'ratings.bookinfo.svc.cluster.local is not imported, so DestinationRule shop/ratings is for no client',
      fix: 'add "bookinfo/ratings.bookinfo.svc.cluster.local" to the egress hosts (SecureNamespace derives them from allowFrom), or take the DestinationRule out',
    }]);
  });

  // The routes of another namespace, for a host of theirs.
  const FRONT = 'kind: VirtualService\nmetadata: { namespace: bookinfo }\nspec: { hosts: [front.example.com], http: [{ route: [{ destination: { host: ratings.bookinfo.svc.cluster.local } }] }] }\n';

  test('is told of where the routes that lead there are not imported either', () => {
    expect(problems('sidecar/missing-import', sidecar('a', OWN), RATINGS, rule(), FRONT)).toHaveLength(1);
  });

  test.each([
    ['some Sidecar imports it', [sidecar('a', OWN), sidecar('b', 'workloadSelector: { labels: { app: x } }, egress: [{ hosts: ["bookinfo/*"] }]'), RATINGS, rule()]],
    ['some pods have no Sidecar', [sidecar('a', REVIEWS), RATINGS, rule()]],
    ['there are gateways', [sidecar('a', OWN), RATINGS, rule(), 'kind: Pod\nmetadata: { namespace: shop, annotations: { inject.istio.io/templates: gateway } }\nspec: {}\n']],
    ['a route leads to it', [sidecar('a', OWN), RATINGS, rule(), 'kind: VirtualService\nmetadata: { namespace: shop }\nspec: { hosts: [a], http: [{ route: [{ destination: { host: ratings.bookinfo.svc.cluster.local } }] }] }\n']],
    ['a route that is imported leads to it', [sidecar('a', 'egress: [{ hosts: ["./*", "bookinfo/front.example.com"] }]'), RATINGS, rule(), FRONT]],
    ['it is for clients of the whole mesh', [sidecar('a', OWN, 'bookinfo').replace('"./*"', '"shop/*"'), RATINGS, rule(undefined, 'bookinfo')]],
    ['the service is not known', [sidecar('a', OWN), rule()]],
    ['it is for a wildcard', [sidecar('a', OWN), RATINGS, rule('*.bookinfo.svc.cluster.local')]],
    ['the Sidecar leaves egress as it is', [sidecar('a', 'outboundTrafficPolicy: { mode: ALLOW_ANY }'), RATINGS, rule()]],
  ])('is not told of where %s', (_, documents) => {
    expect(problems('sidecar/missing-import', ...documents)).toEqual([]);
  });
});

test('selector-in-root-namespace is silent where the root namespace has such workloads', () => {
  const kiali = 'kind: Sidecar\nmetadata: { name: kiali, namespace: istio-system }\nspec: { workloadSelector: { labels: { app: kiali } }, egress: [{ hosts: [./*] }] }\n';
  const podIn = (namespace: string) => `---\nkind: Pod\nmetadata: { name: kiali, namespace: ${namespace}, labels: { app: kiali } }\nspec: { containers: [{ name: kiali }] }\n`;
  const said = (text: string) => broken(text, { only: 'sidecar/selector-in-root-namespace' }).map(({ problem }) => problem);

  expect(said(kiali + podIn('istio-system'))).toEqual([]);
  expect(said(kiali + podIn('shop'))).toEqual(['the Sidecar is for workloads of istio-system with app=kiali only']);
});
