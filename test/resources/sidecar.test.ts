import { App, Chart, Testing } from 'cdk8s';
import { namespaceNamed } from './namespace';
import { configureMesh } from '../../src/core/scopes';
import { CaptureMode } from '../../src/resources/capture-mode';
import { ConnectionLimits } from '../../src/resources/connection-limits';
import { EgressHost } from '../../src/resources/egress-host';
import { EgressScope } from '../../src/resources/egress-scope';
import { MeshPort } from '../../src/resources/mesh-port';
import { OutboundPolicy } from '../../src/resources/outbound-policy';
import { ServerTls } from '../../src/resources/server-tls';
import { Sidecar, SidecarProps } from '../../src/resources/sidecar';
import { SidecarEgressListener, SocketProtocol } from '../../src/resources/sidecar-egress-listener';
import { DefaultEndpoint, SidecarIngressListener } from '../../src/resources/sidecar-ingress-listener';

import { TlsVersion } from '../../src/resources/tls-version';
import { manifest } from '../manifest';

const payments = namespaceNamed('payments');
const CERTIFICATE = '/etc/certs/server.pem';
const KEY = '/etc/certs/key.pem';
const CA = '/etc/certs/ca.pem';

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

function sidecar(props: SidecarProps): Sidecar {
  return new Sidecar(shop(), 'Scope', props);
}

function spec(props: SidecarProps): any {
  return Testing.synth(Chart.of(sidecar(props)))[0].spec;
}

function ingress(listener: Partial<SidecarIngressListener>): any {
  return spec({ ingress: [{ port: MeshPort.http(8080), ...listener }] }).ingress[0];
}

test('writes what the workloads of a namespace can see', () => {
  const chart = shop();
  const hosts = EgressScope.namespaces(payments, namespaceNamed('accounts'))._hosts('istio-system', 'shop')!;
  new Sidecar(chart, 'Scope', {
    metadata: { name: 'default' },
    egress: [SidecarEgressListener.anyPort(...hosts.map(host => EgressHost._of(host)))],
    outboundTrafficPolicy: OutboundPolicy.REGISTRY_ONLY,
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: default
     namespace: shop
   spec:
     egress:
       - hosts:
           - ./*
           - accounts/*
           - istio-system/*
           - payments/*
     outboundTrafficPolicy:
       mode: REGISTRY_ONLY
   "
  `);
});

test('writes a workload that takes requests at a loopback port and asks through listeners of its own', () => {
  const chart = shop();
  new Sidecar(chart, 'Legacy', {
    workloadSelector: { app: 'legacy' },
    ingress: [
      {
        port: MeshPort.http(9080),
        defaultEndpoint: DefaultEndpoint.loopback(8080),
        captureMode: CaptureMode.IPTABLES,
        connectionPool: ConnectionLimits.of({ maxRequests: 100 }),
      },
    ],
    egress: [
      SidecarEgressListener.anyPort(EgressHost.currentNamespace(), EgressHost.host(namespaceNamed('istio-system'), '*.istio-system.svc.cluster.local')),
      SidecarEgressListener.port(MeshPort.mysql(3306, { name: 'mysql' }), {
        hosts: [EgressHost.host(payments, 'mysql.example.com')],
        bind: '127.0.0.1',
        captureMode: CaptureMode.NONE,
      }),
    ],
    inboundConnectionPool: ConnectionLimits.of({ maxConnections: 500 }),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: shop-legacy
     namespace: shop
   spec:
     egress:
       - bind: 127.0.0.1
         captureMode: NONE
         hosts:
           - payments/mysql.example.com
         port:
           name: mysql
           number: 3306
           protocol: MYSQL
       - hosts:
           - ./*
           - istio-system/*.istio-system.svc.cluster.local
     inboundConnectionPool:
       tcp:
         maxConnections: 500
     ingress:
       - captureMode: IPTABLES
         connectionPool:
           http:
             http2MaxRequests: 100
         defaultEndpoint: 127.0.0.1:8080
         port:
           name: http-9080
           number: 9080
           protocol: HTTP
     workloadSelector:
       labels:
         app: legacy
   "
  `);
});

test('writes TLS for callers outside of the mesh', () => {
  const chart = shop();
  new Sidecar(chart, 'Public', {
    workloadSelector: { app: 'public' },
    ingress: [
      {
        port: MeshPort.https(8443),
        defaultEndpoint: DefaultEndpoint.loopback(8080),
        tls: ServerTls.mutualFiles(CERTIFICATE, KEY, CA, { minVersion: TlsVersion.V1_3 }),
      },
    ],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: shop-public
     namespace: shop
   spec:
     ingress:
       - defaultEndpoint: 127.0.0.1:8080
         port:
           name: https-8443
           number: 8443
           protocol: HTTPS
         tls:
           caCertificates: /etc/certs/ca.pem
           minProtocolVersion: TLSV1_3
           mode: MUTUAL
           privateKey: /etc/certs/key.pem
           serverCertificate: /etc/certs/server.pem
     workloadSelector:
       labels:
         app: public
   "
  `);
});

test('the default Sidecar of a whole mesh names the root namespace beside the own one', () => {
  const chart = new Chart(Testing.app(), 'mesh', { namespace: 'istio-system' });
  const egress = [SidecarEgressListener.anyPort(EgressHost.currentNamespace(), EgressHost.all(namespaceNamed('istio-system')))];
  new Sidecar(chart, 'Default', { egress });
  expect(Testing.synth(chart)[0].spec).toEqual({ egress: [{ hosts: ['./*', 'istio-system/*'] }] });
});

test.each([
  ['a namespace', EgressHost.all(payments), 'payments/*'],
  ['a host of a namespace', EgressHost.host(payments, 'api.example.com'), 'payments/api.example.com'],
  ['hosts under a domain', EgressHost.host(payments, '*.example.com'), 'payments/*.example.com'],
  ['the own namespace', EgressHost.currentNamespace(), './*'],
  ['a host of the own namespace', EgressHost.currentNamespaceHost('a.example.com'), './a.example.com'],
  ['a host of any namespace', EgressHost.anyNamespace('a.example.com'), '*/a.example.com'],
  ['everything', EgressHost.everything(), '*/*'],
  ['nothing', EgressHost.nothing(), '~/*'],
  ['all but a namespace', EgressHost.all(payments).excluded(), '~payments/*'],
  ['all but the own namespace', EgressHost.currentNamespace().excluded().excluded(), '~./*'],
])('a host is said for %s', (_, host, text) => {
  expect(host._render()).toBe(text);
  expect(EgressHost._of(text)).toEqual(host);
});

test('everything but one namespace is visible', () => {
  const egress = [SidecarEgressListener.anyPort(EgressHost.everything(), EgressHost.all(payments).excluded())];
  expect(spec({ egress }).egress).toEqual([{ hosts: ['*/*', '~payments/*'] }]);
});

test('the listener for all other ports is written last', () => {
  const scope = sidecar({ egress: [SidecarEgressListener.anyPort(EgressHost.currentNamespace())] });
  scope.addEgress(SidecarEgressListener.httpProxy(15001, { hosts: [EgressHost.everything()] }));
  expect(Testing.synth(Chart.of(scope))[0].spec.egress).toEqual([
    { port: { number: 15001, protocol: 'HTTP_PROXY', name: 'http-proxy-15001' }, hosts: ['*/*'] },
    { hosts: ['./*'] },
  ]);
});

test('an application can ask through a socket', () => {
  const egress = [SidecarEgressListener.unixSocket('/var/run/proxy.sock', { hosts: [EgressHost.everything()], protocol: SocketProtocol.HTTP_PROXY })];
  expect(spec({ egress }).egress).toEqual([{ port: { number: 0, protocol: 'HTTP_PROXY' }, bind: 'unix:///var/run/proxy.sock', hosts: ['*/*'] }]);
});

test.each([
  ['127.0.0.1:80', DefaultEndpoint.loopback(80)],
  ['[::1]:80', DefaultEndpoint.loopbackIpv6(80)],
  ['0.0.0.0:80', DefaultEndpoint.instance(80)],
  ['[::]:80', DefaultEndpoint.instanceIpv6(80)],
  ['unix://@app', DefaultEndpoint.unixSocket('@app')],
])('an application takes requests at %s', (text, defaultEndpoint) => {
  expect(ingress({ defaultEndpoint }).defaultEndpoint).toBe(text);
});

test('a sidecar ends TLS with and without client certificates', () => {
  const port = MeshPort.tls(8443);
  const files = { serverCertificate: CERTIFICATE, privateKey: KEY };
  expect(ingress({ port, bind: '::', tls: ServerTls.simpleFiles(CERTIFICATE, KEY) })).toMatchObject({ bind: '::', tls: { ...files, mode: 'SIMPLE' } });
  const tls = ServerTls.optionalMutualFiles(CERTIFICATE, KEY, CA, { crlFile: '/etc/certs/crl.pem' });
  expect(ingress({ port, tls }).tls).toMatchObject({ ...files, caCertificates: CA, caCrl: '/etc/certs/crl.pem', mode: 'OPTIONAL_MUTUAL' });
});

test('listeners are read as copies', () => {
  const scope = sidecar({ egress: [SidecarEgressListener.anyPort(EgressHost.everything())], ingress: [{ port: MeshPort.http(80) }] });
  scope.egress.pop();
  scope.ingress.pop();
  expect([scope.egress.length, scope.ingress.length]).toEqual([1, 1]);
});

test('a policy alone is enough', () => {
  expect(spec({ outboundTrafficPolicy: OutboundPolicy.ALLOW_ANY })).toEqual({ outboundTrafficPolicy: { mode: 'ALLOW_ANY' } });
});

describe('what workloads can see', () => {
  test('has every host where it is everything', () => {
    expect(EgressScope.unrestricted()._hosts('istio-system')).toEqual(['*/*']);
  });

  test('has the own and the root namespace', () => {
    expect(EgressScope.ownNamespace()._hosts('istio-system')).toEqual(['./*', 'istio-system/*']);
  });

  test('has each namespace once, sorted', () => {
    const scope = EgressScope.namespaces(payments, namespaceNamed('shop'), namespaceNamed('istio-system'), namespaceNamed('a'));
    expect(scope._hosts('istio-system', 'shop')).toEqual(['./*', 'a/*', 'istio-system/*', 'payments/*']);
    expect(scope._hosts('istio-system')).toEqual(['./*', 'a/*', 'istio-system/*', 'payments/*', 'shop/*']);
  });
});

test('fails at synthesis where nothing is said', () => {
  expect(() => spec({ workloadSelector: { app: 'a' } })).toThrow(/\[shop\/Scope\] the Sidecar says nothing, which Istio refuses\n *fix: add egress or ingress/);
});

test('the own namespace is another one in the root namespace of the mesh', () => {
  const app = new App();
  const root = new Chart(app, 'root', { namespace: 'mesh-root' });
  configureMesh(app, { rootNamespace: 'mesh-root' });
  const egress = [SidecarEgressListener.anyPort(EgressHost.currentNamespace(), EgressHost.all(namespaceNamed('mesh-root')))];
  expect(new Sidecar(root, 'Default', { egress }).egress).toHaveLength(1);
});

const any = EgressHost.everything();
const own = EgressHost.currentNamespace();

test.each<[string, () => unknown, string, string]>([
  ['on an empty selector', () => sidecar({ workloadSelector: {} }), '[shop/Scope] workloadSelector is empty', 'give the labels'],
  ['on no hosts', () => SidecarEgressListener.anyPort(), '[SidecarEgressListener.anyPort] hosts is empty', 'give at least one'],
  ['on excluded hosts only', () => SidecarEgressListener.anyPort(own.excluded()), 'all hosts are excluded', 'include some'],
  [
    'on nothing beside something',
    () => SidecarEgressListener.anyPort(own, EgressHost.nothing()),
    'EgressHost.nothing() stands beside other hosts',
    'leave it out',
  ],
  ['on nothing excluded', () => EgressHost.nothing().excluded(), '[EgressHost.excluded] "~/*" would be left with nothing', 'use EgressHost.nothing()'],
  ['on everything excluded', () => any.excluded(), '[EgressHost.excluded] "*/*" would be left with nothing', 'use EgressHost.nothing()'],
  ['on a short host', () => EgressHost.host(payments, 'api'), '[EgressHost.host] host is "api", not a host name', 'use a DNS name'],
  ['on half a wildcard', () => EgressHost.anyNamespace('*a.example.com'), '[EgressHost.anyNamespace] host is "*a.example.com"', 'use a DNS name'],
  ['on a host with a port', () => EgressHost.currentNamespaceHost('a.example.com:80'), '[EgressHost.currentNamespaceHost] host is', 'without port'],
  [
    'on two listeners for any port',
    () => sidecar({ egress: [SidecarEgressListener.anyPort(own), SidecarEgressListener.anyPort(any)] }),
    '[shop/Scope] egress has two listeners for any port',
    'put the hosts of both into one',
  ],
  [
    'on two listeners for one port',
    () =>
      sidecar({
        egress: [SidecarEgressListener.port(MeshPort.http(80), { hosts: [own] }), SidecarEgressListener.httpProxy(80, { hosts: [own] })],
      }),
    '[shop/Scope] egress has two listeners for port 80',
    'put the hosts',
  ],
  [
    'on two listeners for one socket',
    () => {
      const socket = SidecarEgressListener.unixSocket('/a', { hosts: [own], protocol: SocketProtocol.TCP });
      return sidecar({ egress: [socket, socket] });
    },
    'egress has two listeners for unix:///a',
    'put the hosts',
  ],
  [
    'on a host twice',
    () => sidecar({ egress: [SidecarEgressListener.anyPort(own, EgressHost.all(namespaceNamed('shop')))] }),
    '[shop/Scope] egress for any port has "./*", which "shop/*" says already',
    'leave one out',
  ],
  [
    'on a host of a visible namespace',
    () => sidecar({ egress: [SidecarEgressListener.anyPort(EgressHost.host(payments, 'a.example.com'), EgressHost.all(payments))] }),
    '"payments/a.example.com", which "payments/*" says already',
    'leave one out',
  ],
  ['on a namespace of everything', () => sidecar({ egress: [SidecarEgressListener.anyPort(any, own)] }), '"./*", which "*/*" says already', 'leave one out'],
  [
    'on a relative socket',
    () => SidecarEgressListener.unixSocket('a', { hosts: [own], protocol: SocketProtocol.TCP }),
    'path is "a", not a socket',
    'absolute',
  ],
  [
    'on a target port',
    () => SidecarEgressListener.port(MeshPort.http(80, { targetPort: 81 }), { hosts: [own] }),
    '[SidecarEgressListener.port] port 80 has the target port 81, which a sidecar does not look at',
    'leave targetPort out',
  ],
  ['on a proxy port of 0', () => SidecarEgressListener.httpProxy(0, { hosts: [own] }), '[SidecarEgressListener.httpProxy] port is 0', 'use a whole number'],
  [
    'on a name to listen at',
    () => SidecarEgressListener.port(MeshPort.http(80), { hosts: [own], bind: 'localhost' }),
    'bind is "localhost", not an IP address',
    '127.0.0.1',
  ],
  [
    'on a target port of an inbound listener',
    () => ingress({ port: MeshPort.http(80, { targetPort: 81 }) }),
    '[shop/Scope] port 80 has the target port 81',
    'leave',
  ],
  ['on an inbound name to listen at', () => ingress({ bind: 'localhost' }), '[shop/Scope] bind is "localhost", not an IP address', '127.0.0.1'],
  [
    'on TLS at an HTTP port',
    () => ingress({ tls: ServerTls.simpleFiles(CERTIFICATE, KEY) }),
    '[shop/Scope] ingress port 8080 is HTTP and has tls',
    'use MeshPort.https',
  ],
  [
    'on request limits at a TCP port',
    () => ingress({ port: MeshPort.tcp(1), connectionPool: ConnectionLimits.of({ maxRequests: 1 }) }),
    '[shop/Scope] ingress port 1 is TCP and has limits for HTTP requests',
    'use limits for connections only',
  ],
  [
    'on two inbound listeners for one port',
    () => sidecar({ ingress: [{ port: MeshPort.http(80) }, { port: MeshPort.grpc(80) }] }),
    '[shop/Scope] ingress has two listeners for port 80',
    'leave one out',
  ],
  ['on an endpoint port of 0', () => DefaultEndpoint.loopback(0), '[DefaultEndpoint.loopback] port is 0', 'use a whole number'],
  [
    'on an endpoint socket that is a folder',
    () => DefaultEndpoint.unixSocket('/run/'),
    '[DefaultEndpoint.unixSocket] path is "/run/", not a socket',
    'absolute',
  ],
  [
    'on TLS from a Secret',
    () => ingress({ port: MeshPort.https(1), tls: ServerTls.simple('cert') }),
    '[shop/Scope] ingress port 1 has TLS of mode SIMPLE without certificate files',
    'use ServerTls.simpleFiles',
  ],
  [
    'on TLS of the mesh',
    () => ingress({ port: MeshPort.https(1), tls: ServerTls.istioMutual() }),
    'ingress port 1 has TLS of mode ISTIO_MUTUAL without certificate files',
    'use ServerTls.simpleFiles',
  ],
  [
    'on two certificates',
    () => ingress({ port: MeshPort.https(1), tls: ServerTls.simpleFiles(CERTIFICATE, KEY, { secondCertificateFile: '/a', secondPrivateKeyFile: '/b' }) }),
    'ingress port 1 has two certificates, of which a sidecar takes one',
    'leave secondCertificateFile out',
  ],
  [
    'on names of clients',
    () => ingress({ port: MeshPort.https(1), tls: ServerTls.mutualFiles(CERTIFICATE, KEY, CA, { subjectAltNames: ['a'] }) }),
    'ingress port 1 has subjectAltNames, which a sidecar does not look at',
    'leave them out',
  ],
  ['on no namespaces', () => EgressScope.namespaces(), '[EgressScope.namespaces] namespaces is empty', 'give at least one'],
])('fails %s', (_, call, fact, fix) => {
  expect(call).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(fact) }));
  expect(call).toThrow(expect.objectContaining({ message: expect.stringContaining(fix) }));
});
