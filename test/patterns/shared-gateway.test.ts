// One gateway, many owners: teams, namespaces, certificates, and what they can do to each other.
import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import {
  Caller,
  DirectResponse,
  GatewayPods,
  GatewayServer,
  IngressGateway,
  IngressRoute,
  IngressRouteProps,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  Route,
  SecureNamespace,
  ServerTls,
  TcpIngressRoute,
  TlsVersion,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });
const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });

let app: App;
let platform: Chart;
let edge: IngressGateway;
beforeEach(() => {
  app = new App();
  platform = new Chart(app, 'platform', { namespace: 'platform' });
  edge = new IngressGateway(platform, 'Edge', { pods, name: 'public' });
});

const team = (name: string) => new MeshNamespace(new Chart(app, name), 'Namespace', { name, create: false });
const web = (ns: MeshNamespace) => (ns.node.tryFindChild('web') as MeshService | undefined) ?? ns.addService('web', { ports: [http] });
const route = (ns: MeshNamespace, id: string, props: Partial<IngressRouteProps> = {}) =>
  new IngressRoute(ns, id, { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('shop-cert'), routes: [Route.all(web(ns))], ...props });
const objects = (kind: string) => app.charts.flatMap(chart => Testing.synth(chart)).filter(each => each.kind === kind);
const servers = () => objects('Gateway')[0].spec.servers.map(({ port, hosts, tls }: any) => [port.name, hosts, tls?.credentialName]);
const synth = () => () => app.synthYaml();
const warnings = (): string => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  app.synthYaml();
  const text = write.mock.calls.map(([said]) => String(said)).join('');
  write.mockRestore();
  return text;
};

describe('teams in namespaces of their own', () => {
  test('two teams share a gateway of the platform', () => {
    for (const name of ['shop', 'blog']) {
      const chart = new Chart(app, name, { namespace: name });
      const front = new SecureNamespace(chart, 'Namespace', { name }).addService('front', { ports: [http] });
      new IngressRoute(chart, 'Front', { gateway: edge, hosts: [`${name}.example.com`], tls: ServerTls.simple('example-com'), routes: [Route.all(front)] });
    }
    expect(manifest(app)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: public
       namespace: edge
     spec:
       selector:
         app: edge
       servers:
         - hosts:
             - shop/shop.example.com
             - blog/blog.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/shop.example.com
             - blog/blog.example.com
           port:
             name: https-443-example-com
             number: 443
             protocol: HTTPS
           tls:
             credentialName: example-com
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     ---
     apiVersion: v1
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
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: front-allow
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
           app: front
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-front
       namespace: shop
     spec:
       gateways:
         - edge/public
       hosts:
         - shop.example.com
       http:
         - route:
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 80
     ---
     apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: blog
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: blog
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: deny-by-default
       namespace: blog
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: front-allow
       namespace: blog
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/edge/sa/edge
       selector:
         matchLabels:
           app: front
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: blog-front
       namespace: blog
     spec:
       gateways:
         - edge/public
       hosts:
         - blog.example.com
       http:
         - route:
             - destination:
                 host: front.blog.svc.cluster.local
                 port:
                   number: 80
     "
    `);
  });

  test('each host is open for routes of its own namespace only', () => {
    route(team('shop'), 'Front');
    route(team('blog'), 'Front', { hosts: ['blog.example.com'] });
    expect(servers()).toEqual([
      ['http-80-redirect', ['shop/shop.example.com', 'blog/blog.example.com'], undefined],
      ['https-443-shop-cert', ['shop/shop.example.com', 'blog/blog.example.com'], 'shop-cert'],
    ]);
  });
});

describe('certificates of cert-manager', () => {
  const tls = ServerTls.certManager('letsencrypt', { minVersion: TlsVersion.V1_3 });

  test('a certificate is asked for beside the pods of the gateway', () => {
    const { certificate } = route(team('shop'), 'Front', { tls, hosts: ['shop.example.com', 'www.example.com'] });
    expect(certificate!.name).toBe('shop-example-com');
    expect(manifest(app)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: public
       namespace: edge
     spec:
       selector:
         app: edge
       servers:
         - hosts:
             - shop/shop.example.com
             - shop/www.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/shop.example.com
             - shop/www.example.com
           port:
             name: https-443-shop-example-com-tls
             number: 443
             protocol: HTTPS
           tls:
             credentialName: shop-example-com-tls
             minProtocolVersion: TLSV1_3
             mode: SIMPLE
     ---
     apiVersion: cert-manager.io/v1
     kind: Certificate
     metadata:
       name: shop-example-com
       namespace: edge
     spec:
       dnsNames:
         - shop.example.com
         - www.example.com
       issuerRef:
         group: cert-manager.io
         kind: ClusterIssuer
         name: letsencrypt
       secretName: shop-example-com-tls
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-namespace-front
       namespace: shop
     spec:
       gateways:
         - edge/public
       hosts:
         - shop.example.com
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

  test('is one for all routes with the same hosts', () => {
    const [shop, cart] = [team('shop'), team('cart')];
    const first = route(shop, 'Front', { tls, routes: [Route.prefix('/a', web(shop))] });
    const second = route(cart, 'Front', { tls, routes: [Route.prefix('/b', web(cart))] });
    expect(second.certificate).toBe(first.certificate);
    expect(objects('Certificate')).toHaveLength(1);
    expect(servers()[1]).toEqual(['https-443-shop-example-com-tls', ['shop/shop.example.com', 'cart/shop.example.com'], 'shop-example-com-tls']);
  });

  test('has a name for wildcards too, and takes patches', () => {
    route(team('shop'), 'Front', { tls, hosts: ['*.example.com'] }).certificate!.addJsonPatch(JsonPatch.add('/spec/renewBefore', '240h'));
    expect(objects('Certificate')[0]).toMatchObject({
      metadata: { name: 'wildcard-example-com', namespace: 'edge' },
      spec: { dnsNames: ['*.example.com'], secretName: 'wildcard-example-com-tls', renewBefore: '240h' },
    });
  });

  test('is for a TCP route as well', () => {
    const db = team('shop').addService('db', { ports: [MeshPort.tcp(5432)] });
    new TcpIngressRoute(db, 'Edge', { gateway: edge, port: 5432, target: db, tls, hosts: ['db.example.com'] });
    expect([objects('Certificate')[0].spec.dnsNames, servers()]).toEqual([
      ['db.example.com'],
      [['tls-5432-db-example-com-tls', ['shop/db.example.com'], 'db-example-com-tls']],
    ]);
  });

  test.each<[string, Partial<IngressRouteProps>, string]>([
    [
      'another issuer',
      { tls: ServerTls.certManager('staging') },
      '[other/Namespace/B] the certificate for shop.example.com comes from "staging" here and from "letsencrypt" at [shop/Namespace/A]\n    fix: use one ClusterIssuer for a host',
    ],
    [
      'other hosts',
      { tls, hosts: ['shop.example.com', 'www.example.com'] },
      '[other/Namespace/B] the certificate for shop.example.com has the hosts shop.example.com, www.example.com here and shop.example.com at [shop/Namespace/A]\n    fix: give all routes of a host the same hosts, or use ServerTls.simple(secret)',
    ],
    ['every host', { tls, hosts: ['*'] }, '[other/Namespace/B] hosts has "*", and there is no certificate for every host\n    fix: name the hosts'],
  ])('fails for %s, and stays as it was', (_, props, message) => {
    const [shop, other] = [team('shop'), team('other')];
    route(shop, 'A', { tls, routes: [Route.prefix('/a', web(shop))] });
    const before = servers();
    expect(() => route(other, 'B', { routes: [Route.prefix('/b', web(other))], ...props })).toThrow(message);
    other.node.tryRemoveChild('B');
    expect([servers(), objects('Certificate')]).toEqual([before, [expect.anything()]]);
  });

  test('fails for a name that no ClusterIssuer has', () => {
    expect(() => ServerTls.certManager('Lets Encrypt')).toThrow('[ServerTls.certManager] clusterIssuer is "Lets Encrypt", not a DNS name');
  });
});

describe('hosts that meet', () => {
  test('fails for a plain host whose wildcard is sent to HTTPS, in either order', () => {
    const ns = team('shop');
    route(ns, 'Wide', { hosts: ['*.example.com'] });
    const plain = () => route(ns, 'Plain', { hosts: ['status.example.com'], tls: ServerTls.none() });
    expect(plain).toThrow(
      '[shop/Namespace/Plain] status.example.com is plain HTTP on port 80 at [shop/Namespace/Plain], where [shop/Namespace/Wide] sends all of *.example.com to HTTPS\n    fix: set httpsRedirect: false for the wildcard, use another port, or give both TLS',
    );
    edge = new IngressGateway(platform, 'Other', { pods: GatewayPods.istioctl() });
    ns.node.tryRemoveChild('Plain');
    plain();
    expect(() => route(ns, 'Wide2', { hosts: ['*.example.com'] })).toThrow(
      '[shop/Namespace/Wide2] status.example.com is plain HTTP on port 80 at [shop/Namespace/Plain]',
    );
  });

  test('a plain host of another namespace is not meant by the redirect', () => {
    route(team('shop'), 'Wide', { hosts: ['*.example.com'] });
    expect(() => route(team('status'), 'Plain', { hosts: ['status.example.com'], tls: ServerTls.none() })).not.toThrow();
  });

  test('fails at synthesis for a wildcard without client certificates around a host with them', () => {
    const ns = team('shop');
    route(ns, 'Wide', { hosts: ['*.example.com'] });
    route(ns, 'Admin', { hosts: ['admin.example.com'], tls: ServerTls.mutual('admin-cert') });
    expect(synth()).toThrow(
      /\[platform\/Edge\] error\[ingress-gateway\/client-certificate-bypass\]: admin\.example\.com asks clients for a certificate at \[shop\/Namespace\/Admin\], and \*\.example\.com does not at \[shop\/Namespace\/Wide\]/,
    );
  });

  test.each<[string, (ns: MeshNamespace) => void]>([
    ['the wildcard asks for them too, and shares their server', ns => route(ns, 'Wide', { hosts: ['*.example.com'], tls: ServerTls.mutual('admin-cert') })],
    ['the wildcard is on another port', ns => route(ns, 'Wide', { hosts: ['*.example.com'], port: 8443 })],
    ['the wildcard is for other hosts', ns => route(ns, 'Wide', { hosts: ['*.example.net'] })],
  ])('a host with client certificates is fine when %s', (_, wide) => {
    const ns = team('shop');
    route(ns, 'Admin', { hosts: ['admin.example.com'], tls: ServerTls.mutual('admin-cert') });
    wide(ns);
    expect(warnings()).toBe('');
  });

  test('a wildcard has the server of hosts under it that have its certificate, so that Istio tells their routes apart', () => {
    const [shop, blog] = [team('shop'), team('blog')];
    route(shop, 'Admin', { hosts: ['admin.example.com'] });
    route(shop, 'Wide', { hosts: ['*.example.com'] });
    route(blog, 'Blog', { hosts: ['blog.example.com'] });
    expect(servers()).toEqual([
      ['http-80-redirect', ['shop/*.example.com', 'blog/blog.example.com'], undefined],
      ['https-443-shop-cert', ['shop/*.example.com', 'blog/blog.example.com'], 'shop-cert'],
    ]);
    expect(warnings()).toBe('');
  });

  const api = { routes: [Route.prefix('/api', DirectResponse.text(200))] };
  const overlap = 'warning[ingress-route/overlapping-routes]: requests for admin.example.com have a route for ';

  test.each<[string, string[], Partial<IngressRouteProps>, Partial<IngressRouteProps>, string]>([
    ['both have one for every request', ['Admin', 'Wide'], {}, {}, `${overlap}all requests of [shop/Namespace/Admin], and one for all requests of [shop/Namespace/Wide], whose host is *.example.com`],
    ['so they do the other way round', ['Wide', 'Admin'], {}, {}, `${overlap}all requests of [shop/Namespace/Admin], and one for all requests of [shop/Namespace/Wide], whose host is *.example.com`],
    ['the wildcard has a narrower one', ['Admin', 'Wide'], {}, api, `${overlap}all requests of [shop/Namespace/Admin], and one for path under "/api" of [shop/Namespace/Wide], whose host is *.example.com`],
    ['just the host has a narrower one', ['Admin', 'Wide'], api, {}, ''],
  ])('warns where the age of the objects would decide between the routes of a host and of its wildcard: %s', (_, order, admin, wide, told) => {
    const ns = team('shop');
    const all: { [id: string]: Partial<IngressRouteProps> } = {
      Admin: { hosts: ['admin.example.com'], tls: ServerTls.optionalMutual('admin-cert'), namespace: ns, ...admin },
      Wide: { hosts: ['*.example.com'], namespace: ns, ...wide },
    };
    order.forEach(id => route(ns, id, all[id]));
    const said = warnings();
    if (told) expect(said).toContain(told);
    else expect(said).toBe('');
  });

  test.each<[string, Partial<IngressRouteProps>, Partial<IngressRouteProps>, string]>([
    [
      'one certificate and different settings',
      { hosts: ['a.example.com'] },
      { hosts: ['b.example.com'], tls: ServerTls.mutual('shop-cert') },
      'the certificate for a.example.com, of [shop/Namespace/A], is for b.example.com too, which has a server of its own by [blog/Namespace/B]',
    ],
    [
      'a wildcard of another namespace',
      { hosts: ['a.example.com'] },
      { hosts: ['*.example.com'], tls: ServerTls.simple('wide-cert') },
      'the certificate for *.example.com, of [blog/Namespace/B], is for a.example.com too, which has a server of its own by [shop/Namespace/A]',
    ],
  ])('warns of connections that browsers use again: %s', (_, first, second, problem) => {
    route(team('shop'), 'A', first);
    route(team('blog'), 'B', second);
    const said = warnings();
    expect(said).toContain(`[platform/Edge] warning[ingress-gateway/shared-certificate]: ${problem}`);
    expect(said.match(/shared-certificate\]/g)).toHaveLength(1);
  });
});

describe('two gateways with the same pods', () => {
  const second = (props: Partial<IngressRouteProps>, ns = team('blog')) => {
    edge = new IngressGateway(platform, 'Second', { pods });
    route(ns, 'Second', props);
  };

  test.each<[string, Partial<IngressRouteProps>, string]>([
    [
      'TLS for one host',
      {},
      'port 443 of the same pods has SIMPLE with shop-cert for shop.example.com here, and SIMPLE with shop-cert for shop.example.com by the gateway of [shop/Namespace/First]',
    ],
    [
      'plain HTTP and a redirect for one host',
      { tls: ServerTls.none() },
      'port 80 of the same pods has plain HTTP for shop.example.com here, and a redirect to HTTPS for shop.example.com by the gateway of [shop/Namespace/First]',
    ],
    [
      'plain HTTP and TLS',
      { tls: ServerTls.none(), port: 443, hosts: ['blog.example.com'] },
      'port 443 of the same pods has plain HTTP for blog.example.com here, and SIMPLE with shop-cert for shop.example.com by the gateway',
    ],
  ])('fails at synthesis for %s on one port', (_, props, problem) => {
    route(team('shop'), 'First');
    second(props);
    expect(synth()).toThrow(`[platform/Second] error[ingress-gateway/conflicting-gateways]: ${problem}`);
  });

  test('is fine for other hosts, with a warning where a certificate is shared', () => {
    route(team('shop'), 'First');
    second({ hosts: ['blog.example.com'] });
    expect(warnings()).toContain(
      '[ingress-gateway/shared-certificate]: the certificate for shop.example.com, of [shop/Namespace/First], is for blog.example.com too',
    );
  });

  test('warns where one lets some clients in, which refuses all clients of the other', () => {
    const first = edge;
    route(team('shop'), 'First');
    second({ hosts: ['blog.example.com'], tls: ServerTls.simple('blog-cert') });
    expect(warnings()).toBe('');
    first.allowFrom(Caller.clientIps('203.0.113.0/24'));
    expect(warnings()).toMatch(
      /^\[platform\/Second\] warning\[ingress-gateway\/nobody-allowed\]: \[platform\/Edge\], which has the same pods, lets in its own clients only, and nothing lets clients in\n.*\n.*\n +fix: use one IngressGateway for these pods/,
    );
    edge.allowFrom(Caller.clientIps('203.0.113.7'));
    expect(warnings()).toBe('');
  });

  test('is fine in another mesh, and with other pods', () => {
    route(team('shop'), 'First');
    Mesh.of(platform).configure({});
    edge = new IngressGateway(new Chart(app, 'test'), 'Edge', { pods });
    route(team('blog'), 'Test');
    edge = new IngressGateway(platform, 'Other', { pods: GatewayPods.istioctl() });
    route(team('docs'), 'Other');
    expect(warnings()).toBe('');
  });
});

describe('ports', () => {
  test.each<[string, ServerTls, string]>([
    ['plain HTTP', ServerTls.none(), 'port 5432 of the gateway would carry plain TCP and plain HTTP, asked for by [shop/Namespace/Db]'],
    ['TLS', ServerTls.simple('cert'), 'port 5432 of the gateway would carry plain TCP and TLS, asked for by [shop/Namespace/Db]'],
  ])('fails for plain TCP and %s', (_, tls, message) => {
    const ns = team('shop');
    new TcpIngressRoute(ns, 'Db', { gateway: edge, port: 5432, target: ns.addService('db', { ports: [MeshPort.tcp(5432)] }), tls: ServerTls.none() });
    expect(() => route(ns, 'Front', { port: 5432, tls })).toThrow(`[shop/Namespace/Front] ${message}\n    fix: use another port for one of them`);
  });
});

describe('a certificate of cert-manager that nobody would write', () => {
  const tls = ServerTls.certManager('letsencrypt');

  test.each<[string, () => unknown, string]>([
    [
      'a server of a Gateway',
      () => GatewayServer.https(443, ['shop.example.com'], tls),
      '[GatewayServer.https] tls is ServerTls.certManager()\n    fix: use it in an IngressRoute, which writes the Certificate, or ServerTls.simple(secret)',
    ],
    [
      'a gateway of somebody else',
      () => route(team('shop'), 'Front', { gateway: IngressGateway.fromName('istio-ingress/public', { pods }), tls }),
      'tls is said for a gateway that somebody else owns',
    ],
  ])('fails for %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

test('fails for TLS between clusters, which needs no routes', () => {
  expect(() => route(team('shop'), 'Front', { tls: ServerTls.autoPassthrough() })).toThrow(
    '[shop/Namespace/Front] tls is ServerTls.autoPassthrough(), which needs no routes\n    fix: use it in a Gateway, with GatewayServer.tls',
  );
});

test('fails for a short host, which no client sends', () => {
  expect(() => route(team('shop'), 'Front', { hosts: ['shop'] })).toThrow('[shop/Namespace/Front] hosts has "shop", a short name\n    fix: use the name as clients send it');
});

test('fails for hosts that cover each other, and leaves the gateway as it was', () => {
  const ns = team('shop');
  expect(() => route(ns, 'Front', { hosts: ['a.example.com', '*.example.com'] })).toThrow(
    '[shop/Namespace/Front] hosts has "a.example.com" and "*.example.com", and one covers the other',
  );
  ns.node.tryRemoveChild('Front');
  expect(objects('Gateway')).toEqual([]);
  route(ns, 'Other', { hosts: ['b.example.com'] });
  expect(servers()[1][1]).toEqual(['shop/b.example.com']);
});
