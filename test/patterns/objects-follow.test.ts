// Which objects exist follows every change at once, and how they are ordered does not depend on who asks.
import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  AuthorizationRule, Caller, CanaryRelease, Destination, EgressHost, EgressScope, GatewayPods, GatewayServer, HttpRoute, IngressGateway, IngressRoute,
  LoadBalancing, Mesh, MeshNamespace, MeshPort, MeshService, MeshServiceOptions, Route, SecureMesh, SecureNamespace, ServerTls, ServicePolicy,
  SidecarEgressListener, Subset, TcpRoute,
} from '../../src';

const HTTP = [MeshPort.http(8080)];
let app: App;
let chart: Chart;

beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop');
});

function service(name: string, options: Partial<MeshServiceOptions> = {}, scope = chart): MeshService {
  return new MeshService(scope, name, { namespace: MeshNamespace.fromName('shop'), ports: HTTP, ...options });
}

function edge(scope = chart): IngressGateway {
  return new IngressGateway(scope, 'Edge', { pods: GatewayPods.istioctl() });
}

function front(gateway: IngressGateway, to: MeshService, scope = chart, id = 'Front'): IngressRoute {
  return new IngressRoute(scope, id, { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(to)] });
}

/** `kind name` of all that a chart writes. */
const written = (of = chart) => Testing.synth(of).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const rulesOf = (name: string) => Testing.synth(chart).find(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name === name)?.spec.rules;

describe('a service', () => {
  test('writes nothing until something is said', () => {
    service('web');
    expect(written()).toEqual([]);
  });

  test('writes its DestinationRule with the first version, and its VirtualService with the first contribution', () => {
    const web = service('web');
    web.addVersion('blue', { color: 'blue' });
    expect(written()).toEqual(['DestinationRule web']);
    new ServicePolicy(chart, 'Policy', { service: web, timeout: Duration.seconds(1) });
    expect(written()).toEqual(['DestinationRule web', 'VirtualService web']);
  });

  test('writes its DestinationRule first, also when it comes last', () => {
    const web = service('web');
    new ServicePolicy(chart, 'Calls', { service: web, timeout: Duration.seconds(1) });
    new ServicePolicy(chart, 'Endpoints', { service: web, loadBalancing: LoadBalancing.random() });
    expect(written()).toEqual(['DestinationRule web', 'VirtualService web']);
  });

  test('writes what is asked for, for overrides', () => {
    const web = service('web');
    web.virtualService.override('spec.http.0.name', 'only');
    web.destinationRule.override('spec.future', true);
    Mesh.of(chart).allow('common/unknown-field', 'a field of a newer Istio');
    const [rule, routes] = Testing.synth(chart);
    expect([rule.spec, routes.spec.http]).toEqual([
      { host: 'web.shop.svc.cluster.local', future: true },
      [{ name: 'only', route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 8080 } } }] }],
    ]);
  });

  test('refuses everybody when its allow policy is asked for and nobody is allowed', () => {
    expect(service('web').allowPolicy.name).toBe('web-allow');
    expect(Testing.synth(chart)[0].spec).toEqual({ action: 'ALLOW', selector: { matchLabels: { app: 'web' } } });
  });
});

describe('the rule that lets a gateway in', () => {
  const principal = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
  const gatewayRule = { from: [{ source: { principals: [principal] } }] };

  test('is not written in an open namespace, where it would lock everybody else out', () => {
    front(edge(), service('web'));
    expect(written()).toEqual(['Gateway shop-edge', 'VirtualService shop-front']);
  });

  test('comes when the namespace begins to refuse, by its name alone', () => {
    front(edge(), service('web'));
    new SecureNamespace(new Chart(app, 'platform'), 'Namespace', { name: 'shop' });
    expect(rulesOf('web-allow')).toEqual([gatewayRule]);
  });

  test('comes when the mesh begins to refuse', () => {
    const gateway = edge();
    gateway.allowFrom(Caller.anyoneEvenUnauthenticated());
    front(gateway, service('web'));
    new SecureMesh(chart, 'Mesh');
    expect(rulesOf('web-allow')).toEqual([gatewayRule]);
  });

  test('comes when somebody else is said to refuse for the mesh', () => {
    const gateway = edge();
    gateway.allowFrom(Caller.anyoneEvenUnauthenticated());
    front(gateway, service('web'));
    Mesh.of(app).configure({ denyByDefault: true });
    expect(rulesOf('web-allow')).toEqual([gatewayRule]);
  });

  test('does not come when another mesh refuses', () => {
    front(edge(), service('web'));
    const other = new Chart(app, 'other');
    Mesh.of(other).configure({});
    new SecureMesh(other, 'Mesh');
    expect(written()).toEqual(['Gateway shop-edge', 'VirtualService shop-front']);
  });

  test('joins the first caller that is allowed', () => {
    const web = service('web');
    front(edge(), web);
    web.allowFrom(Caller.serviceAccounts(MeshNamespace.fromName('shop'), 'cart'));
    expect(rulesOf('web-allow')).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart'] } }] }, gatewayRule]);
  });

  test('is written once for two routes of one gateway', () => {
    new SecureNamespace(chart, 'Namespace', { name: 'shop' });
    const [gateway, web] = [edge(), service('web')];
    front(gateway, web);
    new IngressRoute(chart, 'Second', { gateway, hosts: ['b.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(web)] });
    expect(rulesOf('web-allow')).toEqual([gatewayRule]);
  });

  test.each(['before', 'after'])('is written at a canary of its own as well, released %s the route', when => {
    new SecureNamespace(chart, 'Namespace', { name: 'shop' });
    const [web, next] = [service('web'), service('next')];
    const release = () => new CanaryRelease(chart, 'Next', { stable: web, canary: next, canaryPercent: 5 });
    if (when === 'before') release();
    front(edge(), web);
    if (when === 'after') release();
    expect([rulesOf('web-allow'), rulesOf('next-allow')]).toEqual([[gatewayRule], [gatewayRule]]);
  });
});

describe('order', () => {
  test('is the same for each synthesis and each way to ask', () => {
    new SecureNamespace(chart, 'Namespace', { name: 'shop' });
    const web = service('web', { versions: ['v1', 'v2'] });
    front(edge(), web);
    new CanaryRelease(chart, 'Canary', { stable: web.version('v1'), canary: web.version('v2'), canaryPercent: 5 });
    const [first, second] = [written(), written()];
    expect(second).toEqual(first);
    const documents = parseAllDocuments(app.synthYaml()).map(document => document.toJS());
    expect(documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(first);
  });

  test('of two charts is said once, where a route of one leads to a service of the other', () => {
    const shop = new Chart(app, 'backend');
    const [web, api] = [service('web', { versions: ['v1'] }, shop), service('api', {}, shop)];
    const gateway = edge();
    new IngressRoute(chart, 'Front', { gateway, hosts: ['a.example.com'], tls: ServerTls.simple('cert'), routes: [Route.prefix('/web', web), Route.prefix('/api', api)] });
    expect(chart.node.dependencies).toEqual([shop]);
    expect(app.charts.map(({ node }) => node.id)).toEqual(['backend', 'shop']);
  });

  test('is not said where two charts need each other', () => {
    const other = new Chart(app, 'other');
    const [here, there] = [service('here'), service('there', {}, other)];
    front(edge(), there);
    new IngressRoute(other, 'Back', { gateway: edge(other), hosts: ['b.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(here)] });
    expect([chart.node.dependencies, other.node.dependencies]).toEqual([[other], []]);
    expect(() => app.synthYaml()).not.toThrow();
  });
});

describe('one host in two charts', () => {
  test('fails at synthesis, with both paths and the way out', () => {
    service('web', { versions: ['v1'] });
    service('web', { versions: ['v1'] }, new Chart(app, 'again'));
    expect(() => app.synthYaml()).toThrow(
      /\[again\/web\] error\[mesh-service\/duplicate-host\]: web.shop.svc.cluster.local is described by \[shop\/web\] as well[^]*fix: .*Mesh.of\(chart\).configure\({}\)/,
    );
  });

  test('is fine where the charts are meshes of their own', () => {
    const again = new Chart(app, 'again');
    for (const each of [chart, again]) {
      Mesh.of(each).configure({});
      service('web', { versions: ['v1'] }, each);
    }
    expect([written(chart), written(again)]).toEqual([['DestinationRule web'], ['DestinationRule web']]);
  });
});

describe('names', () => {
  test('are what the chart says, where it says so', () => {
    class Renaming extends Chart {
      public generateObjectName(object: ApiObject): string {
        return `own-${object.kind.toLowerCase()}-${object.node.path.split('/').length}`;
      }
    }
    const renamed = new Renaming(app, 'renamed');
    const ns = new SecureNamespace(renamed, 'Namespace', { name: 'shop' });
    const web = ns.addService('web', { ports: HTTP, versions: ['v1'] });
    const route = front(edge(renamed), web, renamed);
    web.allowFrom(ns);
    expect(web.destinationRule.name).toMatch(/^own-destinationrule-/);
    expect(Testing.synth(renamed).filter(({ metadata }) => !metadata.name.startsWith('own-')).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Namespace shop']);
    expect(ApiObject.of(route.virtualService).toJson().spec.gateways).toEqual([expect.stringMatching(/^istio-system\/own-gateway-/)]);
  });

  test('do not follow ids where the service or the namespace is meant, and are cut where they are too long', () => {
    const ns = new SecureNamespace(chart, 'AnyId', { name: 'shop' });
    const long = new MeshService(chart, 'AnyOther', { name: 'a'.repeat(60), namespace: ns, ports: HTTP, versions: ['v1'] });
    long.allowFrom(ns);
    const names = Testing.synth(chart).map(({ metadata }) => metadata.name);
    expect(names.slice(0, 4)).toEqual(['shop', 'default', 'deny-by-default', 'a'.repeat(60)]);
    expect(names[4]).toMatch(/^a+-[0-9a-f]{8}$/);
    expect(names[4]).toHaveLength(63);
  });
});

test('a gateway in a mesh that refuses is reported until it lets clients in', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const gateway = edge();
    front(gateway, service('web'));
    new SecureMesh(chart, 'Mesh');
    app.synthYaml();
    expect(write.mock.calls.map(([text]) => String(text))).toEqual([expect.stringMatching(
      /^\[shop\/Edge\] warning\[ingress-gateway\/nobody-allowed\]: the namespace istio-system of its pods refuses what no rule allows[^]*fix: call allowFrom\(Caller.anyoneEvenUnauthenticated\(\)\)/,
    )]);
    write.mockClear();
    gateway.allowFrom(Caller.anyoneEvenUnauthenticated());
    app.synthYaml();
    expect(write).not.toHaveBeenCalled();
  } finally {
    write.mockRestore();
  }
});

test('a gateway in a namespace that refuses is reported until its namespace lets clients in', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const ns = new SecureNamespace(chart, 'EdgeNamespace', { name: 'edge' });
    const pods = GatewayPods.of({ namespace: ns, labels: { app: 'edge' }, serviceAccount: 'edge' });
    front(new IngressGateway(chart, 'Edge', { pods }), service('web'));
    ns.allowFrom(Caller.anyAuthenticated());
    app.synthYaml();
    expect(write.mock.calls.map(([text]) => String(text))).toEqual([expect.stringContaining('[shop/Edge] warning[ingress-gateway/nobody-allowed]')]);
    write.mockClear();
    ns.allowFrom(Caller.peerIps('10.0.0.0/8'));
    app.synthYaml();
    expect(write).not.toHaveBeenCalled();
  } finally {
    write.mockRestore();
  }
});

test('a Gateway that is asked for without a route fails with what to add', () => {
  expect(edge().gateway.name).toBe('shop-edge');
  expect(() => app.synthYaml()).toThrow(/\[shop\/Edge\] no route leads in, so the Gateway would have no server\n +fix: add an IngressRoute/);
});

describe('what is added to an object that a pattern fills would be lost, and is refused:', () => {
  const filled = () => {
    const shop = new SecureNamespace(chart, 'Namespace', { name: 'shop', egress: EgressScope.callGraph() });
    const web = shop.addService('web', { ports: HTTP, versions: ['v1'], serviceAccount: 'web' });
    web.allowFrom(Caller.anyAuthenticated());
    const gateway = edge();
    front(gateway, web);
    return { web, gateway };
  };

  test.each<[string, () => void, string]>([
    ['a server', () => filled().gateway.gateway.addServer(GatewayServer.http(80, ['a.example.com'])), '[shop/Edge/Gateway] its content comes from [shop/Edge]'],
    ['a route', () => filled().web.virtualService.addHttpRoute(HttpRoute.to([{ target: Destination.host('a.example.com') }])), '[shop/Namespace/web/Routes] its content comes from [shop/Namespace/web]'],
    ['a TCP route', () => filled().web.virtualService.addTcpRoute(TcpRoute.to([{ target: Destination.host('a.example.com') }])), '[shop/Namespace/web/Routes] its content comes from [shop/Namespace/web]'],
    ['a subset', () => filled().web.destinationRule.addSubset(Subset.of('v2', { version: 'v2' })), '[shop/Namespace/web/DestinationRule] its content comes from [shop/Namespace/web]'],
    ['a rule', () => filled().web.allowPolicy.addRule(AuthorizationRule.everything()), '[shop/Namespace/web/Allow] its content comes from [shop/Namespace/web]'],
    ['what workloads see', () => filled().web.sidecar!.addEgress(SidecarEgressListener.anyPort(EgressHost.everything())), '[shop/Namespace/web/Egress] its content comes from [shop/Namespace/web]'],
  ])('%s', (_, add, message) => {
    expect(add).toThrow(message);
  });

  test('but it can be read', () => {
    const { web } = filled();
    new CanaryRelease(chart, 'Canary', { stable: web.version('v1'), canary: web.addVersion('v2', { version: 'v2' }), canaryPercent: 5 });
    expect([web.virtualService.http.length, web.destinationRule.subsets.map(({ name }) => name), web.allowPolicy.rules.length]).toEqual([1, ['v1', 'v2'], 2]);
  });
});
