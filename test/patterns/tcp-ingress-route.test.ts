import { App, Chart, Testing } from 'cdk8s';
import {
  CanaryRelease,
  GatewayPods,
  IngressGateway,
  MeshNamespace,
  MeshPort,
  MeshService,
  SecureNamespace,
  ServerTls,
  TcpIngressRoute,
  TcpIngressRouteProps,
} from '../../src';
import { manifest } from '../manifest';

const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });

let chart: Chart;
let db: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  db = ns.addService('db', { ports: [MeshPort.tcp(5432)], versions: ['v1', 'v2'] });
  edge = new IngressGateway(chart, 'Edge', { pods });
});

const route = (props: Partial<TcpIngressRouteProps> = {}, id = 'Db') =>
  new TcpIngressRoute(chart, id, { gateway: edge, port: 5432, target: db, tls: ServerTls.none(), ...props });
const service = (name: string, ...ports: MeshPort[]) => new MeshService(chart, name, { namespace: MeshNamespace.fromName('shop'), ports });
const find = (kind: string, name?: string) => Testing.synth(chart).find(each => each.kind === kind && (name === undefined || each.metadata.name === name));
const servers = () => find('Gateway').spec.servers.map(({ port, hosts, tls }: any) => [port.name, port.protocol, hosts, tls?.mode]);

test('brings connections from a port of the gateway to a database', () => {
  route();
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
   kind: DestinationRule
   metadata:
     name: db
     namespace: shop
   spec:
     host: db.shop.svc.cluster.local
     subsets:
       - labels:
           version: v1
         name: v1
       - labels:
           version: v2
         name: v2
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
                 - cluster.local/ns/edge/sa/edge
     selector:
       matchLabels:
         app: db
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
           - shop/*
         port:
           name: tcp-5432
           number: 5432
           protocol: TCP
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-db
     namespace: shop
   spec:
     gateways:
       - edge/shop-edge
     hosts:
       - "*"
     tcp:
       - match:
           - port: 5432
         route:
           - destination:
               host: db.shop.svc.cluster.local
               port:
                 number: 5432
   "
  `);
});

test('ends TLS for server names, which share a port', () => {
  route({ tls: ServerTls.mutual('db-cert'), hosts: ['db.example.com'] });
  route({ tls: ServerTls.simple('cache-cert'), hosts: ['cache.example.com', 'cache.example.net'], target: service('cache', MeshPort.redis(6379)) }, 'Cache');
  expect(servers()).toEqual([
    ['tls-5432-db-cert', 'TLS', ['shop/db.example.com'], 'MUTUAL'],
    ['tls-5432-cache-cert', 'TLS', ['shop/cache.example.com', 'shop/cache.example.net'], 'SIMPLE'],
  ]);
  expect(find('VirtualService', 'shop-cache').spec).toMatchObject({ hosts: ['cache.example.com', 'cache.example.net'], tcp: [{ match: [{ port: 5432 }] }] });
});

test('gives each route a server of its own, because the bytes of a server have one target', () => {
  const tls = ServerTls.simple('cert');
  route({ tls, hosts: ['a.example.com'] }, 'A');
  route({ tls, hosts: ['b.example.com'], target: service('cache', MeshPort.redis(6379)) }, 'B');
  expect(servers()).toEqual([
    ['tls-5432-cert', 'TLS', ['shop/a.example.com'], 'SIMPLE'],
    ['tls-5432-cert-2', 'TLS', ['shop/b.example.com'], 'SIMPLE'],
  ]);
});

test.each([
  ['the same host', ['a.example.com'], 'a.example.com'],
  ['a wildcard for it', ['*.example.com'], '*.example.com'],
  ['every host', undefined, '*'],
])('fails for a second route with TLS on a port and %s', (_, hosts, told) => {
  const tls = ServerTls.simple('cert');
  route({ tls, hosts: ['a.example.com'] }, 'A');
  expect(() => route({ tls, hosts }, 'B')).toThrow(
    `[shop/B] ${told} on port 5432 of the gateway has a TCP route already, [shop/A] for a.example.com\n    fix: use another port, or hosts that do not cover each other`);
});

test('follows a release of all connections', () => {
  route();
  new CanaryRelease(chart, 'Canary', { stable: db.version('v1'), canary: db.version('v2'), canaryPercent: 25 });
  expect(find('VirtualService', 'shop-db').spec.tcp[0].route.map(({ destination, weight }: any) => [destination.subset, weight])).toEqual([
    ['v1', 75],
    ['v2', 25],
  ]);
});

test('goes to one version, to one port, and to services of others', () => {
  const target = (id: string, to: TcpIngressRouteProps['target'], port: number) => {
    route({ target: to, port }, id);
    return find('VirtualService', `shop-${id.toLowerCase()}`).spec.tcp[0].route[0].destination;
  };
  expect([
    target('Version', db.version('v2'), 1),
    target('Port', service('several', MeshPort.tcp(1), MeshPort.mongo(2), MeshPort.http(3)).onPort(2), 2),
    target('Other', MeshService.fromName('legacy', { namespace: MeshNamespace.fromName('old'), ports: [MeshPort.mysql(3306)] }), 3),
  ]).toEqual([
    { host: 'db.shop.svc.cluster.local', port: { number: 5432 }, subset: 'v2' },
    { host: 'several.shop.svc.cluster.local', port: { number: 2 } },
    { host: 'legacy.old.svc.cluster.local', port: { number: 3306 } },
  ]);
});

test('uses a gateway of somebody else, and leaves its Gateway object alone', () => {
  route({ gateway: IngressGateway.fromName('istio-ingress/public', { pods }), tls: undefined });
  expect(find('Gateway')).toBeUndefined();
  expect(find('VirtualService').spec).toMatchObject({ gateways: ['istio-ingress/public'], hosts: ['*'], tcp: [{ match: [{ port: 5432 }] }] });
});

test('takes overrides', () => {
  route().virtualService.override('spec.exportTo', ['edge']);
  expect(find('VirtualService').spec.exportTo).toEqual(['edge']);
});

test('tells policies for the gateway which ports and server names carry no requests', () => {
  expect(edge.policyTargetConfig()).not.toHaveProperty('otherPorts');
  route();
  route({ port: 6379, targetPort: 16379, target: service('cache', MeshPort.redis(6379)) }, 'Cache');
  route({ port: 443, tls: ServerTls.simple('mq-cert'), hosts: ['mq.example.com'], target: service('mq', MeshPort.tcp(5671)) }, 'Queue');
  expect(edge.policyTargetConfig()).toMatchObject({ otherPorts: [5432, 16379], otherServerNames: ['mq.example.com'] });
});

test.each<[string, () => Partial<TcpIngressRouteProps>, string]>([
  ['TLS that is not said', () => ({ tls: undefined }), '[shop/Db] tls is not said\n    fix: use ServerTls.simple(secret), or ServerTls.none() for plain TCP'],
  ['TLS that passes through', () => ({ tls: ServerTls.passthrough() }), '[shop/Db] tls is ServerTls.passthrough()\n    fix: use an IngressRoute with it'],
  ['TLS between clusters', () => ({ tls: ServerTls.autoPassthrough() }), '[shop/Db] tls is ServerTls.autoPassthrough(), which needs no routes'],
  [
    'hosts without TLS',
    () => ({ hosts: ['db.example.com'] }),
    '[shop/Db] hosts is said with ServerTls.none(), and plain connections have no host\n    fix: leave hosts out, or give the gateway a certificate',
  ],
  ['no hosts', () => ({ tls: ServerTls.simple('a'), hosts: [] }), '[shop/Db] hosts is empty'],
  ['a URL as host', () => ({ tls: ServerTls.simple('a'), hosts: ['tcp://db'] }), '[shop/Db] hosts is "tcp://db", not a host name'],
  ['a port that is none', () => ({ port: 0 }), '[shop/Db] port is 0, not a port'],
  ['a target port that is none', () => ({ targetPort: 70000 }), '[shop/Db] targetPort is 70000, not a port'],
  [
    'a service without TCP port',
    () => ({ target: service('web', MeshPort.http(80)) }),
    '[shop/Db] web.shop.svc.cluster.local has no TCP port; it has http-80\n    fix: use an IngressRoute for HTTP, or describe the port with MeshPort.tcp',
  ],
  [
    'a service with several',
    () => ({ target: service('mq', MeshPort.tcp(5672), MeshPort.tcp(1883)) }),
    '[shop/Db] mq.shop.svc.cluster.local has several TCP ports: tcp-5672, tcp-1883\n    fix: say which with onPort(port)',
  ],
  [
    'a certificate for a gateway of somebody else',
    () => ({ gateway: IngressGateway.fromName('a/b', { pods }), tls: ServerTls.simple('a') }),
    '[shop/Db] tls is said for a gateway that somebody else owns',
  ],
])('fails for %s', (_, props, message) => {
  expect(() => route(props())).toThrow(message);
});

test('fails for a second plain route on a port, and stays as it was', () => {
  route();
  const before = servers();
  expect(() => route({ target: service('cache', MeshPort.redis(6379)) }, 'Cache')).toThrow(
    '[shop/Cache] port 5432 of the gateway has a TCP route already, [shop/Db]\n    fix: use another port, or TLS with hosts: plain connections cannot be told apart',
  );
  chart.node.tryRemoveChild('Cache');
  expect(servers()).toEqual(before);
});
