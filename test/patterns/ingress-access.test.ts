// Who may ask for the hosts of a gateway, and what browsers are told.
import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  Caller,
  DirectResponse,
  Framing,
  GatewayPods,
  HeaderOperations,
  IngressGateway,
  IngressRoute,
  IngressRouteProps,
  MeshNamespace,
  MeshPort,
  MeshService,
  Redirect,
  Route,
  SecurityHeaders,
  ServerTls,
  TcpIngressRoute,
} from '../../src';
import { manifest } from '../manifest';

const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });
const office = Caller.clientIps('203.0.113.0/24');

let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  web = ns.addService('web', { ports: [MeshPort.http(80)] });
  edge = new IngressGateway(chart, 'Edge', { pods });
});

const route = (props: Partial<IngressRouteProps> = {}, id = 'Admin') =>
  new IngressRoute(chart, id, { gateway: edge, hosts: ['admin.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(web)], ...props });
const passthrough = (host: string) =>
  route({ hosts: [host], tls: ServerTls.passthrough(), routes: [Route.all(ns.addService('bank', { ports: [MeshPort.tls(443)] }))] }, 'Bank');
const tcp = () =>
  new TcpIngressRoute(chart, 'Db', { gateway: edge, port: 5432, target: ns.addService('db', { ports: [MeshPort.tcp(5432)] }), tls: ServerTls.none() });
const rule = () => Testing.synth(chart).find(({ metadata }) => metadata.name === 'shop-admin-clients')?.spec.rules[0];

describe('clients of a host', () => {
  test('only some clients may ask for the hosts of an ingress route', () => {
    route().allowFrom(office);
    route({ hosts: ['www.example.com'] }, 'Www');
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-edge
       namespace: edge
     spec:
       selector:
         app: edge
       servers:
         - hosts:
             - shop/admin.example.com
             - shop/www.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/admin.example.com
             - shop/www.example.com
           port:
             name: https-443-cert
             number: 443
             protocol: HTTPS
           tls:
             credentialName: cert
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-admin
       namespace: shop
     spec:
       gateways:
         - edge/shop-edge
       hosts:
         - admin.example.com
       http:
         - route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 80
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-admin-clients
       namespace: edge
     spec:
       action: DENY
       rules:
         - from:
             - source:
                 notRemoteIpBlocks:
                   - 203.0.113.0/24
           to:
             - operation:
                 hosts:
                   - admin.example.com
                   - admin.example.com:*
       selector:
         matchLabels:
           app: edge
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-www
       namespace: shop
     spec:
       gateways:
         - edge/shop-edge
       hosts:
         - www.example.com
       http:
         - route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 80
     "
    `);
  });

  test('are joined, call by call', () => {
    const admin = route();
    expect(admin.clientsPolicy).toBeUndefined();
    admin.allowFrom(office);
    admin.allowFrom(Caller.clientIps('198.51.100.7', '203.0.113.0/24'));
    admin.allowFrom(Caller.peerIps('10.0.0.0/8'));
    expect(rule().from).toEqual([{ source: { notIpBlocks: ['10.0.0.0/8'], notRemoteIpBlocks: ['203.0.113.0/24', '198.51.100.7'] } }]);
    admin.clientsPolicy!.override('metadata.labels', { team: 'shop' });
    expect(Testing.synth(chart).find(({ kind }) => kind === 'AuthorizationPolicy').metadata.labels).toEqual({ team: 'shop' });
  });

  test('are asked for on ports with requests only, whatever comes later', () => {
    route().allowFrom(office);
    expect(rule().to[0].operation).toEqual({ hosts: ['admin.example.com', 'admin.example.com:*'] });
    tcp();
    passthrough('bank.example.com');
    expect(rule()).toEqual({
      from: [{ source: { notRemoteIpBlocks: ['203.0.113.0/24'] } }],
      to: [{ operation: { hosts: ['admin.example.com', 'admin.example.com:*'], notPorts: ['5432'] } }],
      when: [{ key: 'connection.sni', notValues: ['bank.example.com'] }],
    });
  });

  test('are asked for on ports with requests only of every gateway with the same pods, which the policy is for too', () => {
    route().allowFrom(office);
    edge = new IngressGateway(chart, 'Second', { pods });
    tcp();
    passthrough('bank.example.com');
    expect(rule()).toMatchObject({ to: [{ operation: { notPorts: ['5432'] } }], when: [{ key: 'connection.sni', notValues: ['bank.example.com'] }] });
    edge = new IngressGateway(chart, 'Third', { pods });
    route({ hosts: ['*.example.com'], port: 8443 }, 'Wide');
    expect(rule().when).toBeUndefined();
    const other = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'other' }, serviceAccount: 'edge' });
    expect(new IngressGateway(chart, 'Other', { pods: other }).policyTargetConfig()).toEqual({ namespace: 'edge', selector: { app: 'other' }, gateway: true });
  });

  test.each<[string, string, unknown]>([
    ['of other hosts is left out', '*.example.net', ['*.example.net']],
    ['around a host that ends TLS here is not, because its connections may carry requests', '*.example.com', undefined],
  ])('a wildcard of TLS that passes through %s', (_, host, names) => {
    route().allowFrom(office);
    passthrough(host);
    expect(rule().when?.[0].notValues).toEqual(names);
  });

  test('are known by the server name of their connection where TLS passes through, which carries no requests for the gateway', () => {
    passthrough('bank.example.com').allowFrom(office);
    const from = [{ source: { notRemoteIpBlocks: ['203.0.113.0/24'] } }];
    expect(Testing.synth(chart).find(({ metadata }) => metadata.name === 'shop-bank-clients').spec.rules).toEqual([
      { from, to: [{ operation: { hosts: ['bank.example.com', 'bank.example.com:*'] } }], when: [{ key: 'connection.sni', notValues: ['bank.example.com'] }] },
      { from, when: [{ key: 'connection.sni', values: ['bank.example.com'] }] },
    ]);
  });

  test('of a gateway of somebody else are asked at its pods', () => {
    route({ gateway: IngressGateway.fromName('istio-ingress/public', { pods }), tls: undefined }).allowFrom(office);
    expect(Testing.synth(chart).find(({ kind }) => kind === 'AuthorizationPolicy')).toMatchObject({
      metadata: { namespace: 'edge', name: 'shop-admin-clients' },
      spec: { action: 'DENY', selector: { matchLabels: { app: 'edge' } } },
    });
  });

  test.each<[string, Partial<IngressRouteProps>, Caller | undefined, string]>([
    [
      'an identity of the mesh',
      {},
      undefined,
      '[shop/Admin] the caller has an identity of the mesh, and clients of a gateway have none\n    fix: name addresses with Caller.clientIps, or ask for tokens',
    ],
    ['anyone', {}, Caller.anyoneEvenUnauthenticated(), '[shop/Admin] the caller is anyone, and nothing is refused here\n    fix: leave the call out'],
    ['every host', { hosts: ['*'] }, office, '[shop/Admin] its hosts have "*", every host of the gateway\n    fix: call allowFrom on the gateway'],
    [
      'a wildcard',
      { hosts: ['a.example.net', '*.example.com'] },
      office,
      '[shop/Admin] its hosts have "*.example.com", which a request gets around by a port in its Host\n    fix: name the hosts one by one, or call allowFrom on the gateway',
    ],
  ])('fails for %s, and writes nothing', (_, props, caller, message) => {
    const admin = route(props);
    expect(() => admin.allowFrom(caller ?? ns)).toThrow(message);
    expect(admin.clientsPolicy).toBeUndefined();
  });
});

describe('a policy target', () => {
  test('is for the hosts of the route, and with * for every host', () => {
    expect(route({ hosts: ['a.example.com', 'b.example.com'] }).policyTargetConfig().hosts).toEqual(['a.example.com', 'b.example.com']);
    expect(route({ hosts: ['*'], tls: ServerTls.none() }, 'All').policyTargetConfig()).toEqual({ namespace: 'edge', selector: { app: 'edge' }, gateway: true });
  });
});

describe('response headers', () => {
  const headers = () =>
    Testing.synth(chart)
      .find(({ kind }) => kind === 'VirtualService')
      .spec.http.map((each: any) => each.headers?.response);

  test('hold for every route, and what a route says itself counts', () => {
    route({
      responseHeaders: HeaderOperations.none().replace('x-frame-options', 'DENY').add('x-a', '1').remove('x-powered-by'),
      routes: [
        Route.exact('/frame', web, { responseHeaders: HeaderOperations.none().replace('X-Frame-Options', 'SAMEORIGIN').remove('x-b') }),
        Route.exact('/old', Redirect.toPath('/new')),
        Route.exact('/robots.txt', DirectResponse.text(200)),
        Route.all(web),
      ],
    });
    const common = { set: { 'x-frame-options': 'DENY' }, add: { 'x-a': '1' }, remove: ['x-powered-by'] };
    expect(headers()).toEqual([common, { set: { 'X-Frame-Options': 'SAMEORIGIN' }, add: { 'x-a': '1' }, remove: ['x-powered-by', 'x-b'] }, common, common, common]);
  });

  test('make browsers careful', () => {
    route({ responseHeaders: SecurityHeaders.strict() });
    expect(headers()).toEqual([
      {
        set: {
          'strict-transport-security': 'max-age=31536000; includeSubDomains',
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
        },
      },
    ]);
  });

  test('can be less strict, or stricter', () => {
    route({
      responseHeaders: SecurityHeaders.strict({
        httpsOnly: Duration.hours(1),
        includeSubdomains: false,
        framing: Framing.SAME_ORIGIN,
        referrerPolicy: 'same-origin',
        contentSecurityPolicy: "default-src 'self'",
      }).replace('permissions-policy', 'camera=()'),
    });
    expect(headers()[0].set).toEqual({
      'strict-transport-security': 'max-age=3600',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'same-origin',
      'content-security-policy': "default-src 'self'",
      'permissions-policy': 'camera=()',
    });
  });

  test.each<[string, () => unknown, string]>([
    ['half a second', () => SecurityHeaders.strict({ httpsOnly: Duration.millis(1500) }), '[SecurityHeaders.strict] httpsOnly is'],
    ['no time', () => SecurityHeaders.strict({ httpsOnly: Duration.seconds(0) }), '[SecurityHeaders.strict] httpsOnly is'],
    ['an empty policy', () => SecurityHeaders.strict({ contentSecurityPolicy: '' }), '[SecurityHeaders.strict] contentSecurityPolicy is empty'],
    ['an empty referrer policy', () => SecurityHeaders.strict({ referrerPolicy: '' }), '[SecurityHeaders.strict] referrerPolicy is empty'],
    [
      'TLS that passes through',
      () => route({ tls: ServerTls.passthrough(), responseHeaders: SecurityHeaders.strict() }),
      '[shop/Admin] responseHeaders is said, but with ServerTls.passthrough() the gateway sees no requests\n    fix: leave it out',
    ],
    ['a header that is set and taken away', () => HeaderOperations.none().replace('a', '1').remove('A'), '[HeaderOperations.remove]'],
  ])('fails for %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
