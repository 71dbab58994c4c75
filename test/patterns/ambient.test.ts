import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  AccessCondition,
  AccessOptions,
  Caller,
  CanaryRelease,
  Claim,
  DataPlane,
  Fault,
  FaultExperiment,
  GatewayPods,
  ICaller,
  IPolicyTarget,
  IngressGateway,
  IngressRoute,
  JwtIssuer,
  JwtProtection,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  PathPattern,
  RequestMatch,
  Route,
  SecureMesh,
  SecureNamespace,
  ServerTls,
  ServicePolicy,
  ValuePattern,
  Waypoint,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });
const tcp = MeshPort.tcp(6379, { targetPort: 16379 });
const principal = (account: string) => `cluster.local/ns/shop/sa/${account}`;
const from = (...accounts: string[]) => [{ source: { principals: accounts.map(principal) } }];
const toService = (name: string) => [{ group: '', kind: 'Service', name }];
const toGateway = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }];

let app: App;
let chart: Chart;
let warnings: jest.SpyInstance;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => warnings.mockRestore());

const objects = (kind: string) => Testing.synth(chart).filter(each => each.kind === kind);
const policies = () => Object.fromEntries(objects('AuthorizationPolicy').map(({ metadata, spec }) => [metadata.name, spec]));

/** An ambient namespace that lets everybody in, with two services. */
function open() {
  const ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', dataPlane: DataPlane.ambient() });
  const web = ns.addService('web', { ports: [http], serviceAccount: 'web' });
  const store = ns.addService('store', { ports: [http, tcp], serviceAccount: 'store' });
  return { ns, web, store, addWaypoint: () => new Waypoint(chart, 'Waypoint', { namespace: ns }) };
}

test('writes an ambient namespace that refuses by default behind its waypoint', () => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop', dataPlane: DataPlane.ambient() });
  new Waypoint(chart, 'Waypoint', { namespace: ns });
  const cart = ns.addService('cart', { ports: [http], serviceAccount: 'cart' });
  const prices = ns.addService('prices', { ports: [http], serviceAccount: 'prices' });
  const next = ns.addService('prices-next', { ports: [http], labels: { app: 'prices', track: 'next' } });
  const database = ns.addService('db', { ports: [MeshPort.tcp(5432)] });
  prices.allowFrom(cart, { methods: ['GET'], paths: [PathPattern.prefix('/prices')] });
  database.allowFrom(prices);
  new ServicePolicy(chart, 'Prices', { service: prices, timeout: Duration.seconds(1) });
  new CanaryRelease(chart, 'PricesNext', { stable: prices, canary: next, canaryPercent: 5 });
  const yaml = manifest(chart);
  expect(warnings.mock.calls).toEqual([]);
  expect(yaml).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio.io/dataplane-mode: ambient
       istio.io/ingress-use-waypoint: "true"
       istio.io/use-waypoint: waypoint
     name: shop
   ---
   apiVersion: security.istio.io/v1
   kind: PeerAuthentication
   metadata:
     name: default
     namespace: shop
   spec:
     mtls:
       mode: STRICT
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: deny-by-default
     namespace: shop
   spec:
     action: ALLOW
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: prices-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/cart
         to:
           - operation:
               methods:
                 - GET
               paths:
                 - /prices
                 - /prices/*
               ports:
                 - "80"
     targetRefs:
       - group: ""
         kind: Service
         name: prices
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: prices
     namespace: shop
   spec:
     hosts:
       - prices.shop.svc.cluster.local
     http:
       - route:
           - destination:
               host: prices.shop.svc.cluster.local
               port:
                 number: 80
             weight: 95
           - destination:
               host: prices-next.shop.svc.cluster.local
               port:
                 number: 80
             weight: 5
         timeout: 1s
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: db-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/prices
     targetRefs:
       - group: ""
         kind: Service
         name: db
   ---
   apiVersion: gateway.networking.k8s.io/v1
   kind: Gateway
   metadata:
     labels:
       istio.io/waypoint-for: service
     name: waypoint
     namespace: shop
   spec:
     gatewayClassName: istio-waypoint
     listeners:
       - name: mesh
         port: 15008
         protocol: HBONE
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: waypoint-deny-by-default
     namespace: shop
   spec:
     action: ALLOW
     targetRefs:
       - group: gateway.networking.k8s.io
         kind: Gateway
         name: waypoint
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: from-waypoint
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/waypoint
   "
  `);
});

test('writes an open ambient namespace whose protected pods take connections from the waypoint only', () => {
  const { web, store, addWaypoint } = open();
  addWaypoint();
  store.allowFrom(web, { methods: ['GET'] });
  store.denyFrom(Caller.anyoneEvenUnauthenticated(), { paths: [PathPattern.prefix('/admin')] });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio.io/dataplane-mode: ambient
       istio.io/ingress-use-waypoint: "true"
       istio.io/use-waypoint: waypoint
     name: shop
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: store-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/web
         to:
           - operation:
               methods:
                 - GET
               ports:
                 - "80"
     targetRefs:
       - group: ""
         kind: Service
         name: store
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: store-from-waypoint
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/waypoint
     selector:
       matchLabels:
         app: store
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: store-deny
     namespace: shop
   spec:
     action: DENY
     rules:
       - to:
           - operation:
               paths:
                 - /admin
                 - /admin/*
               ports:
                 - "80"
     targetRefs:
       - group: ""
         kind: Service
         name: store
   ---
   apiVersion: gateway.networking.k8s.io/v1
   kind: Gateway
   metadata:
     labels:
       istio.io/waypoint-for: service
     name: waypoint
     namespace: shop
   spec:
     gatewayClassName: istio-waypoint
     listeners:
       - name: mesh
         port: 15008
         protocol: HBONE
   "
  `);
});

test('the same program needs one other prop for the other data plane', () => {
  const rulesOn = (dataPlane: DataPlane) => {
    const other = new Chart(new App(), 'shop');
    const ns = new SecureNamespace(other, 'Namespace', { name: 'shop', dataPlane });
    if (dataPlane._isAmbient) new Waypoint(other, 'Waypoint', { namespace: ns });
    const web = ns.addService('web', { ports: [http], serviceAccount: 'web', versions: ['v1', 'v2'] });
    new CanaryRelease(other, 'Canary', { stable: web.version('v1'), canary: web.version('v2'), canaryPercent: 10 });
    web.allowFrom(ns, { methods: ['GET'] });
    const written = Testing.synth(other);
    const of = (kind: string) => written.filter(each => each.kind === kind && !/waypoint|default/.test(each.metadata.name)).map(({ spec }) => spec);
    return [of('VirtualService'), of('DestinationRule'), of('AuthorizationPolicy').map(({ rules }) => JSON.stringify(rules).replace('8080', '80'))];
  };
  expect(rulesOn(DataPlane.ambient())).toEqual(rulesOn(DataPlane.sidecar()));
});

describe('a waypoint', () => {
  test('makes rules that are there already its own, with the ports that it is called at', () => {
    const { web, store, addWaypoint } = open();
    store.allowFrom(web, { ports: [http, tcp] });
    const rules = (...ports: string[]) => [{ from: from('web'), to: [{ operation: { ports } }] }];
    expect(policies()).toEqual({ 'store-allow': { action: 'ALLOW', selector: { matchLabels: { app: 'store' } }, rules: rules('8080', '16379') } });
    addWaypoint();
    expect(policies()).toEqual({
      'store-allow': { action: 'ALLOW', targetRefs: toService('store'), rules: rules('80', '6379') },
      'store-from-waypoint': { action: 'ALLOW', selector: { matchLabels: { app: 'store' } }, rules: [{ from: from('waypoint') }] },
    });
  });

  test('keeps overrides of the policies that it takes over', () => {
    const { web, addWaypoint } = open();
    web.allowFrom(web);
    web.allowPolicy.override('metadata.labels', { kept: 'yes' });
    addWaypoint();
    expect(objects('AuthorizationPolicy')[0].metadata).toEqual({ name: 'web-allow', namespace: 'shop', labels: { kept: 'yes' } });
  });

  test.each<[string, (service: MeshService) => void]>([
    ['methods', service => service.allowFrom(service, { methods: ['GET'] })],
    ['claims', service => service.denyFrom(service, { claims: [Claim.absent('iss')] })],
    ['client addresses', service => service.allowFrom(Caller.clientIps('10.0.0.0/8'))],
    ['server names', service => service.allowFrom(service, { conditions: [AccessCondition.serverName(ValuePattern.exact('a.example.com'))] })],
    ['a dry run', service => service.allowFrom(service, { dryRun: true })],
    ['a dry run of all', service => service.dryRun()],
    ['versions', service => service.addVersion('v1', { version: 'v1' })],
    ['traffic rules', service => service.contribute({ owner: service, timeout: Duration.seconds(1) })],
  ])('may come after %s, which need it', (_, say) => {
    const { store, addWaypoint } = open();
    say(store);
    expect(() => app.synthYaml()).toThrow('error[waypoint/missing]');
    addWaypoint();
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('is not needed for connections', () => {
    const { web, store } = open();
    store.allowFrom(Caller.anyOf(web, Caller.peerIps('10.0.0.0/8')), { ports: [http], conditions: [AccessCondition.destinationIp('10.1.0.0/16')] });
    store.denyFrom(MeshNamespace.fromName('batch'));
    expect(Object.keys(policies())).toEqual(['store-allow', 'store-deny']);
  });

  test('is recognized by the service account that Istio names after it', () => {
    const { store, ns } = open();
    store.allowFrom(new Waypoint(chart, 'Waypoint', { namespace: ns, name: 'edge' }));
    expect(policies()['store-allow'].rules).toEqual([{ from: from('edge') }]);
  });

  test('is what a policy for all services of its namespace is attached to', () => {
    const { ns, addWaypoint } = open();
    const target = { namespace: 'shop', targetRef: { kind: 'Gateway', name: 'waypoint' } };
    expect([addWaypoint().policyTargetConfig(), ns.policyTargetConfig()]).toEqual([target, target]);
  });

  test('has labels for a Namespace of somebody else to carry', () => {
    const waypoint = new Waypoint(chart, 'Waypoint', { namespace: MeshNamespace.fromName('other', DataPlane.ambient()) });
    expect(waypoint.namespaceLabels).toEqual({ 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' });
    new Waypoint(chart, 'Second', { namespace: new MeshNamespace(chart, 'Existing', { name: 'existing', dataPlane: DataPlane.ambient(), create: false }) });
    expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['Gateway', 'Gateway']);
  });

  test('of one mesh is none for a namespace of that name in another', () => {
    const { ns, addWaypoint } = open();
    addWaypoint();
    const twin = new Chart(app, 'twin');
    Mesh.of(twin).configure({});
    const other = new MeshNamespace(twin, 'Namespace', { name: 'shop', dataPlane: DataPlane.ambient() });
    expect([ns.policyTargetConfig().targetRef?.name, other.policyTargetConfig()]).toEqual(['waypoint', { namespace: 'shop', readsRequests: false }]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'a namespace with sidecars',
      () => new Waypoint(chart, 'Waypoint', { namespace: new MeshNamespace(chart, 'Plain', { name: 'plain' }) }),
      '[shop/Waypoint] namespace plain is not ambient, and only ambient namespaces use waypoints\n    fix: give it dataPlane: DataPlane.ambient()',
    ],
    [
      'a second one for a namespace',
      () => [open().addWaypoint(), new Waypoint(chart, 'Second', { namespace: MeshNamespace.fromName('shop', DataPlane.ambient()), name: 'second' })],
      '[shop/Second] namespace shop has the waypoint [shop/Waypoint] already\n    fix: use that one',
    ],
    [
      'a name that means none',
      () => new Waypoint(chart, 'Waypoint', { namespace: open().ns, name: 'none' }),
      '[shop/Waypoint] name is "none", which Istio takes for no waypoint',
    ],
    ['a name that is no DNS label', () => new Waypoint(chart, 'Waypoint', { namespace: open().ns, name: 'A' }), '[shop/Waypoint] name is "A", not a DNS label'],
  ])('fails for %s', (_, call, message) => {
    expect(call).toThrow(message);
    expect(objects('Gateway').filter(({ metadata }) => metadata.name !== 'waypoint')).toEqual([]);
  });
});

describe('without a waypoint', () => {
  test.each<[string, (service: MeshService) => void, string]>([
    ['methods', service => service.allowFrom(service, { methods: ['GET'] }), 'methods is said about store'],
    ['paths', service => service.denyFrom(service, { paths: [PathPattern.exact('/a')] }), 'paths is said about store'],
    ['client addresses', service => service.denyFrom(Caller.clientIps('10.0.0.1')), 'Caller.clientIps is said about store'],
    ['versions', service => service.addVersion('v2', { version: 'v2' }), 'versions (v2) is said about store'],
    ['traffic rules', service => service.contribute({ owner: service, timeout: Duration.seconds(1) }), 'traffic rules is said about store'],
    ['a dry run', service => service.denyFrom(service, { dryRun: true }), 'dryRun is said about store'],
  ])('fails for %s, which nothing in the namespace reads', (_, say, problem) => {
    say(open().store);
    expect(() => app.synthYaml()).toThrow(
      `[shop/Namespace/store] error[waypoint/missing]: ${problem}, and nothing in the ambient namespace shop reads requests`,
    );
    expect(() => app.synthYaml()).toThrow('fix: add new Waypoint(…, { namespace }) for shop, leave it out, or use DataPlane.sidecar()');
  });

  test('never writes for node proxies what they cannot check, whoever accepts that: who is not known is refused', () => {
    const { web, store } = open();
    Mesh.of(chart).allow('waypoint/missing', 'for this test');
    store.allowFrom(web, { methods: ['GET'] });
    store.denyFrom(web, { methods: ['PUT'], ports: [http] });
    web.denyFrom(Caller.clientIps('10.0.0.1'), { ports: [http] });
    expect(policies()).toEqual({
      'store-allow': { action: 'ALLOW', selector: { matchLabels: { app: 'store' } } },
      'store-deny': { action: 'DENY', selector: { matchLabels: { app: 'store' } }, rules: [{ from: from('web'), to: [{ operation: { ports: ['8080'] } }] }] },
      'web-deny': { action: 'DENY', selector: { matchLabels: { app: 'web' } }, rules: [{ to: [{ operation: { ports: ['8080'] } }] }] },
    });
  });
});

describe('pods behind a waypoint', () => {
  test('take all connections where nobody is refused', () => {
    const { web, store, addWaypoint } = open();
    addWaypoint();
    store.allowAll();
    web.allowFrom(Caller.anyoneEvenUnauthenticated());
    expect(policies()).toEqual({
      'store-allow': { action: 'ALLOW', targetRefs: toService('store'), rules: [{}] },
      'web-allow': { action: 'ALLOW', targetRefs: toService('web'), rules: [{}] },
    });
  });

  test('refuse a connection that is refused at the waypoint, without refusing the waypoint', () => {
    const { web, store, ns, addWaypoint } = open();
    addWaypoint();
    store.denyFrom(web);
    store.denyFrom(ns, { ports: [tcp] });
    web.denyFrom(Caller.anyoneEvenUnauthenticated());
    const notPrincipals = [principal('waypoint')];
    const selector = (name: string) => ({ matchLabels: { app: name } });
    expect(policies()).toEqual({
      'store-deny': {
        action: 'DENY',
        targetRefs: toService('store'),
        rules: [{ from: from('web') }, { from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { ports: ['6379'] } }] }],
      },
      'store-deny-pods': {
        action: 'DENY',
        selector: selector('store'),
        rules: [
          { from: [{ source: { principals: [principal('web')], notPrincipals } }] },
          { from: [{ source: { namespaces: ['shop'], notPrincipals } }], to: [{ operation: { ports: ['16379'] } }] },
        ],
      },
      'web-deny': { action: 'DENY', targetRefs: toService('web'), rules: [{}] },
      'web-deny-pods': { action: 'DENY', selector: selector('web'), rules: [{ from: [{ source: { notPrincipals } }] }] },
    });
  });

  test('let in whom the rules of the pods let in', () => {
    const { store, ns, addWaypoint } = open();
    addWaypoint();
    store.allowFrom(ns);
    const pods = new MeshWorkload(chart, 'store-metrics', { namespace: ns, labels: { app: 'store' } });
    pods.allowFrom(MeshNamespace.fromName('monitoring'), { ports: [MeshPort.tcp(9100)] });
    expect(policies()['store-metrics-allow']).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'store' } },
      rules: [{ from: [{ source: { namespaces: ['monitoring'] } }], to: [{ operation: { ports: ['9100'] } }] }],
    });
  });

  test.each<[string, (all: ReturnType<typeof open>) => IPolicyTarget, string[]]>([
    ['a service', ({ store }) => store, ['store-from-waypoint']],
    ['its namespace', ({ ns }) => ns, ['namespace-from-waypoint']],
    ['all services of the waypoint', ({ addWaypoint }) => addWaypoint(), ['from-waypoint']],
  ])('take connections from the waypoint only where tokens are asked for by %s', (_, target, names) => {
    const all = open();
    const said = target(all);
    new JwtProtection(chart, 'Tokens', { target: said, issuers: [JwtIssuer.of('https://idp.example.com')], ...(said !== all.store && { ports: [http] }) });
    if (!(said instanceof Waypoint)) all.addWaypoint();
    expect(Object.keys(policies()).sort()).toEqual([...names, 'shop-tokens'].sort());
    expect(objects('AuthorizationPolicy').find(({ metadata }) => names.includes(metadata.name))!.spec.rules).toEqual([{ from: from('waypoint') }]);
  });

  test('need no policy of their own where the namespace refuses, whenever it begins to', () => {
    const { store, ns, addWaypoint } = open();
    const waypoint = addWaypoint();
    store.allowFrom(ns);
    expect([Object.keys(policies()), waypoint.denyPolicy, waypoint.allowPolicy]).toEqual([['store-allow', 'store-from-waypoint'], undefined, undefined]);
    new SecureMesh(chart, 'Mesh');
    expect(policies()).toEqual({
      'store-allow': { action: 'ALLOW', targetRefs: toService('store'), rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] },
      'waypoint-deny-by-default': { action: 'ALLOW', targetRefs: toGateway },
      'from-waypoint': { action: 'ALLOW', rules: [{ from: from('waypoint') }] },
      'deny-by-default': { action: 'ALLOW' },
    });
    expect([waypoint.denyPolicy!.name, waypoint.allowPolicy!.name]).toEqual(['waypoint-deny-by-default', 'from-waypoint']);
  });

  test.each<[string, AccessOptions, ICaller]>([
    ['methods', { methods: ['GET'], ports: [http] }, Caller.anyAuthenticated()],
    ['Caller.clientIps', {}, Caller.clientIps('10.0.0.1')],
    ['conditions', { conditions: [AccessCondition.serverName(ValuePattern.exact('a'))] }, Caller.anyAuthenticated()],
  ])('without a Service fail for %s, because requests for them go by no waypoint', (option, options, caller) => {
    const { ns, addWaypoint } = open();
    addWaypoint();
    const job = new MeshWorkload(chart, 'job', { namespace: ns });
    const message = `[shop/job] ${option} is said for pods without a Service in an ambient namespace, where only connections are checked\n    fix: leave it out, or describe their Service`;
    expect(() => job.allowFrom(caller, options)).toThrow(message);
    expect(() => job.denyFrom(caller, { ports: [http], ...options })).toThrow(message);
    expect(policies()).toEqual({});
  });

  test('without a Service fail for dry runs, which Istio leaves out there', () => {
    const job = new MeshWorkload(chart, 'job', { namespace: open().ns });
    const message = '[shop/job] a dry run is said for pods without a Service in an ambient namespace, where Istio leaves such policies out';
    expect(() => job.dryRun()).toThrow(message);
    expect(() => job.allowFrom(Caller.anyoneEvenUnauthenticated(), { dryRun: true })).toThrow(message);
    expect(() => job.denyFrom(Caller.anyoneEvenUnauthenticated(), { dryRun: true })).toThrow(message);
    job.allowFrom(Caller.anyAuthenticated());
    expect(policies()['job-allow'].selector).toEqual({ matchLabels: { app: 'job' } });
  });
});

describe('rules of an ambient namespace', () => {
  test('are for its waypoint, and those about connections for its pods too', () => {
    const { ns, web, addWaypoint } = open();
    addWaypoint();
    ns.allowFrom(MeshNamespace.fromName('monitoring'), { ports: [MeshPort.tcp(9100)] });
    ns.allowFrom(web, { methods: ['GET'], ports: [http] });
    ns.denyFrom(MeshNamespace.fromName('batch'));
    const monitoring = { from: [{ source: { namespaces: ['monitoring'] } }], to: [{ operation: { ports: ['9100'] } }] };
    expect(policies()).toEqual({
      'namespace-allow': {
        action: 'ALLOW',
        targetRefs: toGateway,
        rules: [monitoring, { from: from('web'), to: [{ operation: { methods: ['GET'], ports: ['80'] } }] }],
      },
      'namespace-from-waypoint': { action: 'ALLOW', rules: [{ from: from('waypoint') }, monitoring] },
      'namespace-deny': { action: 'DENY', targetRefs: toGateway, rules: [{ from: [{ source: { namespaces: ['batch'] } }] }] },
      'namespace-deny-pods': { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['batch'], notPrincipals: [principal('waypoint')] } }] }] },
      'waypoint-deny-by-default': { action: 'ALLOW', targetRefs: toGateway },
      'from-waypoint': { action: 'ALLOW', rules: [{ from: from('waypoint') }] },
    });
  });

  test('that let everybody in do so at the pods too', () => {
    const { ns, addWaypoint } = open();
    addWaypoint();
    ns.allowAll();
    expect(policies()).toEqual({
      'namespace-allow': { action: 'ALLOW', targetRefs: toGateway, rules: [{}] },
      'namespace-from-waypoint': { action: 'ALLOW', rules: [{ from: from('waypoint') }, {}] },
    });
  });
});

describe('a dry run behind a waypoint', () => {
  test('leaves the pods open', () => {
    const { store, web, addWaypoint } = open();
    addWaypoint();
    store.allowFrom(web, { methods: ['GET'] });
    store.denyFrom(web, { ports: [tcp] });
    store.dryRun();
    expect(objects('AuthorizationPolicy').map(({ metadata, spec }) => [metadata.name, metadata.annotations, spec.targetRefs])).toEqual([
      ['store-allow', { 'istio.io/dry-run': 'true' }, toService('store')],
      ['store-deny', { 'istio.io/dry-run': 'true' }, toService('store')],
    ]);
  });
});

describe('requests from a gateway', () => {
  let edge: IngressGateway;
  const route = (route_: Route) => new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [route_] });
  beforeEach(() => (edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() })));

  test('go to the waypoint, which alone splits and fails them', () => {
    const { web, store, addWaypoint } = open();
    addWaypoint();
    const { virtualService } = route(Route.all(web));
    new CanaryRelease(chart, 'Canary', { stable: web, canary: store.onPort(80), canaryPercent: 10 });
    new FaultExperiment(chart, 'Fault', { service: web, fault: Fault.abort(503, { percent: 1 }) });
    const routes = Object.fromEntries(objects('VirtualService').map(({ metadata, spec }) => [metadata.name, spec.http]));
    const destination = (host: string) => ({ host: `${host}.shop.svc.cluster.local`, port: { number: 80 } });
    expect(routes[virtualService.name]).toEqual([{ route: [{ destination: destination('web') }] }]);
    expect(routes.web).toEqual([
      {
        fault: { abort: { httpStatus: 503, percentage: { value: 1 } } },
        route: [
          { destination: destination('web'), weight: 90 },
          { destination: destination('store'), weight: 10 },
        ],
      },
    ]);
  });

  test('are let in at the waypoint', () => {
    const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop', dataPlane: DataPlane.ambient() });
    const web = ns.addService('web', { ports: [http] });
    route(Route.all(web));
    new Waypoint(chart, 'Waypoint', { namespace: ns });
    expect(policies()['web-allow']).toEqual({
      action: 'ALLOW',
      targetRefs: toService('web'),
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] } }] }],
    });
  });

  test('for a default version go to the whole service', () => {
    const { ns, addWaypoint } = open();
    const api = ns.addService('api', { ports: [http], versions: ['v1'], defaultVersion: 'v1' });
    const { virtualService } = route(Route.all(api));
    addWaypoint();
    const subsets = objects('VirtualService').map(({ metadata, spec }) => [metadata.name, spec.http[0].route[0].destination.subset]);
    expect(Object.fromEntries(subsets)).toEqual({ [virtualService.name]: undefined, api: 'v1' });
  });

  test.each([true, false])('fail for one version, because the waypoint would choose again (waypoint first: %s)', waypointFirst => {
    const { ns, addWaypoint } = open();
    const api = ns.addService('api', { ports: [http], versions: ['v1', 'v2'] });
    if (waypointFirst) addWaypoint();
    const call = () => {
      route(Route.all(api.version('v2')));
      if (!waypointFirst) addWaypoint();
      app.synthYaml();
    };
    expect(call).toThrow(
      /\[shop\/Front\] a route goes straight to api\.shop\.svc\.cluster\.local v2, which is behind a waypoint, and the waypoint would choose a version again\n +fix: give the version a Service of its own, and route to that/,
    );
  });

  test('are read by the gateway itself, whose namespace may be ambient', () => {
    const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge', DataPlane.ambient()), labels: { app: 'edge' }, serviceAccount: 'edge' });
    const gateway = new IngressGateway(chart, 'Ambient', { pods });
    gateway.allowFrom(Caller.anyoneEvenUnauthenticated(), { methods: ['GET'] });
    expect(policies()['shop-ambient-allow']).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'edge' } },
      rules: [{ to: [{ operation: { methods: ['GET'] } }] }],
    });
  });
});

test('fails for a match by caller, which Istio leaves out at waypoints', () => {
  const { web, store } = open();
  expect(() => store.contribute({ owner: chart, matching: [RequestMatch.caller(web)], timeout: Duration.seconds(1) })).toThrow(
    '[shop] a match names the caller, and namespace shop is ambient, where Istio leaves such routes out\n    fix: match a header that the caller sends, or use a namespace with sidecars',
  );
  expect(objects('VirtualService')).toEqual([]);
});

test('warns of a target in another namespace that refuses the waypoint', () => {
  const { web, addWaypoint } = open();
  const waypoint = addWaypoint();
  const other = new SecureNamespace(chart, 'Other', { name: 'other', dataPlane: DataPlane.ambient() }).addService('next', { ports: [http] });
  web.allowFrom(Caller.anyAuthenticated());
  new CanaryRelease(chart, 'Canary', { stable: web, canary: other, canaryPercent: 1 });
  app.synthYaml();
  expect(warnings.mock.calls).toEqual([
    [expect.stringContaining('warning[mesh-service/caller-refused-by-target]: requests for web are sent on to next by the waypoint of shop, which next refuses')],
  ]);
  warnings.mockClear();
  other.allowFrom(waypoint);
  app.synthYaml();
  expect(warnings.mock.calls).toEqual([]);
});

test('warns of callers with sidecars, which go past the waypoint', () => {
  const { store, addWaypoint } = open();
  addWaypoint();
  const plain = new MeshNamespace(chart, 'Plain', { name: 'plain' });
  store.allowFrom(plain.addService('old', { ports: [http], serviceAccount: 'old' }));
  store.allowFrom(MeshNamespace.fromName('new', DataPlane.ambient()));
  app.synthYaml();
  expect(warnings.mock.calls).toEqual([
    [
      expect.stringContaining(
        '[shop/Namespace/store] warning[waypoint/sidecar-caller]: namespace plain, from where store is called, has sidecars, and the pods of store are behind a waypoint',
      ),
    ],
  ]);
  expect(warnings.mock.calls[0][0]).toContain(
    "fix: move the caller to DataPlane.ambient(); where it is there already, say so: MeshNamespace.fromName('plain', DataPlane.ambient())",
  );
});
