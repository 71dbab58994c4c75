// Beside objects-follow.test.ts: what is called how, and what comes before what.
import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import {
  Caller, CanaryRelease, EgressScope, ExternalApi, GatewayPods, IngressGateway, IngressRoute, Mesh, MeshNamespace, MeshPort, MeshService,
  MeshWorkload, Route, SecureMesh, SecureNamespace, ServerTls, ServicePolicy,
} from '../../src';

const HTTP = [MeshPort.http(8080)];
let app: App;
let chart: Chart;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop');
});

const inShop = (name: string, scope: Chart, versions?: string[]) => new MeshService(scope, name, { namespace: MeshNamespace.fromName('shop'), ports: HTTP, versions });

/** All that has a name, in one chart. */
function everything(of: Chart): void {
  const ns = new SecureNamespace(of, 'Namespace', { name: 'shop', egress: EgressScope.ownNamespace() });
  ns.allowFrom(Caller.anyAuthenticated());
  new SecureMesh(of, 'Mesh', { egress: EgressScope.ownNamespace() });
  const web = new MeshService(of, 'TheWeb', { name: 'web', namespace: ns, ports: HTTP, versions: ['v1'], serviceAccount: 'web', plaintextPorts: HTTP });
  web.allowFrom(ns);
  web.denyFrom(Caller.anyoneEvenUnauthenticated());
  web.contribute({ owner: of, timeout: Duration.seconds(1) });
  const job = new MeshWorkload(of, 'TheJob', { name: 'job', namespace: ns });
  job.allowFrom(ns);
  const edge = new IngressGateway(of, 'Edge', { pods: GatewayPods.istioctl() });
  edge.allowFrom(Caller.anyoneEvenUnauthenticated());
  edge.denyFrom(Caller.clientIps('192.0.2.1'));
  new IngressRoute(of, 'FrontDoor', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(web)] });
  new ExternalApi(of, 'Partner', { host: 'api.example.com', callers: [web], timeout: Duration.seconds(1) });
}

const short: { [kind: string]: string } = { AuthorizationPolicy: 'policy', PeerAuthentication: 'authentication' };
const namesOf = (of: Chart) => Testing.synth(of).map(({ kind, metadata: { namespace, name } }) => `${short[kind] ?? kind} ${namespace ? `${namespace}/` : ''}${name}`).sort();

test('every object has the name that it should', () => {
  everything(chart);
  expect(namesOf(chart)).toEqual([
    'DestinationRule shop/api-example-com',
    'DestinationRule shop/web',
    'Gateway istio-system/shop-edge',
    'Namespace shop',
    'ServiceEntry shop/api-example-com',
    'Sidecar istio-system/default',
    'Sidecar shop/default',
    'VirtualService shop/api-example-com',
    'VirtualService shop/shop-front-door',
    'VirtualService shop/web',
    'authentication istio-system/default',
    'authentication shop/default',
    'authentication shop/web',
    'policy istio-system/deny-by-default',
    'policy istio-system/shop-edge-allow',
    'policy istio-system/shop-edge-deny',
    'policy shop/deny-by-default',
    'policy shop/job-allow',
    'policy shop/namespace-allow',
    'policy shop/web-allow',
    'policy shop/web-deny',
  ]);
});

test('a chart that names objects itself names all but the namespace', () => {
  class Naming extends Chart {
    public generateObjectName(object: ApiObject): string {
      return `x-${object.node.addr.slice(-8)}`;
    }
  }
  const naming = new Naming(app, 'naming');
  everything(naming);
  expect(namesOf(naming).filter(name => !/ ([-a-z]+\/)?x-[0-9a-f]{8}$/.test(name))).toEqual(['Namespace shop']);
});

test('a name from ids that is too long is cut, and stays apart from others', () => {
  const gateway = new IngressGateway(chart, 'G', { pods: GatewayPods.istioctl() });
  const names = ['one', 'two'].map(end => new IngressRoute(chart, `${'Front'.repeat(14)}${end}`, {
    gateway, hosts: [`${end}.example.com`], tls: ServerTls.simple('cert'), routes: [Route.all(inShop(end, chart))],
  }).virtualService.name);
  expect(new Set(names).size).toBe(2);
  names.forEach(name => expect(name).toMatch(/^shop-front-front-[-a-z]+-[0-9a-f]{8}$/));
  names.forEach(name => expect(name.length).toBeLessThanOrEqual(63));
});

describe('the chart with the subsets comes first', () => {
  let other: Chart;
  beforeEach(() => {
    other = new Chart(app, 'other');
  });
  const release = (stable: MeshService, canary: MeshService) => new CanaryRelease(chart, 'Canary', { stable, canary: canary.version('v1'), canaryPercent: 10 });

  test('where a release sends requests to another chart', () => {
    release(inShop('a', chart), inShop('b', other, ['v1']));
    expect([chart.node.dependencies, other.node.dependencies]).toEqual([[other], []]);
  });

  test('where a copy of the requests goes to another chart', () => {
    const [a, b] = [inShop('a', chart), inShop('b', other, ['v1'])];
    a.contribute({ owner: chart, mirrors: [{ target: b.version('v1'), percent: 1 }] });
    a.contribute({ owner: chart, timeout: Duration.seconds(1) });
    expect(chart.node.dependencies).toEqual([other]);
  });

  test('where a route leads there by way of a release', () => {
    const front = new Chart(app, 'front');
    const a = inShop('a', chart);
    new IngressRoute(front, 'Front', {
      gateway: new IngressGateway(front, 'Edge', { pods: GatewayPods.istioctl() }), hosts: ['a.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(a)],
    });
    release(a, inShop('b', other, ['v1']));
    expect([front.node.dependencies, chart.node.dependencies]).toEqual([[chart], [other]]);
    expect(app.charts.map(({ node }) => node.id)).toEqual(['other', 'shop', 'front']);
  });

  test('unless each needs the other', () => {
    const [a, b] = [inShop('a', chart, ['v1']), inShop('b', other, ['v1'])];
    release(a, b);
    new CanaryRelease(other, 'Back', { stable: b, canary: a.version('v1'), canaryPercent: 10 });
    expect([chart.node.dependencies, other.node.dependencies]).toEqual([[other], []]);
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('and a release inside of one chart needs nothing', () => {
    release(inShop('a', chart), inShop('b', chart, ['v1']));
    expect(chart.node.dependencies).toEqual([]);
  });
});

test('what is refused leaves no object behind', () => {
  const web = inShop('web', chart);
  expect(() => new ServicePolicy(chart, 'Policy', { service: web, timeout: Duration.millis(0) })).toThrow('[shop/Policy] timeout is');
  expect(Testing.synth(chart)).toEqual([]);
});

test('the rule for a gateway goes away when its chart becomes a mesh of its own, where nothing refuses', () => {
  const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.helm('edge', MeshNamespace.fromName('edge')) });
  gateway.allowFrom(Caller.anyoneEvenUnauthenticated());
  new IngressRoute(chart, 'Front', { gateway, hosts: ['a.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(inShop('web', chart))] });
  new SecureMesh(new Chart(app, 'platform'), 'Mesh');
  const policies = () => namesOf(chart).filter(name => name.startsWith('policy shop/'));
  expect(policies()).toEqual(['policy shop/web-allow']);
  Mesh.of(chart).configure({});
  expect(policies()).toEqual([]);
});
