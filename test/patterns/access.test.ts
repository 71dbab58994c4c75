import { App, Chart, Testing } from 'cdk8s';
import {
  AccessCondition,
  AccessOptions,
  Caller,
  Claim,
  DataPlane,
  GatewayPods,
  ICaller,
  IngressGateway,
  IngressRoute,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  PathPattern,
  Route,
  SecureNamespace,
  ServerTls,
  ValuePattern,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });
const grpc = MeshPort.grpc(90, { targetPort: 9090 });
const tcp = MeshPort.tcp(6379);

let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
let store: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop' });
  web = ns.addService('web', { ports: [http], serviceAccount: 'web' });
  store = ns.addService('store', { ports: [http, grpc, tcp], serviceAccount: 'store' });
  edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
});

const policies = () => Testing.synth(chart).filter(each => each.kind === 'AuthorizationPolicy');
const rules = () => policies().flatMap(({ spec }) => spec.rules);

test('writes who may use a gateway beside its pods', () => {
  edge = new IngressGateway(chart, 'Public', { pods: GatewayPods.helm('public', MeshNamespace.fromName('edge')), namespace: ns });
  new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
  edge.allowFrom(Caller.clientIps('198.51.100.0/24'), { methods: ['GET'] });
  edge.denyFrom(Caller.clientIps('198.51.100.66'));
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio-injection: enabled
     name: shop
   ---
   apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: shop-public
     namespace: shop
   spec:
     selector:
       app: public
       istio: public
     servers:
       - hosts:
           - shop/shop.example.com
         port:
           name: http-80
           number: 80
           protocol: HTTP
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: shop-public-allow
     namespace: edge
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               remoteIpBlocks:
                 - 198.51.100.0/24
         to:
           - operation:
               methods:
                 - GET
     selector:
       matchLabels:
         app: public
         istio: public
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: shop-public-deny
     namespace: edge
   spec:
     action: DENY
     rules:
       - from:
           - source:
               remoteIpBlocks:
                 - 198.51.100.66
     selector:
       matchLabels:
         app: public
         istio: public
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-front
     namespace: shop
   spec:
     gateways:
       - shop/shop-public
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

describe('a caller', () => {
  test.each<[string, () => ICaller, unknown]>([
    ['a service', () => web, [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }]],
    ['a namespace', () => ns, [{ source: { namespaces: ['shop'] } }]],
    ['a namespace of somebody else', () => MeshNamespace.fromName('batch'), [{ source: { namespaces: ['batch'] } }]],
    [
      'a service of somebody else',
      () => MeshService.fromName('a', { namespace: MeshNamespace.fromName('b'), serviceAccount: 'c' }),
      [{ source: { principals: ['cluster.local/ns/b/sa/c'] } }],
    ],
    ['a gateway', () => edge, [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] } }]],
    [
      'a gateway of a Helm release',
      () => new IngressGateway(chart, 'Helm', { pods: GatewayPods.helm('istio-public', MeshNamespace.fromName('edge')) }),
      [{ source: { principals: ['cluster.local/ns/edge/sa/istio-public'] } }],
    ],
    [
      'a gateway of somebody else',
      () =>
        IngressGateway.fromName('edge/public', {
          pods: GatewayPods.of({ namespace: MeshNamespace.fromName('pods'), labels: { a: 'b' }, serviceAccount: 'gw' }),
        }),
      [{ source: { principals: ['cluster.local/ns/pods/sa/gw'] } }],
    ],
    [
      'service accounts',
      () => Caller.serviceAccounts(ns, 'a', 'b'),
      [{ source: { principals: ['cluster.local/ns/shop/sa/a', 'cluster.local/ns/shop/sa/b'] } }],
    ],
    ['every identity', () => Caller.anyAuthenticated(), [{ source: { principals: ['*'] } }]],
    ['direct peers', () => Caller.peerIps('10.0.0.0/8', '::1'), [{ source: { ipBlocks: ['10.0.0.0/8', '::1'] } }]],
    ['original clients', () => Caller.clientIps('10.0.0.1'), [{ source: { remoteIpBlocks: ['10.0.0.1'] } }]],
    ['everybody', () => Caller.anyoneEvenUnauthenticated(), undefined],
    ['any of several, where one is everybody', () => Caller.anyOf(web, Caller.anyoneEvenUnauthenticated()), undefined],
    [
      'any of several, where one is every identity',
      () => Caller.anyOf(web, MeshNamespace.fromName('b'), Caller.anyAuthenticated()),
      [{ source: { principals: ['*'] } }],
    ],
    [
      'any of several',
      () => Caller.anyOf(web, store, Caller.peerIps('10.0.0.1')),
      [{ source: { principals: ['cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/store'] } }, { source: { ipBlocks: ['10.0.0.1'] } }],
    ],
  ])('is written as Istio sees it: %s', (_, caller, from) => {
    store.allowFrom(caller());
    expect(rules()).toEqual([from ? { from } : {}]);
  });

  test.each<[string, () => unknown, string]>([
    ['an account that is no DNS name', () => Caller.serviceAccounts(ns, 'A B'), '[Caller.serviceAccounts] a name is "A B", not a DNS name'],
    ['no account', () => Caller.serviceAccounts(ns), '[Caller.serviceAccounts] names is empty'],
    ['no caller', () => Caller.anyOf(), '[Caller.anyOf] callers is empty'],
    ['an address that is none', () => Caller.peerIps('10.1'), '[Caller.peerIps] cidrs has "10.1", not an address or range'],
    ['a range that is none', () => Caller.clientIps('10.0.0.0/33'), '[Caller.clientIps] cidrs has "10.0.0.0/33"'],
  ])('fails for %s', (_, call, message) => expect(call).toThrow(message));
});

describe('the options of a rule', () => {
  const operation = (options: AccessOptions) => {
    store.allowFrom(Caller.anyoneEvenUnauthenticated(), options);
    return rules()[0].to;
  };

  test('ports are those of the containers', () => {
    expect(operation({ ports: [http, tcp] })).toEqual([{ operation: { ports: ['8080', '6379'] } }]);
  });

  test.each<[string, AccessOptions, object]>([
    ['methods', { methods: ['GET'] }, { methods: ['GET'] }],
    ['paths', { paths: [PathPattern.exact('/a')] }, { paths: ['/a'] }],
    ['claims', { claims: [Claim.present('sub')] }, {}],
    ['conditions on headers', { conditions: [AccessCondition.headerPresent('x-a')] }, {}],
    ['conditions on hosts', { conditions: [AccessCondition.host('a.example.com')] }, { hosts: ['a.example.com', 'a.example.com:*'] }],
  ])('%s are for the ports that carry HTTP', (_, options, said) => {
    expect(operation(options)).toEqual([{ operation: { ...said, ports: ['8080', '9090'] } }]);
  });

  test('conditions on connections are for every port', () => {
    expect(operation({ conditions: [AccessCondition.serverName(ValuePattern.exact('a.example.com'))] })).toBeUndefined();
  });

  test('all that is said of one call has to hold, and of two calls one', () => {
    store.allowFrom(web, { methods: ['GET'], ports: [http] });
    store.allowFrom(web, { paths: [PathPattern.exact('/a')], ports: [http] });
    const from = [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }];
    expect(rules()).toEqual([
      { from, to: [{ operation: { ports: ['8080'], methods: ['GET'] } }] },
      { from, to: [{ operation: { ports: ['8080'], paths: ['/a'] } }] },
    ]);
  });

  test.each<[string, AccessOptions, string]>([
    ['methods', { methods: [] }, '[shop/Namespace/store] methods is empty\n    fix: give at least one of methods'],
    ['paths', { paths: [] }, 'paths is empty'],
    ['ports', { ports: [] }, 'ports is empty'],
    ['claims', { claims: [] }, 'claims is empty'],
    ['conditions', { conditions: [] }, 'conditions is empty'],
  ])('fails for an empty list of %s, which would allow nothing or everything', (_, options, message) => {
    expect(() => store.allowFrom(web, options)).toThrow(message);
    expect(() => store.denyFrom(web, options)).toThrow(message);
    expect(policies()).toEqual([]);
  });

  test.each<[string, AccessOptions]>([
    ['claims', { claims: [Claim.present('sub')] }],
    ['conditions', { conditions: [AccessCondition.headerAbsent('x-a')] }],
  ])('fails for %s on a port without HTTP', (option, options) => {
    expect(() => store.allowFrom(web, { ...options, ports: [tcp] })).toThrow(
      `[shop/Namespace/store] ${option} is said for tcp-6379, which is no HTTP port\n    fix: leave the port out, or say it in a call without methods, paths, claims and conditions`,
    );
  });
});

describe('a port', () => {
  const other = 'so that the rule would be for nothing\n    fix: pass the port as the service has it, with its targetPort';
  const ambient = () => new MeshNamespace(chart, 'Ambient', { name: 'ambient', dataPlane: DataPlane.ambient() }).addService('a', { ports: [http] });

  test.each<[string, () => MeshService, MeshPort, string]>([
    ['of the service without the number that the pods listen on', () => web, MeshPort.http(80), 'http-80, with 80 at the service and 80 at the pods, and the service has 80 for 8080'],
    ['of the pods where a waypoint sees the one of the service', ambient, MeshPort.http(8080), 'http-8080, with 8080 at the service and 8080 at the pods, and the service has 80 for 8080'],
  ])('fails for one %s, and changes nothing', (_, service, port, fact) => {
    const callee = service();
    expect(() => callee.denyFrom(ns, { ports: [port] })).toThrow(`[${callee.node.path}] ports has ${fact} of the pods, ${other}`);
    expect(() => callee.allowFrom(ns, { ports: [port] })).toThrow(other);
    expect(policies()).toEqual([]);
  });

  test('may be one of the pods that the service does not have, and one by the number of the pods', () => {
    web.allowFrom(ns, { ports: [MeshPort.http(15090), MeshPort.http(8080)] });
    expect(policies()[0].spec.rules[0].to[0].operation.ports).toEqual(['15090', '8080']);
  });
});

describe('refusing', () => {
  test('everybody at every port is possible, and said by two words', () => {
    store.denyFrom(Caller.anyoneEvenUnauthenticated());
    expect(policies().map(({ metadata, spec }) => [metadata.name, spec.action, spec.rules])).toEqual([['store-deny', 'DENY', [{}]]]);
  });

  test('requests leaves the TCP ports open', () => {
    store.denyFrom(web, { claims: [Claim.absent('iss')] });
    expect(rules()[0].to).toEqual([{ operation: { ports: ['8080', '9090'] } }]);
  });

  test('requests of pods whose ports are unknown fails, because it would close their TCP ports', () => {
    const job = new MeshWorkload(chart, 'job', { namespace: ns });
    expect(() => job.denyFrom(web, { methods: ['GET'] })).toThrow(
      '[shop/job] methods is said, and which of its ports carry HTTP is not known, so that every other port would be closed\n    fix: pass ports, with the numbers that the pods listen on',
    );
    expect(policies()).toEqual([]);
    job.denyFrom(web, { methods: ['GET'], ports: [http] });
    expect(rules()[0].to).toEqual([{ operation: { methods: ['GET'], ports: ['8080'] } }]);
  });
});

describe('everybody', () => {
  const accounts = (...names: string[]) => [{ source: { principals: names.map(name => `cluster.local/ns/shop/sa/${name}`) } }];
  const written = () => Object.fromEntries(policies().map(({ metadata, spec }) => [metadata.name, [spec.action, spec.rules]]));

  test('is let in, but for those who are refused', () => {
    store.allowFrom(web, { methods: ['GET'] });
    store.allowAll();
    store.denyFrom(ns);
    expect(written()).toEqual({ 'store-allow': ['ALLOW', [{}]], 'store-deny': ['DENY', [{ from: [{ source: { namespaces: ['shop'] } }] }]] });
  });

  test('is refused, but for those who are let in, before and after', () => {
    store.denyAll();
    expect(written()).toEqual({ 'store-allow': ['ALLOW', undefined] });
    store.allowFrom(web);
    store.denyAll();
    expect(written()).toEqual({ 'store-allow': ['ALLOW', [{ from: accounts('web') }]] });
  });

  test('that is refused leaves the gateway of a route in', () => {
    store.denyAll();
    new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(store.onPort(80))] });
    expect(rules()).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] } }] }]);
  });

  test.each<[string, (subject: MeshService | MeshNamespace) => void, (subject: MeshService | MeshNamespace) => void]>([
    ['let in, and then refused', subject => subject.allowAll(), subject => subject.denyAll()],
    ['refused, and then let in', subject => subject.denyAll(), subject => subject.allowAll()],
  ])('cannot be %s', (_, first, second) => {
    for (const [subject, path] of [
      [store, 'shop/Namespace/store'],
      [ns, 'shop/Namespace'],
    ] as const) {
      first(subject);
      const before = written();
      expect(() => second(subject)).toThrow(
        `[${path}] allowAll and denyAll are both called\n    fix: call denyAll, and allowFrom for those who may; or allowAll, and denyFrom for those who may not`,
      );
      expect(written()).toEqual(before);
    }
  });
});

describe('a namespace', () => {
  test('lets in, refuses and tries for all of its workloads', () => {
    ns.allowFrom(MeshNamespace.fromName('monitoring'), { ports: [MeshPort.tcp(9100)] });
    ns.denyFrom(Caller.peerIps('10.9.0.0/16'));
    ns.dryRun();
    expect(policies().map(({ metadata, spec }) => [metadata.name, metadata.annotations, spec])).toEqual([
      [
        'namespace-allow',
        { 'istio.io/dry-run': 'true' },
        { action: 'ALLOW', rules: [{ from: [{ source: { namespaces: ['monitoring'] } }], to: [{ operation: { ports: ['9100'] } }] }] },
      ],
      ['namespace-deny', { 'istio.io/dry-run': 'true' }, { action: 'DENY', rules: [{ from: [{ source: { ipBlocks: ['10.9.0.0/16'] } }] }] }],
    ]);
  });

  test('that lets some in refuses gateways, so that their routes need rules from then on, and on trial not any more', () => {
    new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
    const names = () => policies().map(({ metadata }) => metadata.name);
    expect(names()).toEqual([]);
    ns.allowFrom(ns);
    expect(names().sort()).toEqual(['namespace-allow', 'web-allow']);
    ns.dryRun();
    expect(names()).toEqual(['namespace-allow']);
  });

  test('that refuses everybody is one where routes need rules', () => {
    new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
    ns.denyAll();
    expect(policies().map(({ metadata, spec }) => [metadata.name, spec.rules?.length])).toEqual([
      ['web-allow', 1],
      ['namespace-allow', undefined],
    ]);
  });

  test.each<[string, AccessOptions]>([
    ['methods', { methods: ['GET'] }],
    ['paths', { paths: [PathPattern.exact('/a')] }],
    ['claims', { claims: [Claim.present('sub')] }],
    ['conditions', { conditions: [AccessCondition.headerPresent('a')] }],
  ])('fails for %s without ports, which would close the TCP ports of all its workloads', (option, options) => {
    const message = `[shop/Namespace] ${option} is said, and which of its ports carry HTTP is not known, so that every other port would be closed\n    fix: pass ports`;
    expect(() => ns.allowFrom(web, options)).toThrow(message);
    expect(() => ns.denyFrom(web, options)).toThrow(message);
    expect(policies()).toEqual([]);
  });
});

describe('a dry run', () => {
  test('writes what is tried beside what is enforced', () => {
    web.allowFrom(ns);
    web.allowFrom(edge, { methods: ['GET'], dryRun: true });
    web.denyFrom(Caller.anyoneEvenUnauthenticated(), { paths: [PathPattern.prefix('/admin')], dryRun: true });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
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
                 namespaces:
                   - shop
       selector:
         matchLabels:
           app: web
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       annotations:
         istio.io/dry-run: "true"
       name: web-allow-dry-run
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account
           to:
             - operation:
                 methods:
                   - GET
                 ports:
                   - "8080"
       selector:
         matchLabels:
           app: web
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       annotations:
         istio.io/dry-run: "true"
       name: web-deny-dry-run
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
                   - "8080"
       selector:
         matchLabels:
           app: web
     "
    `);
  });

  test('of all rules keeps objects and overrides', () => {
    web.allowFrom(ns);
    web.allowPolicy.override('metadata.labels', { kept: 'yes' });
    web.dryRun();
    web.denyFrom(store);
    expect(policies().map(({ metadata }) => metadata)).toEqual([
      { name: 'web-allow', namespace: 'shop', labels: { kept: 'yes' }, annotations: { 'istio.io/dry-run': 'true' } },
      { name: 'web-deny', namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } },
    ]);
  });

  test('is no rule that locks others out, so that gateways need none', () => {
    new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
    web.allowFrom(ns, { dryRun: true });
    expect(policies().map(({ metadata, spec }) => [metadata.name, spec.rules.length])).toEqual([['web-allow-dry-run', 1]]);
  });

  test.each<[string, (service: MeshService) => void]>([
    ['one rule', service => service.allowFrom(MeshNamespace.fromName('a'), { dryRun: true })],
    ['all rules', service => [service.allowFrom(MeshNamespace.fromName('a')), service.dryRun()]],
    ['everybody', service => [service.dryRun(), service.allowAll()]],
    [
      'a route of a gateway',
      service => {
        service.dryRun();
        const gateway = new IngressGateway(Chart.of(service), 'Edge', { pods: GatewayPods.istioctl() });
        new IngressRoute(Chart.of(service), 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(service)] });
      },
    ],
  ])('of %s is warned of where everybody else is refused, because it lets nobody in', (_, say) => {
    const app = new App();
    say(new SecureNamespace(new Chart(app, 'shop'), 'Namespace', { name: 'shop' }).addService('a', { ports: [http] }));
    const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    app.synthYaml();
    expect(warnings.mock.calls).toEqual([
      [
        expect.stringContaining(
          '[shop/Namespace/a] warning[mesh-workload/dry-run-refused]: who may reach a is a dry run, and namespace shop refuses what no rule allows',
        ),
      ],
    ]);
    warnings.mockRestore();
  });
});

test('the policy with the callers takes overrides, and refuses everybody as long as nobody is allowed', () => {
  store.allowPolicy.override('metadata.annotations', { 'istio.io/dry-run': 'true' });
  store.allowPolicy.override('spec.newField.deep', [1]);
  Mesh.of(chart).allow('common/unknown-field', 'a field of a newer Istio');
  expect(policies()).toEqual([
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'store-allow', namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } },
      spec: { action: 'ALLOW', selector: { matchLabels: { app: 'store' } }, newField: { deep: [1] } },
    },
  ]);
  store.allowFrom(web);
  expect(rules()).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }]);
});

test('client addresses at a service are warned of where a gateway leads to it, because the gateway is let in beside them', () => {
  const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const { root } = chart.node;
    web.allowFrom(Caller.clientIps('198.51.100.0/24'));
    (root as App).synthYaml();
    expect(warnings).not.toHaveBeenCalled();
    new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
    (root as App).synthYaml();
    expect(warnings.mock.calls).toEqual([[expect.stringContaining(
      '[shop/Namespace/web] warning[mesh-workload/client-ips-behind-gateway]: web lets in clients by their address, and a gateway that leads to it is let in whoever its client is',
    )]]);
  } finally {
    warnings.mockRestore();
  }
});
