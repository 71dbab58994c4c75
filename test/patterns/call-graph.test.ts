import { ApiObject, App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import {
  Caller,
  CanaryRelease,
  ConnectionLimits,
  DataPlane,
  EgressScope,
  ExternalApi,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  OutboundPolicy,
  Route,
  SecureMesh,
  SecureNamespace,
  SecureNamespaceProps,
  ServerTls,
  ServicePolicy,
  TlsOrigination,
  Visibility,
  Waypoint,
} from '../../src';
import { manifest } from '../manifest';

let app: App;
let chart: Chart;
beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop');
});

const HTTP = [MeshPort.http(8080)];
const written = (of = chart) => Testing.synth(of);
const objects = (kind: string, of = chart): any[] => written(of).filter(each => each.kind === kind);
const named = (kind: string, name: string, of = chart) => objects(kind, of).find(({ metadata }) => metadata.name === name);
const hosts = (name: string, of = chart) => named('Sidecar', name, of)?.spec.egress[0].hosts;
const secure = (props: Partial<SecureNamespaceProps> = {}, of = chart) => new SecureNamespace(of, 'Shop', { name: 'shop', ...props });
const graph = (of = chart) => secure({ egress: EgressScope.callGraph() }, of);

test('writes for each workload what it calls, and refuses calls for anything else', () => {
  const shop = new SecureNamespace(chart, 'Shop', { name: 'shop', egress: EgressScope.callGraph(), outboundPolicy: OutboundPolicy.REGISTRY_ONLY });
  const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
  const orders = shop.addService('orders', { ports: [MeshPort.http(8080)], serviceAccount: 'orders' });
  orders.allowFrom(web, { methods: ['GET', 'POST'] });
  orders.calls(MeshService.fromName('ledger', { namespace: MeshNamespace.fromName('payments') }));
  new ExternalApi(chart, 'Mail', { host: 'mail.example.com', callers: [orders], tls: TlsOrigination.byApplication() });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio-injection: enabled
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
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: default
     namespace: shop
   spec:
     egress:
       - hosts:
           - istio-system/*
     outboundTrafficPolicy:
       mode: REGISTRY_ONLY
   ---
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: web
     namespace: shop
   spec:
     egress:
       - hosts:
           - istio-system/*
           - shop/orders.shop.svc.cluster.local
     outboundTrafficPolicy:
       mode: REGISTRY_ONLY
     workloadSelector:
       labels:
         app: web
   ---
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: orders
     namespace: shop
   spec:
     egress:
       - hosts:
           - istio-system/*
           - payments/ledger.payments.svc.cluster.local
           - shop/mail.example.com
     outboundTrafficPolicy:
       mode: REGISTRY_ONLY
     workloadSelector:
       labels:
         app: orders
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: orders-allow
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
                 - POST
               ports:
                 - "8080"
     selector:
       matchLabels:
         app: orders
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: mail-example-com
     namespace: shop
   spec:
     exportTo:
       - "."
     hosts:
       - mail.example.com
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
     resolution: DNS
   "
  `);
});

test('writes NetworkPolicies in step with the access rules', () => {
  const shop = new SecureNamespace(chart, 'Shop', { name: 'shop', networkPolicy: true });
  const web = shop.addService('web', { ports: [MeshPort.http(80, { targetPort: 8080 })], serviceAccount: 'web' });
  const orders = shop.addService('orders', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)], serviceAccount: 'orders' });
  orders.allowFrom(web, { methods: ['GET'] });
  orders.allowFrom(Caller.peerIps('10.1.0.0/16'), { ports: [MeshPort.tcp(9000)] });
  shop.allowFrom(MeshNamespace.fromName('monitoring'));
  new IngressRoute(chart, 'Front', {
    gateway: new IngressGateway(chart, 'Edge', {
      pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
    }),
    hosts: ['shop.example.com'],
    tls: ServerTls.simple('shop-cert'),
    routes: [Route.prefix('/', web)],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio-injection: enabled
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
   apiVersion: networking.k8s.io/v1
   kind: NetworkPolicy
   metadata:
     name: deny-by-default
     namespace: shop
   spec:
     ingress:
       - ports:
           - port: 15020
             protocol: TCP
           - port: 15021
             protocol: TCP
           - port: 15090
             protocol: TCP
     podSelector: {}
     policyTypes:
       - Ingress
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: web-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/edge/sa/edge
     selector:
       matchLabels:
         app: web
   ---
   apiVersion: networking.k8s.io/v1
   kind: NetworkPolicy
   metadata:
     name: web-allow
     namespace: shop
   spec:
     ingress:
       - from:
           - namespaceSelector:
               matchLabels:
                 kubernetes.io/metadata.name: edge
             podSelector:
               matchLabels:
                 app: edge
     podSelector:
       matchLabels:
         app: web
     policyTypes:
       - Ingress
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: orders-allow
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
                 - "8080"
       - from:
           - source:
               ipBlocks:
                 - 10.1.0.0/16
         to:
           - operation:
               ports:
                 - "9000"
     selector:
       matchLabels:
         app: orders
   ---
   apiVersion: networking.k8s.io/v1
   kind: NetworkPolicy
   metadata:
     name: orders-allow
     namespace: shop
   spec:
     ingress:
       - from:
           - podSelector:
               matchLabels:
                 app: web
         ports:
           - port: 8080
             protocol: TCP
           - port: 15008
             protocol: TCP
       - from:
           - ipBlock:
               cidr: 10.1.0.0/16
         ports:
           - port: 9000
             protocol: TCP
           - port: 15008
             protocol: TCP
     podSelector:
       matchLabels:
         app: orders
     policyTypes:
       - Ingress
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: namespace-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               namespaces:
                 - monitoring
   ---
   apiVersion: networking.k8s.io/v1
   kind: NetworkPolicy
   metadata:
     name: namespace-allow
     namespace: shop
   spec:
     ingress:
       - from:
           - namespaceSelector:
               matchLabels:
                 kubernetes.io/metadata.name: monitoring
     podSelector: {}
     policyTypes:
       - Ingress
   ---
   apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: shop-edge
     namespace: edge
   spec:
     selector:
       app: edge
     servers:
       - hosts:
           - shop/shop.example.com
         port:
           name: http-80-redirect
           number: 80
           protocol: HTTP
         tls:
           httpsRedirect: true
       - hosts:
           - shop/shop.example.com
         port:
           name: https-443-shop-cert
           number: 443
           protocol: HTTPS
         tls:
           credentialName: shop-cert
           minProtocolVersion: TLSV1_2
           mode: SIMPLE
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-front
     namespace: shop
   spec:
     gateways:
       - edge/shop-edge
     hosts:
       - shop.example.com
     http:
       - route:
           - destination:
               host: web.shop.svc.cluster.local
               port:
                 number: 80
   "
  `);
});

describe('the Sidecar of a workload', () => {
  test('has the service that lets it in, from whichever end that is said', () => {
    const shop = graph();
    const [web, orders, stock] = ['web', 'orders', 'stock'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name }));
    orders.allowFrom(web);
    web.allowTo(stock, { methods: ['GET'] });
    expect([hosts('web'), hosts('orders'), hosts('default')]).toEqual([
      ['istio-system/*', 'shop/orders.shop.svc.cluster.local', 'shop/stock.shop.svc.cluster.local'],
      ['istio-system/*'],
      ['istio-system/*'],
    ]);
    expect(named('AuthorizationPolicy', 'stock-allow').spec.rules[0].to).toEqual([{ operation: { methods: ['GET'], ports: ['8080'] } }]);
  });

  test('is there for a job that only calls', () => {
    const shop = graph();
    const job = new MeshWorkload(chart, 'Job', { name: 'report', namespace: shop, labels: { 'batch.kubernetes.io/job-name': 'report' } });
    job.calls(
      new ExternalApi(chart, 'Api', { host: 'api.example.com', namespace: shop }),
      MeshService.fromName('ledger', { namespace: MeshNamespace.fromName('payments') }).onPort(80),
    );
    expect(named('Sidecar', 'report').spec).toEqual({
      workloadSelector: { labels: { 'batch.kubernetes.io/job-name': 'report' } },
      egress: [{ hosts: ['istio-system/*', 'payments/ledger.payments.svc.cluster.local', 'shop/api.example.com'] }],
    });
  });

  test('has what the callee sends requests on to, once and for each version only the service', () => {
    const shop = graph();
    const web = shop.addService('web', { ports: HTTP, serviceAccount: 'web' });
    const orders = shop.addService('orders', { ports: HTTP, versions: ['v1', 'v2'] });
    const next = new MeshService(chart, 'next', { name: 'orders-next', namespace: MeshNamespace.fromName('lab'), ports: HTTP });
    orders.allowFrom(web);
    web.calls(orders.version('v1'), orders.onPort(8080));
    new CanaryRelease(chart, 'Canary', { stable: orders.version('v1'), canary: next });
    expect(hosts('web')).toEqual(['istio-system/*', 'lab/orders-next.lab.svc.cluster.local', 'shop/orders.shop.svc.cluster.local']);
  });

  test('has a whole namespace that lets it in, and then not its services one by one', () => {
    const shop = graph();
    const [web, orders] = ['web', 'orders'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name }));
    shop.allowFrom(web);
    orders.allowFrom(web);
    expect(hosts('web')).toEqual(['istio-system/*', 'shop/*']);
  });

  test('has what its namespace or its service account may call', () => {
    const shop = graph();
    const lab = new SecureNamespace(chart, 'Lab', { name: 'lab' });
    const [a, b] = ['a', 'b'].map(name => lab.addService(name, { ports: HTTP }));
    const [web] = ['web', 'orders'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name }));
    shop.allowTo(a);
    b.allowFrom(Caller.serviceAccounts(shop, 'web', 'nightly'));
    expect(web.sidecar!.name).toBe('web');
    expect([hosts('web'), hosts('orders')]).toEqual([
      ['istio-system/*', 'lab/a.lab.svc.cluster.local', 'lab/b.lab.svc.cluster.local'],
      ['istio-system/*', 'lab/a.lab.svc.cluster.local'],
    ]);
    // Pods that are not described have the Sidecar of the namespace, and nightly is one of them.
    expect(hosts('default')).toEqual(['istio-system/*', 'lab/a.lab.svc.cluster.local', 'lab/b.lab.svc.cluster.local']);
  });

  test('has what pods with some of its labels may call, and other pods have not', () => {
    const shop = graph();
    const orders = shop.addService('orders', { ports: HTTP });
    shop.addService('web', { ports: HTTP, labels: { app: 'web', tier: 'front' } });
    shop.addService('job', { ports: HTTP, labels: { app: 'job', tier: 'front' } });
    orders.allowFrom({ callerConfig: () => ({ identities: ['shop/web'], labels: { app: 'web' }, workloadNamespace: 'shop' }) });
    expect([hosts('web'), hosts('job'), hosts('default')]).toEqual([['istio-system/*', 'shop/orders.shop.svc.cluster.local'], ['istio-system/*'], ['istio-system/*']]);
    orders.allowFrom({ callerConfig: () => ({ identities: ['shop/cron'], labels: { app: 'cron' }, workloadNamespace: 'shop' }) });
    expect(hosts('default')).toEqual(['istio-system/*', 'shop/orders.shop.svc.cluster.local']);
  });

  test('has nothing of a call that was refused', () => {
    const shop = secure({ egress: EgressScope.callGraph(), networkPolicy: true });
    const [job, orders] = ['job', 'orders'].map(name => shop.addService(name, { ports: HTTP }));
    expect(() => orders.allowFrom(job)).toThrow('[shop/Shop/orders] the caller [shop/Shop/job] has no service account');
    expect(() => job.allowTo(orders)).toThrow('[shop/Shop/orders] the caller [shop/Shop/job] has no service account');
    expect(hosts('job')).toEqual(['istio-system/*']);
    expect(orders.networkPolicy).toBeUndefined();
  });

  test('has nothing of those who let in callers that are not named, nor of gateways', () => {
    const shop = graph();
    shop.addService('web', { ports: HTTP, serviceAccount: 'web' });
    const open = shop.addService('open', { ports: HTTP });
    [Caller.anyoneEvenUnauthenticated(), Caller.anyAuthenticated(), Caller.peerIps('10.0.0.0/8'), Caller.clientIps('10.0.0.0/8')].forEach(caller =>
      open.allowFrom(caller),
    );
    open.allowFrom(new IngressGateway(chart, 'Edge', { pods: GatewayPods.of({ namespace: shop, labels: { app: 'edge' }, serviceAccount: 'edge' }) }));
    expect([hosts('web'), hosts('default')]).toEqual([['istio-system/*'], ['istio-system/*']]);
  });

  test('has what every workload needs', () => {
    const collector = MeshService.fromName('collector', { namespace: MeshNamespace.fromName('observability') });
    const shop = secure({ egress: EgressScope.callGraph(collector) });
    shop.addService('web', { ports: HTTP });
    expect([hosts('web'), hosts('default')]).toEqual(Array(2).fill(['istio-system/*', 'observability/collector.observability.svc.cluster.local']));
  });

  test('has its own host once limits are said, because they hold for incoming requests too if it is seen', () => {
    const web = graph().addService('web', { ports: HTTP });
    expect(hosts('web')).toEqual(['istio-system/*']);
    new ServicePolicy(chart, 'Policy', { service: web, limits: ConnectionLimits.of({ maxConnections: 10, connectTimeout: Duration.seconds(1) }) });
    expect(hosts('web')).toEqual(['istio-system/*', 'shop/web.shop.svc.cluster.local']);
  });

  test('is one for services over the same pods', () => {
    const shop = graph();
    const labels = { app: 'db' };
    const [db, headless, stock] = ['db', 'db-headless', 'stock'].map(name =>
      shop.addService(name, { ports: HTTP, serviceAccount: 'db', labels: name === 'stock' ? undefined : labels }),
    );
    stock.allowFrom(headless);
    expect([db.sidecar === headless.sidecar, named('Sidecar', 'db-headless')]).toEqual([true, undefined]);
    expect(hosts('db')).toEqual(['istio-system/*', 'shop/stock.shop.svc.cluster.local']);
  });

  test('comes and goes with what is said for its namespace, in its own mesh only', () => {
    const prod = new Chart(app, 'prod');
    const [web, other] = [chart, prod].map(
      of => new MeshService(of, 'Web', { name: of === chart ? 'web' : 'web2', namespace: MeshNamespace.fromName('shop'), ports: HTTP }),
    );
    expect([web.sidecar, other.sidecar]).toEqual([undefined, undefined]);
    graph();
    expect([web.sidecar?.name, other.sidecar?.name]).toEqual(['web', 'web2']);
    Mesh.of(prod).configure({});
    expect([web.sidecar?.name, other.sidecar]).toEqual(['web', undefined]);
  });

  test('can be said for one workload, in place of what its namespace says', () => {
    const shop = secure({ egress: EgressScope.ownNamespace(), outboundPolicy: OutboundPolicy.REGISTRY_ONLY });
    shop.addService('all', { ports: HTTP, egress: EgressScope.unrestricted() });
    shop.addService('few', { ports: HTTP, egress: EgressScope.callGraph() });
    shop.addService('open', { ports: HTTP, outboundPolicy: OutboundPolicy.ALLOW_ANY });
    shop.addService('plain', { ports: HTTP });
    expect(objects('Sidecar').map(({ metadata, spec }) => [metadata.name, spec.egress[0].hosts, spec.outboundTrafficPolicy?.mode])).toEqual([
      ['default', ['./*', 'istio-system/*'], 'REGISTRY_ONLY'],
      ['all', ['*/*'], 'REGISTRY_ONLY'],
      ['few', ['istio-system/*'], 'REGISTRY_ONLY'],
      ['open', ['./*', 'istio-system/*'], 'ALLOW_ANY'],
    ]);
  });

  test('repeats what the mesh says, because it takes its place', () => {
    new SecureMesh(chart, 'Mesh', { egress: EgressScope.ownNamespace(), outboundPolicy: OutboundPolicy.REGISTRY_ONLY });
    secure({ outboundPolicy: OutboundPolicy.ALLOW_ANY });
    new MeshService(chart, 'Web', { name: 'web', namespace: MeshNamespace.fromName('lab'), ports: HTTP, egress: EgressScope.unrestricted() });
    expect(objects('Sidecar').map(({ spec }) => [spec.egress[0].hosts, spec.outboundTrafficPolicy.mode])).toEqual([
      [['./*', 'istio-system/*'], 'REGISTRY_ONLY'],
      [['./*', 'istio-system/*'], 'ALLOW_ANY'],
      [['*/*'], 'REGISTRY_ONLY'],
    ]);
  });

  test('says only what happens to other calls, where nothing is said about what can be seen', () => {
    secure({ outboundPolicy: OutboundPolicy.REGISTRY_ONLY });
    expect(objects('Sidecar').map(({ spec }) => spec)).toEqual([{ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }]);
  });

  test('fails for one Sidecar of a whole mesh, which cannot follow callers', () => {
    expect(() => new SecureMesh(chart, 'Mesh', { egress: EgressScope.callGraph() })).toThrow(
      '[shop/Mesh] egress is EgressScope.callGraph(), and one Sidecar for all namespaces cannot tell their workloads apart\n    fix: say it for each SecureNamespace',
    );
  });

  test.each<[string, Partial<SecureNamespaceProps>]>([
    ['egress', { egress: EgressScope.callGraph() }],
    ['outboundPolicy', { outboundPolicy: OutboundPolicy.REGISTRY_ONLY }],
  ])('fails for %s of an ambient namespace, which has no sidecars', (said, props) => {
    const message = `${said} is said for an ambient namespace, where nothing reads a Sidecar\n    fix: leave it out, or use a namespace with sidecars`;
    expect(() => secure({ dataPlane: DataPlane.ambient(), ...props })).toThrow(`[shop/Shop] ${message}`);
    const namespace = MeshNamespace.fromName('shop', DataPlane.ambient());
    expect(() => new MeshWorkload(chart, 'Web', { namespace, name: 'web', ...props })).toThrow(`[shop/Web] ${message}`);
  });

  test('is not written for ambient pods that may see everything, because they do', () => {
    const shop = secure({ dataPlane: DataPlane.ambient(), egress: EgressScope.unrestricted() });
    const web = shop.addService('web', { ports: HTTP, egress: EgressScope.unrestricted() });
    expect([shop.sidecar, web.sidecar, objects('Sidecar')]).toEqual([undefined, undefined, []]);
  });

  test('fails for two scopes for the same pods', () => {
    const shop = secure();
    shop.addService('db', { ports: HTTP, egress: EgressScope.callGraph() });
    expect(() => shop.addService('db-headless', { ports: HTTP, labels: { app: 'db' }, egress: EgressScope.unrestricted() })).toThrow(
      '[shop/Shop/db-headless] what its pods can see is said already, by [shop/Shop/db], which has the same labels\n    fix: say it for one of them',
    );
  });

  test('fails for calls of nothing', () => {
    const web = graph().addService('web', { ports: HTTP });
    expect(() => web.calls()).toThrow('[shop/Shop/web] targets is empty');
  });
});

describe('the NetworkPolicy of a workload', () => {
  const rules = (name = 'db-allow') => named('NetworkPolicy', name)?.spec.ingress;

  test.each<[string, (shop: SecureNamespace) => Caller, object]>([
    [
      'namespaces',
      shop => Caller.anyOf(MeshNamespace.fromName('lab'), shop),
      { from: ['lab', 'shop'].map(ns => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': ns } } })) },
    ],
    [
      'service accounts whose pods are not known',
      shop => Caller.serviceAccounts(shop, 'web'),
      { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] },
    ],
    [
      'an address',
      () => Caller.peerIps('10.0.0.7', 'fd00::1', '10.1.0.0/16'),
      { from: ['10.0.0.7/32', 'fd00::1/128', '10.1.0.0/16'].map(cidr => ({ ipBlock: { cidr } })) },
    ],
    ['clients behind proxies', () => Caller.clientIps('203.0.113.0/24'), {}],
    ['any identity', () => Caller.anyAuthenticated(), {}],
    ['anyone', () => Caller.anyoneEvenUnauthenticated(), {}],
  ])('is for %s as far as addresses tell', (_, caller, rule) => {
    const shop = secure({ networkPolicy: true });
    shop.addService('db', { ports: HTTP }).allowFrom(caller(shop));
    expect(rules()).toEqual([rule]);
  });

  test('has each peer once for the ports that its rules are about', () => {
    const shop = secure({ networkPolicy: true });
    const db = shop.addService('db', { ports: [MeshPort.http(80, { targetPort: 8080 }), MeshPort.tcp(5432)] });
    const web = shop.addService('web', { ports: HTTP, serviceAccount: 'web' });
    db.allowFrom(web, { methods: ['GET'] });
    db.allowFrom(web, { methods: ['HEAD'] });
    db.allowFrom(web, { ports: [MeshPort.tcp(5432)] });
    const port = (number: number) => ({ port: number, protocol: 'TCP' });
    const from = [{ podSelector: { matchLabels: { app: 'web' } } }];
    expect(rules()).toEqual([
      { from, ports: [port(8080), port(15008)] },
      { from, ports: [port(5432), port(15008)] },
    ]);
  });

  test('comes with the first caller, and with the wish of the namespace, whichever is later', () => {
    const db = new MeshService(chart, 'Db', { name: 'db', namespace: MeshNamespace.fromName('shop'), ports: HTTP });
    db.allowFrom(MeshNamespace.fromName('lab'));
    expect(db.networkPolicy).toBeUndefined();
    const shop = secure({ networkPolicy: true });
    expect(ApiObject.isApiObject(db.networkPolicy)).toBe(true);
    const web = shop.addService('web', { ports: HTTP });
    expect([web.networkPolicy, shop.networkPolicy]).toEqual([undefined, undefined]);
    shop.allowFrom(MeshNamespace.fromName('lab'));
    expect(shop.networkPolicy!.name).toBe('namespace-allow');
  });

  test('leaves out who is refused, and who is let in on trial', () => {
    const shop = secure({ networkPolicy: true });
    const [web, db] = ['web', 'db'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name }));
    db.denyFrom(web);
    db.allowFrom(web, { dryRun: true });
    db.calls(MeshService.fromName('x', { namespace: shop }));
    expect(db.networkPolicy).toBeUndefined();
    shop.allowFrom(web, { dryRun: true });
    expect(shop.networkPolicy).toBeUndefined();
  });

  test('takes JSON patches', () => {
    const shop = secure({ networkPolicy: true });
    shop.denyNetworkPolicy!.addJsonPatch(JsonPatch.add('/spec/policyTypes/-', 'Egress'));
    expect(named('NetworkPolicy', 'deny-by-default').spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  test('is written for a namespace outside of the mesh without ports of proxies', () => {
    secure({ networkPolicy: true, dataPlane: DataPlane.outside() });
    expect(named('NetworkPolicy', 'deny-by-default').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress'] });
  });
});

test('writes NetworkPolicies of an ambient namespace for the tunnel, and lets probes of the kubelet in', () => {
  const shop = new SecureNamespace(chart, 'Shop', { name: 'shop', networkPolicy: true, dataPlane: DataPlane.ambient() });
  const web = shop.addService('web', { ports: [MeshPort.tcp(8080)], serviceAccount: 'web' });
  const db = shop.addService('db', { ports: [MeshPort.tcp(5432)] });
  db.allowFrom(web, { ports: [MeshPort.tcp(5432)] });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio.io/dataplane-mode: ambient
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
   apiVersion: networking.k8s.io/v1
   kind: NetworkPolicy
   metadata:
     name: deny-by-default
     namespace: shop
   spec:
     ingress:
       - from:
           - ipBlock:
               cidr: 169.254.7.127/32
           - ipBlock:
               cidr: fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128
     podSelector: {}
     policyTypes:
       - Ingress
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
                 - cluster.local/ns/shop/sa/web
         to:
           - operation:
               ports:
                 - "5432"
     selector:
       matchLabels:
         app: db
   ---
   apiVersion: networking.k8s.io/v1
   kind: NetworkPolicy
   metadata:
     name: db-allow
     namespace: shop
   spec:
     ingress:
       - from:
           - podSelector:
               matchLabels:
                 app: web
         ports:
           - port: 5432
             protocol: TCP
           - port: 15008
             protocol: TCP
     podSelector:
       matchLabels:
         app: db
     policyTypes:
       - Ingress
   "
  `);
});

test('a waypoint is reached by everybody in the mesh, and its pods reach those that it serves', () => {
  const shop = secure({ networkPolicy: true, dataPlane: DataPlane.ambient() });
  const db = shop.addService('db', { ports: HTTP });
  db.allowFrom(MeshNamespace.fromName('lab', DataPlane.ambient()), { methods: ['GET'] });
  new Waypoint(chart, 'Waypoint', { namespace: shop });
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'waypoint' };
  const ports = (...numbers: number[]) => numbers.map(port => ({ port, protocol: 'TCP' }));
  expect(named('NetworkPolicy', 'waypoint-allow').spec).toEqual({
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress'],
    ingress: [{ ports: ports(15008, 15020, 15021, 15090) }],
  });
  expect(named('NetworkPolicy', 'db-allow').spec.ingress).toEqual([
    { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'lab' } } }], ports: ports(8080, 15008) },
    { from: [{ podSelector: { matchLabels: labels } }], ports: ports(15008) },
  ]);
});

test('dev and prod in one app have call graphs, facts and refusals of their own', () => {
  const stages = ['dev', 'prod'].map(stage => {
    const of = new Chart(app, stage);
    Mesh.of(of).configure({ visibility: stage === 'prod' ? Visibility.ownNamespace() : undefined });
    const shop = secure({ egress: EgressScope.callGraph(), networkPolicy: stage === 'prod', denyByDefault: stage === 'prod' }, of);
    const [web, orders] = ['web', 'orders'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name, versions: ['v1'] }));
    return { of, web, orders };
  });
  const [dev, prod] = stages;
  prod.orders.allowFrom(prod.web);
  dev.web.allowFrom(dev.orders);
  expect(stages.map(({ of }) => [hosts('web', of), hosts('orders', of)])).toEqual([
    [['istio-system/*'], ['istio-system/*', 'shop/web.shop.svc.cluster.local']],
    [['istio-system/*', 'shop/orders.shop.svc.cluster.local'], ['istio-system/*']],
  ]);
  expect(stages.map(({ of }) => objects('NetworkPolicy', of).map(({ metadata }) => metadata.name))).toEqual([[], ['deny-by-default', 'orders-allow']]);
  expect(stages.map(({ of }) => named('DestinationRule', 'orders', of).spec.exportTo)).toEqual([undefined, ['.']]);
  // Written twice, and that is right.
  expect(app.synthYaml().match(/name: orders$/gm)!.length).toBeGreaterThan(2);
});

test('labels, annotations and sync waves reach NetworkPolicies and Sidecars too', () => {
  Mesh.of(app).tag({ team: 'shop' }, { 'example.com/note': 'yes' }).syncWaves();
  const shop = secure({ egress: EgressScope.callGraph(), networkPolicy: true });
  shop.addService('orders', { ports: HTTP }).allowFrom(shop);
  const all = written();
  expect(all.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['NetworkPolicy', 'Sidecar', 'Namespace']));
  for (const { kind, metadata } of all) {
    expect([kind, metadata.labels.team, metadata.annotations]).toEqual([
      kind,
      'shop',
      { 'example.com/note': 'yes', ...(kind === 'Namespace' && { 'argocd.argoproj.io/sync-wave': '-2' }) },
    ]);
  }
});

describe('a service that sends requests on', () => {
  let told: string;
  beforeEach(() => {
    told = '';
    jest.spyOn(process.stderr, 'write').mockImplementation(text => {
      told += text;
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test('is reported while the other one refuses its callers', () => {
    const shop = secure();
    const [web, orders, next] = ['web', 'orders', 'next'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name }));
    orders.allowFrom(web);
    new CanaryRelease(chart, 'Canary', { stable: orders, canary: next });
    app.synthYaml();
    expect(told).toContain(
      '[shop/Shop/orders] warning[mesh-service/caller-refused-by-target]: requests for orders are sent on to next, which refuses callers that orders lets in',
    );
    expect(told).toContain('fix: call allowFrom on [shop/Shop/next] for them as well');
    told = '';
    next.allowFrom(web, { methods: ['GET'] });
    app.synthYaml();
    expect(told).toBe('');
  });

  test.each<[string, (shop: SecureNamespace) => Caller, boolean]>([
    ['their namespace', shop => Caller.anyOf(shop), false],
    ['anyone', () => Caller.anyoneEvenUnauthenticated(), false],
    ['every identity', () => Caller.anyAuthenticated(), false],
    ['another namespace', () => Caller.anyOf(MeshNamespace.fromName('lab')), true],
  ])('is looked at when the other one lets in %s', (_, caller, reported) => {
    const shop = secure();
    const [web, orders, next] = ['web', 'orders', 'next'].map(name => shop.addService(name, { ports: HTTP, serviceAccount: name }));
    orders.allowFrom(web);
    next.allowFrom(caller(shop));
    new CanaryRelease(chart, 'Canary', { stable: orders, canary: next });
    app.synthYaml();
    expect(told.includes('caller-refused-by-target')).toBe(reported);
  });

  test('is reported where plain text gets past a rule for identities', () => {
    const shop = secure();
    const [lab, metrics] = [MeshNamespace.fromName('lab'), MeshPort.http(9090)];
    const web = shop.addService('web', { ports: [...HTTP, metrics], plaintextPorts: [metrics] });
    web.denyFrom(lab, { ports: HTTP });
    web.allowFrom(Caller.anyoneEvenUnauthenticated(), { ports: [metrics] });
    app.synthYaml();
    expect(told).toBe('');
    web.denyFrom(lab);
    app.synthYaml();
    expect(told).toContain(
      '[shop/Shop/web] warning[mesh-workload/avoidable-deny]: web refuses a caller by its identity, and lets in plain text, which has none',
    );
  });
});

test('writes who sees an object as the mesh says, and for whom the call graph knows to need it', () => {
  Mesh.of(app).configure({ visibility: Visibility.ownNamespace() });
  const shop = secure();
  const orders = shop.addService('orders', { ports: HTTP, versions: ['v1', 'v2'], defaultVersion: 'v1' });
  const exportTo = () => ['DestinationRule', 'VirtualService'].map(kind => named(kind, 'orders').spec.exportTo);
  expect(exportTo()).toEqual([['.'], ['.']]);
  orders.allowFrom(MeshNamespace.fromName('lab'));
  expect(exportTo()).toEqual(Array(2).fill(['.', 'lab']));
  const caller = new MeshWorkload(chart, 'Job', { name: 'job', namespace: MeshNamespace.fromName('jobs') });
  caller.calls(orders.version('v2'));
  new IngressRoute(chart, 'Front', {
    gateway: IngressGateway.fromName('istio-system/edge', { pods: GatewayPods.helm('edge', MeshNamespace.fromName('gateways')) }),
    hosts: ['shop.example.com'],
    routes: [Route.prefix('/', orders)],
  });
  expect(exportTo()).toEqual(Array(2).fill(['.', 'gateways', 'jobs', 'lab']));
  expect(named('VirtualService', 'shop-front').spec.exportTo).toEqual(['.', 'gateways']);
  orders.allowFrom(Caller.anyAuthenticated());
  expect(exportTo()).toEqual(Array(2).fill(['*']));
});

test('a host outside of the mesh that nobody is named for is seen as the mesh says, and by those who say that they call it', () => {
  Mesh.of(app).configure({ visibility: Visibility.ownNamespace() });
  const api = new ExternalApi(chart, 'Api', { host: 'api.example.com', namespace: secure() });
  expect(named('ServiceEntry', 'api-example-com').spec.exportTo).toEqual(['.']);
  new MeshWorkload(chart, 'Job', { name: 'job', namespace: MeshNamespace.fromName('jobs') }).calls(api);
  expect(['ServiceEntry', 'DestinationRule'].map(kind => named(kind, 'api-example-com').spec.exportTo)).toEqual([['.', 'jobs'], ['.', 'jobs']]);
});

test('who calls a service sees where it sends requests', () => {
  Mesh.of(app).configure({ visibility: Visibility.ownNamespace() });
  const [shop, lab] = [secure(), new SecureNamespace(chart, 'Lab', { name: 'lab' })];
  const orders = shop.addService('orders', { ports: HTTP });
  const next = lab.addService('next', { ports: HTTP, versions: ['v1'] });
  orders.allowFrom(MeshNamespace.fromName('web'));
  new CanaryRelease(chart, 'Canary', { stable: orders, canary: next.version('v1'), canaryPercent: 10 });
  expect(named('DestinationRule', 'next').spec.exportTo).toEqual(['.', 'web']);
});
