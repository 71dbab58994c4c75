import { ApiObject, Chart, Testing } from 'cdk8s';
import { CipherSuite } from '../../src/resources/cipher-suite';
import { Destination } from '../../src/resources/destination';
import { Gateway, GatewayProps } from '../../src/resources/gateway';
import { GatewayServer } from '../../src/resources/gateway-server';
import { HttpRoute } from '../../src/resources/http-route';
import { ServerTls } from '../../src/resources/server-tls';
import { TlsVersion } from '../../src/resources/tls-version';
import { VirtualService } from '../../src/resources/virtual-service';
import { manifest } from '../manifest';

const INGRESS = { istio: 'ingressgateway' };
const HASH = 'ab'.repeat(32);
const SPKI = `${'A'.repeat(43)}=`;

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

function edge(servers: GatewayServer[] = [], props: Partial<GatewayProps> = {}, chart = shop()): Gateway {
  return new Gateway(chart, 'Edge', { selector: INGRESS, servers, ...props });
}

function serversOf(...servers: GatewayServer[]): any[] {
  const chart = shop();
  edge(servers, {}, chart);
  return Testing.synth(chart)[0].spec.servers;
}

function tlsOf(tls: ServerTls): any {
  return serversOf(GatewayServer.https(443, ['shop.example.com'], tls))[0].tls;
}

describe('whole manifests', () => {
  test('a gateway with simple TLS, and a redirect to it', () => {
    const chart = shop();
    new Gateway(chart, 'Edge', {
      selector: INGRESS,
      servers: [
        GatewayServer.http(80, ['shop.example.com'], { httpsRedirect: true }),
        GatewayServer.https(443, ['shop.example.com'], ServerTls.simple('shop-cert')),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - shop.example.com
           port:
             name: http-80
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             credentialName: shop-cert
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     "
    `);
  });

  test('a gateway with mutual TLS, passthrough, TCP, and one host of another namespace only', () => {
    const chart = shop();
    new Gateway(chart, 'Edge', {
      selector: { app: 'edge-gateway' },
      servers: [
        GatewayServer.https(443, ['shop/partners.example.com'], ServerTls.mutual('partners-cert', { subjectAltNames: ['partner.example.org'] })),
        GatewayServer.tls(443, ['vault.example.com'], ServerTls.passthrough()),
        GatewayServer.tls(8883, ['./mqtt.example.com'], ServerTls.simple('mqtt-cert', { minVersion: TlsVersion.V1_3 })),
        GatewayServer.tcp(5432, ['*']),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-edge
       namespace: shop
     spec:
       selector:
         app: edge-gateway
       servers:
         - hosts:
             - shop/partners.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             credentialName: partners-cert
             minProtocolVersion: TLSV1_2
             mode: MUTUAL
             subjectAltNames:
               - partner.example.org
         - hosts:
             - vault.example.com
           port:
             name: tls-443
             number: 443
             protocol: TLS
           tls:
             mode: PASSTHROUGH
         - hosts:
             - ./mqtt.example.com
           port:
             name: tls-8883
             number: 8883
             protocol: TLS
           tls:
             credentialName: mqtt-cert
             minProtocolVersion: TLSV1_3
             mode: SIMPLE
         - hosts:
             - "*"
           port:
             name: tcp-5432
             number: 5432
             protocol: TCP
     "
    `);
  });

  test('an egress gateway for callers of the mesh, and one between clusters', () => {
    const chart = shop();
    new Gateway(chart, 'Egress', { selector: { istio: 'egressgateway' }, servers: [GatewayServer.https(443, ['api.example.com'], ServerTls.istioMutual())] });
    new Gateway(chart, 'EastWest', { selector: { istio: 'eastwestgateway' }, servers: [GatewayServer.tls(15443, ['*.local'], ServerTls.autoPassthrough())] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-egress
       namespace: shop
     spec:
       selector:
         istio: egressgateway
       servers:
         - hosts:
             - api.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             mode: ISTIO_MUTUAL
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-east-west
       namespace: shop
     spec:
       selector:
         istio: eastwestgateway
       servers:
         - hosts:
             - "*.local"
           port:
             name: tls-15443
             number: 15443
             protocol: TLS
           tls:
             mode: AUTO_PASSTHROUGH
     "
    `);
  });

  test('every other kind of server certificate', () => {
    const chart = shop();
    const one = (id: string, tls: ServerTls) =>
      new Gateway(chart, id, { selector: INGRESS, servers: [GatewayServer.https(443, [`${id.toLowerCase()}.example.com`], tls)] });
    one('TwoSecrets', ServerTls.simple('rsa', { secondSecret: 'ecdsa', maxVersion: TlsVersion.V1_2, cipherSuites: [CipherSuite.ECDHE_RSA_AES128_GCM_SHA256] }));
    one('Files', ServerTls.simpleFiles('/etc/simple/tls.crt', '/etc/simple/tls.key'));
    one(
      'TwoFiles',
      ServerTls.simpleFiles('/etc/rsa/tls.crt', '/etc/rsa/tls.key', { secondCertificateFile: '/etc/ec/tls.crt', secondPrivateKeyFile: '/etc/ec/tls.key' }),
    );
    one(
      'MutualFiles',
      ServerTls.mutualFiles('/etc/mutual/tls.crt', '/etc/mutual/tls.key', '/etc/mutual/ca.crt', {
        crlFile: '/etc/mutual/ca.crl',
        subjectAltNames: ['a.example.org'],
      }),
    );
    one(
      'OptionalMutual',
      ServerTls.optionalMutual('cert', { caSecret: 'clients', verifyCertificateHash: [HASH], verifyCertificateSpki: [SPKI], insecureSkipVerify: true }),
    );
    one('OptionalFiles', ServerTls.optionalMutualFiles('/etc/optional/tls.crt', '/etc/optional/tls.key', '/etc/optional/ca.crt'));
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-two-secrets
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - twosecrets.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             cipherSuites:
               - ECDHE-RSA-AES128-GCM-SHA256
             credentialNames:
               - rsa
               - ecdsa
             maxProtocolVersion: TLSV1_2
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-files
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - files.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
             privateKey: /etc/simple/tls.key
             serverCertificate: /etc/simple/tls.crt
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-two-files
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - twofiles.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
             tlsCertificates:
               - privateKey: /etc/rsa/tls.key
                 serverCertificate: /etc/rsa/tls.crt
               - privateKey: /etc/ec/tls.key
                 serverCertificate: /etc/ec/tls.crt
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-mutual-files
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - mutualfiles.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             caCertificates: /etc/mutual/ca.crt
             caCrl: /etc/mutual/ca.crl
             minProtocolVersion: TLSV1_2
             mode: MUTUAL
             privateKey: /etc/mutual/tls.key
             serverCertificate: /etc/mutual/tls.crt
             subjectAltNames:
               - a.example.org
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-optional-mutual
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - optionalmutual.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             caCertCredentialName: clients
             credentialName: cert
             insecureSkipVerify: true
             minProtocolVersion: TLSV1_2
             mode: OPTIONAL_MUTUAL
             verifyCertificateHash:
               - abababababababababababababababababababababababababababababababab
             verifyCertificateSpki:
               - AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-optional-files
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - optionalfiles.example.com
           port:
             name: https-443
             number: 443
             protocol: HTTPS
           tls:
             caCertificates: /etc/optional/ca.crt
             minProtocolVersion: TLSV1_2
             mode: OPTIONAL_MUTUAL
             privateKey: /etc/optional/tls.key
             serverCertificate: /etc/optional/tls.crt
     "
    `);
  });
});

describe('servers', () => {
  test('the list is a copy, and grows', () => {
    const gateway = edge([GatewayServer.http(80, ['a.example.com'])]);
    gateway.servers.pop();
    gateway.addServer(GatewayServer.http(8080, ['b.example.com']));
    gateway.servers[0].hosts.pop();
    expect(gateway.servers.map(server => [server.port, server.hosts])).toEqual([
      [80, ['a.example.com']],
      [8080, ['b.example.com']],
    ]);
  });

  test("protocols have Istio's names, and ports are named after them", () => {
    const all = ['*'];
    const servers = serversOf(
      GatewayServer.http(1, all),
      GatewayServer.http2(2, all),
      GatewayServer.grpc(3, all),
      GatewayServer.grpcWeb(4, all),
      GatewayServer.tcp(5, all),
      GatewayServer.mongo(6, all),
      GatewayServer.redis(7, all),
      GatewayServer.mysql(8, all),
    );
    expect(servers.map(server => [server.port.name, server.port.protocol])).toEqual([
      ['http-1', 'HTTP'],
      ['http2-2', 'HTTP2'],
      ['grpc-3', 'GRPC'],
      ['grpc-web-4', 'GRPC-WEB'],
      ['tcp-5', 'TCP'],
      ['mongo-6', 'MONGO'],
      ['redis-7', 'REDIS'],
      ['mysql-8', 'MYSQL'],
    ]);
  });

  test('port names are unique, and those that were said stay', () => {
    const https = (host: string, portName?: string) => GatewayServer.https(443, [host], ServerTls.simple(host), { portName });
    const servers = serversOf(https('a.example.com'), https('b.example.com'), https('c.example.com', 'https-443-2'), https('d.example.com'));
    expect(servers.map(server => server.port.name)).toEqual(['https-443', 'https-443-3', 'https-443-2', 'https-443-4']);
  });

  test('a server has a name for statistics and an address', () => {
    expect(
      serversOf(GatewayServer.http(80, ['*'], { name: 'front', bind: '10.0.0.1' }), GatewayServer.http(0, ['*'], { bind: 'unix:///run/front.sock' })),
    ).toEqual([
      { name: 'front', port: { number: 80, name: 'http-80', protocol: 'HTTP' }, bind: '10.0.0.1', hosts: ['*'] },
      { port: { number: 0, name: 'http-0', protocol: 'HTTP' }, bind: 'unix:///run/front.sock', hosts: ['*'] },
    ]);
  });

  test('hosts are names, wildcards, addresses, each with a namespace or not', () => {
    const hosts = ['*', '*.example.com', 'a.example.com', '10.0.0.1', '*/b.example.com', './c.example.com', 'books/*', 'books/10.0.0.2'];
    expect(serversOf(GatewayServer.http(80, hosts))[0].hosts).toEqual(hosts);
  });

  test.each([
    [[], 'hosts is empty'],
    [['shop'], 'hosts has "shop", a short name\n    fix: use the name as clients send it'],
    [['ns/shop'], 'hosts has "shop", a short name'],
    [['books/2001:db8::1'], 'hosts has "2001:db8::1", an IPv6 address, which Istio refuses\n    fix: use a name or "*"'],
    [['https://a.example.com'], 'hosts is "https://a.example.com", not a host name'],
    [['a.example.com:80'], 'hosts is "a.example.com:80", not a host name'],
    [['*a.example.com'], 'hosts is "*a.example.com", not a host name'],
    [['Ns/a.example.com'], 'namespace of hosts is "Ns", not a DNS label'],
    [['/a.example.com'], 'namespace of hosts is "", not a DNS label'],
    [['ns/'], 'hosts is "", not a host name'],
    [['a.example.com', 'a.example.com'], 'hosts has "a.example.com" twice\n    fix: name it once'],
  ])('fails for hosts %j', (hosts, message) => {
    expect(() => GatewayServer.http(80, hosts)).toThrow(`[GatewayServer.http] ${message}`);
  });

  test.each([
    [() => GatewayServer.http(0, ['*']), '[GatewayServer.http] port is 0, not a port'],
    [() => GatewayServer.tcp(65536, ['*']), '[GatewayServer.tcp] port is 65536, not a port'],
    [
      () => GatewayServer.http2(80, ['*'], { bind: 'localhost' }),
      '[GatewayServer.http2] bind is "localhost", not an address\n    fix: use an IP address, or unix:///path with port 0',
    ],
    [
      () => GatewayServer.grpc(80, ['*'], { bind: 'unix:///a' }),
      '[GatewayServer.grpc] bind is "unix:///a" and port is 80\n    fix: use port 0 with a unix socket',
    ],
    [
      () => GatewayServer.grpcWeb(0, ['*'], { bind: 'unix://a' }),
      '[GatewayServer.grpcWeb] bind is "unix://a", not a unix socket\n    fix: use unix:///path/of/socket or unix://@name',
    ],
    [() => GatewayServer.http(0, ['*'], { bind: 'unix:///a/' }), 'bind is "unix:///a/", not a unix socket'],
    [() => GatewayServer.mongo(80, ['*'], { portName: 'A' }), '[GatewayServer.mongo] portName is "A", not a DNS label'],
    [() => GatewayServer.redis(80, ['*'], { name: '' }), '[GatewayServer.redis] name is empty'],
    [() => GatewayServer.mysql(-1, ['*']), '[GatewayServer.mysql] port is -1, not a port'],
    [
      () => GatewayServer.https(443, ['*'], ServerTls.none()),
      '[GatewayServer.https] tls is ServerTls.none()\n    fix: say how TLS is ended, or use GatewayServer.http',
    ],
    [
      () => GatewayServer.tls(443, ['*'], ServerTls.none()),
      '[GatewayServer.tls] tls is ServerTls.none()\n    fix: say how TLS is ended, or use GatewayServer.tcp',
    ],
  ])('fails for a listener that cannot be (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('servers that share a port', () => {
  const tls = ServerTls.simple('cert');

  test('plain HTTP with plain HTTP, TLS with TLS for other hosts, and anything on another address', () => {
    const gateway = edge([
      GatewayServer.http(80, ['a.example.com']),
      GatewayServer.grpc(80, ['a.example.com']),
      GatewayServer.https(443, ['a.example.com'], tls),
      GatewayServer.tls(443, ['b.example.com'], ServerTls.passthrough()),
      GatewayServer.tcp(80, ['*'], { bind: '10.0.0.1' }),
    ]);
    expect(gateway.servers).toHaveLength(5);
  });

  test.each([
    [GatewayServer.https(80, ['b.example.com'], tls), 'port 80 has servers for HTTP and HTTPS, and Istio would drop the second\n    fix: use another port'],
    [GatewayServer.tcp(80, ['b.example.com']), 'port 80 has servers for HTTP and TCP'],
    [GatewayServer.mongo(5432, ['b.example.com']), 'port 5432 has servers for TCP and MONGO'],
    [GatewayServer.tcp(5432, ['b.example.com']), 'port 5432 has servers for TCP and TCP'],
    [
      GatewayServer.tls(443, ['b.example.com', 'a.example.com'], tls),
      'port 443 has two servers for "a.example.com", and Istio would drop the second\n    fix: name the host in one server',
    ],
    [GatewayServer.http(80, ['a.example.com'], { httpsRedirect: true }), 'port 80 has two servers for "a.example.com"'],
    [GatewayServer.http(81, ['b.example.com'], { portName: 'web' }), 'port name "web" is used twice\n    fix: leave portName out, or use another'],
    [GatewayServer.http(81, ['b.example.com'], { name: 'front' }), 'server name "front" is used twice\n    fix: leave name out, or use another'],
  ])('fails where Istio would drop one, or refuse the name (%#)', (second, message) => {
    const gateway = edge([
      GatewayServer.http(80, ['a.example.com'], { httpsRedirect: true, portName: 'web', name: 'front' }),
      GatewayServer.https(443, ['a.example.com'], tls),
      GatewayServer.tcp(5432, ['*']),
    ]);
    expect(() => gateway.addServer(second)).toThrow(`[shop/Edge] ${message}`);
  });
});

describe('the Gateway', () => {
  test('routes bind to it by namespace and name', () => {
    expect(edge([], { metadata: { name: 'edge' } }).gatewayName).toBe('shop/edge');
  });

  test('fails without a server, at synthesis', () => {
    const chart = shop();
    edge([], {}, chart);
    expect(() => Testing.synth(chart)).toThrow('the Gateway has no servers, and Istio refuses it');
  });

  test('fails for a selector without labels, and a name with a dot', () => {
    expect(() => edge([], { selector: {} })).toThrow('[shop/Edge] selector is empty, which would select every workload');
    expect(() => edge([], { metadata: { name: 'a.b' } })).toThrow('[shop/Edge] metadata.name is "a.b", not a DNS label');
  });

  test('servers of a pattern replace those added, and are checked as they are', () => {
    const chart = shop();
    const servers = [GatewayServer.http(80, ['a.example.com'])];
    const gateway = edge([GatewayServer.tcp(5432, ['*'])], {}, chart);
    gateway._contentFrom(() => ({ servers }));
    expect(gateway.servers).toEqual(servers);
    expect(Testing.synth(chart)[0].spec.servers).toHaveLength(1);
    servers.push(GatewayServer.tcp(80, ['*']));
    expect(() => Testing.synth(chart)).toThrow('port 80 has servers for HTTP and TCP');
  });
});

describe('server TLS', () => {
  test('TLS 1.2 is the lowest version, in writing, until something else is said', () => {
    expect(tlsOf(ServerTls.simple('cert'))).toEqual({ mode: 'SIMPLE', credentialName: 'cert', minProtocolVersion: 'TLSV1_2' });
    expect(tlsOf(ServerTls.simple('cert', { minVersion: TlsVersion.AUTO })).minProtocolVersion).toBe('TLS_AUTO');
    const cipherSuites = [CipherSuite.ECDHE_RSA_AES128_SHA];
    expect(tlsOf(ServerTls.simple('cert', { minVersion: TlsVersion.V1_0, cipherSuites }))).toMatchObject({ minProtocolVersion: 'TLSV1_0', cipherSuites });
    expect(tlsOf(ServerTls.passthrough())).toEqual({ mode: 'PASSTHROUGH' });
  });

  test('cipher suites are those of Istio', () => {
    expect(Object.entries(CipherSuite).map(([key, value]) => [key, value.replace(/-/g, '_')])).toEqual(Object.keys(CipherSuite).map(key => [key, key]));
  });

  test('same TLS, same key', () => {
    expect(ServerTls.simple('a')._key).toBe(ServerTls.simple('a', { minVersion: TlsVersion.V1_2 })._key);
    const different = [
      ServerTls.simple('a'),
      ServerTls.simple('b'),
      ServerTls.mutual('a'),
      ServerTls.simple('a', { maxVersion: TlsVersion.V1_3 }),
      ServerTls.passthrough(),
      ServerTls.none(),
    ];
    expect(new Set(different.map(tls => tls._key)).size).toBe(different.length);
    expect(different.map(tls => tls._mode)).toEqual(['SIMPLE', 'SIMPLE', 'MUTUAL', 'SIMPLE', 'PASSTHROUGH', 'NONE']);
  });

  test.each([
    [
      () => ServerTls.simple('istio-system/cert'),
      '[ServerTls.simple] secret is "istio-system/cert"\n    fix: give the name alone; the proxy reads it in its own namespace',
    ],
    [() => ServerTls.simple('Cert'), '[ServerTls.simple] secret is "Cert", not a DNS name'],
    [() => ServerTls.simple('a', { secondSecret: 'a' }), '[ServerTls.simple] secret and secondSecret are both "a"\n    fix: name another Secret'],
    [() => ServerTls.mutual('a', { secondSecret: '' }), '[ServerTls.mutual] secondSecret is "", not a DNS name'],
    [() => ServerTls.optionalMutual('a', { caSecret: '' }), '[ServerTls.optionalMutual] caSecret is "", not a DNS name'],
    [() => ServerTls.mutual('a', { subjectAltNames: [''] }), '[ServerTls.mutual] subjectAltNames is empty'],
    [
      () => ServerTls.mutual('a', { verifyCertificateHash: ['ab'] }),
      '[ServerTls.mutual] verifyCertificateHash has "ab", not a SHA-256 hash\n    fix: use 64 hex digits',
    ],
    [
      () => ServerTls.mutual('a', { verifyCertificateSpki: [HASH] }),
      `[ServerTls.mutual] verifyCertificateSpki has "${HASH}", not a SHA-256 hash\n    fix: use 44 characters of base64`,
    ],
    [() => ServerTls.simpleFiles('', '/k'), '[ServerTls.simpleFiles] certificateFile is empty'],
    [() => ServerTls.simpleFiles('/c', ''), '[ServerTls.simpleFiles] privateKeyFile is empty'],
    [
      () => ServerTls.simpleFiles('/c', '/k', { secondCertificateFile: '/d' }),
      '[ServerTls.simpleFiles] secondCertificateFile is "/d" and secondPrivateKeyFile is undefined\n    fix: give both, or none',
    ],
    [() => ServerTls.mutualFiles('/c', '/k', ''), '[ServerTls.mutualFiles] caFile is empty'],
    [() => ServerTls.optionalMutualFiles('/c', '/k', '/ca', { crlFile: '' }), '[ServerTls.optionalMutualFiles] crlFile is empty'],
    [
      () => ServerTls.simple('a', { minVersion: TlsVersion.V1_3, maxVersion: TlsVersion.V1_2 }),
      '[ServerTls.simple] maxVersion is TLSV1_2, below minVersion TLSV1_3\n    fix: raise maxVersion',
    ],
    [
      () => ServerTls.simple('a', { minVersion: TlsVersion.V1_1 }),
      '[ServerTls.simple] minVersion is TLSV1_1 without cipherSuites, and the proxy has none for it\n    fix: use TlsVersion.V1_2',
    ],
    [
      () => ServerTls.simple('a', { cipherSuites: [CipherSuite.AES128_SHA, CipherSuite.AES128_SHA] }),
      '[ServerTls.simple] cipherSuites has AES128-SHA twice\n    fix: name it once',
    ],
  ])('fails for certificates and versions that cannot be (%#)', (call, message) => {
    expect(call).toThrow(message);
  });

  test('a hash may have colons', () => {
    const verifyCertificateHash = [HASH.replace(/(..)(?!$)/g, '$1:')];
    expect(tlsOf(ServerTls.mutual('a', { verifyCertificateHash })).verifyCertificateHash).toEqual(verifyCertificateHash);
  });
});

describe('as a handle', () => {
  test('routes bind to a Gateway of this app, and to one of somebody else', () => {
    const chart = shop();
    const own = new Gateway(chart, 'Own', { selector: { istio: 'ingressgateway' }, metadata: { name: 'own' } });
    const bound = new VirtualService(chart, 'Routes', {
      hosts: ['shop.example.com'],
      gateways: [own, Gateway.fromName('edge/public')],
      http: [HttpRoute.to([{ target: Destination.host('web.shop.svc.cluster.local', { port: 80 }) }])],
    });
    expect(ApiObject.of(bound).toJson().spec.gateways).toEqual(['shop/own', 'edge/public']);
  });

  test('fails without a namespace in the name', () => {
    expect(() => Gateway.fromName('public')).toThrow(/\[Gateway.fromName\] the name is "public"\n {4}fix: write namespace and name/);
  });
});
