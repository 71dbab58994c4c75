import { ApiObject, App, Chart, Duration } from 'cdk8s';
import {
  CanaryRelease, ExternalApi, GatewayPods, HeaderOperations, IngressGateway, IngressRoute, MeshPort, RequestMatch, Rewrite, Route, SecureNamespace, ServerTls,
} from '../../src';

function world() {
  const app = new App();
  const chart = new Chart(app, 'shop');
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  const search = ns.addService('search', { ports: [MeshPort.http(80)], serviceAccount: 'search', versions: ['v1'] });
  const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
  const api = (props: object = {}) => new ExternalApi(chart, 'Api', { host: 'search.example.com', namespace: ns, ...props });
  const front = (options: object, action: ExternalApi) => new IngressRoute(chart, 'Front', {
    gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), namespace: ns, routes: [Route.prefix('/search', action, options)], refuseAmbiguousPaths: false,
  });
  return { app, chart, ns, search, edge, api, front };
}

/** What is taken away from requests that leave the mesh. */
const remove = [
  'x-forwarded-client-cert', 'x-forwarded-for', 'x-forwarded-proto', 'x-envoy-attempt-count', 'x-envoy-decorator-operation', 'x-envoy-expected-rq-timeout-ms',
  'x-envoy-external-address', 'x-envoy-internal', 'x-envoy-original-host', 'x-envoy-original-path', 'x-envoy-peer-metadata', 'x-envoy-peer-metadata-id',
];

const http = (construct: { virtualService?: any }) => ApiObject.of(construct.virtualService).toJson().spec.http;

describe('an API outside the mesh as the target of a route', () => {
  test('gets its own host, because it answers to that only and its certificate is for it', () => {
    const { api, front } = world();
    expect(http(front({}, api()))[0].route).toEqual([{
      destination: { host: 'search.example.com', port: { number: 80 } },
      headers: { request: { remove, set: { host: 'search.example.com' } } },
    }]);
  });

  test('gets it, and requests without headers of proxies, for its share of a canary only', () => {
    const { chart, search, api } = world();
    new CanaryRelease(chart, 'Move', { stable: search, canary: api(), canaryPercent: 20 });
    expect(http(search)[0].route.map((each: any) => [each.weight, each.headers])).toEqual([
      [80, undefined],
      [20, { request: { remove, set: { host: 'search.example.com' } } }],
    ]);
  });

  test.each<[string, object]>([
    ['a rewrite', { rewrite: Rewrite.authority('other.example.com') }],
    ['the headers', { requestHeaders: HeaderOperations.none().replace('host', 'other.example.com') }],
  ])('keeps the host that %s of the route says', (_, options) => {
    const { api, front } = world();
    expect(http(front(options, api()))[0].route[0].headers).toEqual({ request: { remove } });
  });

  test('hears from proxies what it is said to hear', () => {
    const { chart, search, api, front } = world();
    const external = api({ keepProxyHeaders: true });
    new CanaryRelease(chart, 'Move', { stable: search, canary: external, canaryPercent: 20 });
    const own = { request: { set: { host: 'search.example.com' } } };
    expect([http(front({}, external))[0].route[0].headers, http(search)[0].route[1].headers]).toEqual([own, own]);
  });

  test('gets what the route itself says about such a header', () => {
    const { api, front } = world();
    const [route] = http(front({ requestHeaders: HeaderOperations.none().replace('X-Forwarded-Proto', 'https') }, api()));
    expect([route.headers, route.route[0].headers.request.remove]).toEqual([{ request: { set: { 'X-Forwarded-Proto': 'https' } } }, remove]);
  });

  test('writes no host for requests that have it already', () => {
    const { search, api } = world();
    const external = api({ callers: [search], timeout: Duration.seconds(1) });
    expect(http(external)[0].route[0].headers).toEqual({ request: { remove } });
  });

  test('fails for a gateway that it is not visible to, and is fine once the gateway is a caller', () => {
    const { search, api, front } = world();
    expect(() => front({}, api({ callers: [search] }))).toThrow(/\[shop\/Front\] search.example.com is visible to the callers of \[shop\/Api\] only.*\n.*fix: add the gateway to its callers/);
    const second = world();
    expect(() => second.front({}, second.api({ callers: [second.search, second.edge] }))).not.toThrow();
  });

  test('fails as a mirror, which keeps the host of the request', () => {
    const { search, api } = world();
    expect(() => search.contribute({ owner: search, mirrors: [{ target: api(), percent: 1 }] })).toThrow(/search.example.com is outside the mesh, and a mirrored request keeps its host/);
  });
});

describe('several ingress routes for one host', () => {
  const warnings = (app: App) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      app.synthYaml();
      return write.mock.calls.map(([text]) => String(text));
    } finally {
      write.mockRestore();
    }
  };
  const two = (first: string, second: string, headers = false) => {
    const { app, chart, search, edge } = world();
    const route = (id: string, path: string) => new IngressRoute(chart, id, {
      gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes: [Route.prefix(path, search)],
    });
    if (headers) {
      search.contribute({ owner: chart, matching: [RequestMatch.headerPresent('x-new')], split: [{ target: search.version('v1'), percent: 100 }] });
    }
    route('A', first);
    route('B', second);
    return warnings(app);
  };

  test('with paths that exclude each other are normal, and so is one for all the rest', () => {
    expect([two('/a', '/b'), two('/a', '/')]).toEqual([[], []]);
  });

  test('are reported when some requests hold both, since the older one decides', () => {
    const [warning, ...others] = two('/a', '/a/b');
    expect(others).toEqual([]);
    expect(warning).toMatch(/^\[shop\/B\] warning\[ingress-route\/overlapping-routes\]: requests for shop.example.com that hold path under "\/a\/b" may hold path under "\/a" of \[shop\/A\] too/);
    expect(warning).toMatch(/why: of several VirtualServices for one host of a gateway Istio asks the older one first/);
  });

  test('are reported when the one for the rest has rules for some of its requests', () => {
    expect(two('/a', '/', true)).toHaveLength(1);
  });

  test('are reported when both are for every request', () => {
    expect(two('/', '/')).toHaveLength(1);
  });
});
