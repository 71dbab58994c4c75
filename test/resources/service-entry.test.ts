import { Chart, Testing } from 'cdk8s';
import { namespaceNamed } from './namespace';
import { MeshPort } from '../../src/resources/mesh-port';
import { ServiceEntry, ServiceEntryProps, ServiceLocation } from '../../src/resources/service-entry';
import { ServiceEntryResolution } from '../../src/resources/service-entry-resolution';
import { Visibility } from '../../src/resources/visibility';
import { manifest } from '../manifest';

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

const API: ServiceEntryProps = { hosts: ['api.github.com'], ports: [MeshPort.tls(443)], resolution: ServiceEntryResolution.dns() };

function entry(props: Partial<ServiceEntryProps>): ServiceEntry {
  return new ServiceEntry(shop(), 'Api', { ...API, ...props });
}

function spec(props: Partial<ServiceEntryProps>): any {
  return Testing.synth(Chart.of(entry(props)))[0].spec;
}

test('writes an API on the internet with its resolution and location', () => {
  const chart = shop();
  new ServiceEntry(chart, 'GitHub', {
    hosts: ['api.github.com'],
    ports: [MeshPort.tls(443)],
    resolution: ServiceEntryResolution.dns(),
    exportTo: Visibility.ownNamespace(),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-git-hub
     namespace: shop
   spec:
     exportTo:
       - "."
     hosts:
       - api.github.com
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
     resolution: DNS
   "
  `);
});

test('writes a MongoDB on virtual machines of the mesh', () => {
  const chart = shop();
  new ServiceEntry(chart, 'Mongo', {
    hosts: ['mongo.shop.vm.example.com'],
    addresses: ['192.168.200.10'],
    ports: [MeshPort.mongo(27017, { name: 'mongo' })],
    location: ServiceLocation.MESH_INTERNAL,
    resolution: ServiceEntryResolution.staticEndpoints(
      { address: '10.1.0.11', ports: { mongo: 27018 }, locality: 'eu/zone-a', labels: { app: 'mongo' }, serviceAccount: 'mongo' },
      { address: '10.1.0.12', weight: 2, network: 'vm-network', locality: 'eu/zone-b', labels: { app: 'mongo' }, serviceAccount: 'mongo' },
    ),
    subjectAltNames: ['spiffe://cluster.local/ns/shop/sa/mongo'],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-mongo
     namespace: shop
   spec:
     addresses:
       - 192.168.200.10
     endpoints:
       - address: 10.1.0.11
         labels:
           app: mongo
         locality: eu/zone-a
         ports:
           mongo: 27018
         serviceAccount: mongo
       - address: 10.1.0.12
         labels:
           app: mongo
         locality: eu/zone-b
         network: vm-network
         serviceAccount: mongo
         weight: 2
     hosts:
       - mongo.shop.vm.example.com
     location: MESH_INTERNAL
     ports:
       - name: mongo
         number: 27017
         protocol: MONGO
     resolution: STATIC
     subjectAltNames:
       - spiffe://cluster.local/ns/shop/sa/mongo
   "
  `);
});

test('writes an allow-list of wildcard hosts without resolution', () => {
  const chart = shop();
  new ServiceEntry(chart, 'Wiki', {
    hosts: ['*.wikipedia.org', 'www.wikidata.org'],
    ports: [MeshPort.tls(443), MeshPort.http(80, { targetPort: 8080 })],
    resolution: ServiceEntryResolution.none(),
    exportTo: Visibility.namespaces(namespaceNamed('shop'), namespaceNamed('edge')),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-wiki
     namespace: shop
   spec:
     exportTo:
       - shop
       - edge
     hosts:
       - "*.wikipedia.org"
       - www.wikidata.org
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
       - name: http-80
         number: 80
         protocol: HTTP
         targetPort: 8080
     resolution: NONE
   "
  `);
});

test('writes wildcard hosts that the proxy looks up for each request', () => {
  const chart = shop();
  new ServiceEntry(chart, 'Storage', {
    hosts: ['*.storage.example.com'],
    ports: [MeshPort.tls(443), MeshPort.http(80)],
    resolution: ServiceEntryResolution.dynamicDns(),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-storage
     namespace: shop
   spec:
     hosts:
       - "*.storage.example.com"
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
       - name: http-80
         number: 80
         protocol: HTTP
     resolution: DYNAMIC_DNS
   "
  `);
});

test('writes a large service with other names behind its host', () => {
  const chart = shop();
  new ServiceEntry(chart, 'Maps', {
    hosts: ['maps.example.com'],
    ports: [MeshPort.tls(443)],
    resolution: ServiceEntryResolution.dnsRoundRobin({ address: 'eu.maps.example.com' }),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-maps
     namespace: shop
   spec:
     endpoints:
       - address: eu.maps.example.com
     hosts:
       - maps.example.com
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
     resolution: DNS_ROUND_ROBIN
   "
  `);
});

test('workloads are part of the mesh unless said otherwise', () => {
  const resolution = ServiceEntryResolution.workloads({ app: 'ratings' });
  expect(spec({ resolution })).toMatchObject({ location: 'MESH_INTERNAL', resolution: 'STATIC', workloadSelector: { labels: { app: 'ratings' } } });
  expect(spec({ resolution, location: ServiceLocation.MESH_EXTERNAL }).location).toBe('MESH_EXTERNAL');
});

test('workloads with names are looked up by DNS', () => {
  expect(spec({ resolution: ServiceEntryResolution.dnsWorkloads({ app: 'ratings' }) })).toMatchObject({ location: 'MESH_INTERNAL', resolution: 'DNS' });
});

test('several names can stand behind a host', () => {
  const resolution = ServiceEntryResolution.dns({ address: 'a.example.com' }, { address: '10.0.0.1' });
  expect(spec({ hosts: ['*.example.com'], resolution }).endpoints).toEqual([{ address: 'a.example.com' }, { address: '10.0.0.1' }]);
});

test('a socket beside the proxy is an endpoint', () => {
  const resolution = ServiceEntryResolution.staticEndpoints({ address: 'unix:///var/run/db.sock' });
  expect(spec({ ports: [MeshPort.tcp(5432)], resolution }).endpoints).toEqual([{ address: 'unix:///var/run/db.sock' }]);
});

test('a network is an endpoint by its gateway', () => {
  expect(spec({ resolution: ServiceEntryResolution.staticEndpoints({ network: 'west' }) }).endpoints).toEqual([{ network: 'west' }]);
});

test('what is added is written and read as a copy', () => {
  const github = entry({});
  github.addHost('uploads.github.com');
  github.addPort(MeshPort.http(80));
  github.hosts.push('nobody.example.com');
  github.ports.pop();
  expect(github.hosts).toEqual(['api.github.com', 'uploads.github.com']);
  expect(Testing.synth(Chart.of(github))[0].spec).toMatchObject({
    hosts: ['api.github.com', 'uploads.github.com'],
    ports: [
      { name: 'tls-443', number: 443, protocol: 'TLS' },
      { name: 'http-80', number: 80, protocol: 'HTTP' },
    ],
  });
});

test('a port that does not fit is not added', () => {
  const github = entry({ hosts: ['api.github.com', 'uploads.github.com'] });
  expect(() => github.addPort(MeshPort.tcp(22))).toThrow();
  expect(github.ports.map(port => port.port)).toEqual([443]);
});

test('a range of addresses makes a TCP port tellable', () => {
  const resolution = ServiceEntryResolution.none();
  expect(spec({ hosts: ['db.example.com'], ports: [MeshPort.tcp(5432)], addresses: ['10.20.0.0/16'], resolution }).addresses).toEqual(['10.20.0.0/16']);
});

test('the host is a target of routes, with and without port', () => {
  expect(entry({}).target().targetConfig()).toEqual({ host: 'api.github.com', port: undefined });
  expect(entry({}).target(443).targetConfig()).toEqual({ host: 'api.github.com', port: 443 });
  expect(entry({}).target().describeAction()).toBe('api.github.com');
  expect(entry({}).target(443).describeAction()).toBe('api.github.com:443');
});

test('one of several hosts is a target of routes', () => {
  const hosts = ['api.github.com', 'uploads.github.com'];
  expect(entry({ hosts }).hostTarget('uploads.github.com').targetConfig().host).toBe('uploads.github.com');
});

describe('fails at the call', () => {
  const two = ['a.example.com', 'b.example.com'];
  const tcp = [MeshPort.tcp(5432)];
  const wildcard = ['*.example.com'];
  const { dns, dnsRoundRobin, dnsWorkloads, dynamicDns, none, staticEndpoints, workloads } = ServiceEntryResolution;

  test.each<[string, () => unknown, string, string]>([
    ['without hosts', () => entry({ hosts: [] }), '[shop/Api] hosts is empty', 'give at least one of hosts'],
    ['without ports', () => entry({ ports: [] }), '[shop/Api] ports is empty', 'give at least one of ports'],
    ['on the host *', () => entry({ hosts: ['*'] }), '[shop/Api] hosts has "*", which Istio refuses', 'name the domains'],
    ['on a short host', () => entry({ hosts: ['mongo'] }), '[shop/Api] a host of hosts is "mongo", not a host name', 'use a DNS name'],
    ['on a URL', () => entry({ hosts: ['https://a.example.com'] }), '"https://a.example.com", not a host name', 'without scheme'],
    ['on half a wildcard', () => entry({ hosts: ['*api.example.com'], resolution: none() }), '"*api.example.com", not a host name', '"*.example.com"'],
    ['on a host twice', () => entry({ hosts: [two[0], two[0]] }), '[shop/Api] host "a.example.com" is there twice', 'leave one out'],
    [
      'on a port twice',
      () => entry({ ports: [MeshPort.tls(443), MeshPort.http(443)] }),
      '[shop/Api] port 443 (http-443) is there twice, as 443 (tls-443) as well',
      'give each port its own number and name',
    ],
    [
      'on a port name twice',
      () => entry({ ports: [MeshPort.tls(443, { name: 'a' }), MeshPort.http(80, { name: 'a' })] }),
      'port 80 (a) is there twice',
      'name',
    ],
    ['on an address that is none', () => entry({ addresses: ['10.0.0.0/33'] }), '[shop/Api] addresses has "10.0.0.0/33"', 'use an IP address or CIDR'],
    ['on an empty certificate name', () => entry({ subjectAltNames: [''] }), '[shop/Api] a name of subjectAltNames is empty', 'give'],
    [
      'on a wildcard that DNS would have to look up',
      () => entry({ hosts: wildcard }),
      '[shop/Api] host "*.example.com" is a wildcard, which DNS cannot look up',
      'use ServiceEntryResolution.dynamicDns() or none()',
    ],
    [
      'on an exact host for dynamic DNS',
      () => entry({ resolution: dynamicDns() }),
      '[shop/Api] host "api.github.com" is not a wildcard',
      'put it into an entry of its own with ServiceEntryResolution.dns()',
    ],
    [
      'on addresses for dynamic DNS',
      () => entry({ hosts: wildcard, addresses: ['10.0.0.1'], resolution: dynamicDns() }),
      '[shop/Api] addresses has 10.0.0.1, which ServiceEntryResolution.dynamicDns() does not look at',
      'leave addresses out',
    ],
    [
      'on a TCP port for dynamic DNS',
      () => entry({ hosts: wildcard, ports: [MeshPort.https(443)], resolution: dynamicDns() }),
      '[shop/Api] port 443 is HTTPS, in which ServiceEntryResolution.dynamicDns() finds no name',
      'use MeshPort.http, http2, grpc or tls',
    ],
    ['on a range with DNS', () => entry({ addresses: ['10.0.0.0/8'] }), '[shop/Api] addresses has the range 10.0.0.0/8', 'use single addresses'],
    [
      'on several hosts at a TCP port',
      () => entry({ hosts: two, ports: tcp }),
      '[shop/Api] port 5432 is TCP, which does not say which of 2 hosts is meant',
      'give each host an entry of its own',
    ],
    [
      'on several hosts that share an address at a TLS port',
      () => entry({ hosts: two, addresses: ['10.0.0.1'] }),
      '[shop/Api] port 443 is TLS at addresses that 2 hosts share',
      'leave addresses out',
    ],
    [
      'on a TCP port of any address',
      () => entry({ ports: tcp, resolution: none() }),
      '[shop/Api] port 5432 is TCP without addresses, and would take every connection to that port',
      'give addresses, for example "10.0.0.0/8"',
    ],
    [
      'on a TCP port of a wildcard',
      () => entry({ hosts: wildcard, ports: tcp, resolution: staticEndpoints({ address: '10.0.0.1' }) }),
      'port 5432 is TCP without addresses',
      'give addresses',
    ],
    [
      'on a TCP port without allocated addresses',
      () =>
        entry({
          ports: tcp,
          metadata: { labels: { 'networking.istio.io/enable-autoallocate-ip': 'false' } },
        }),
      'port 5432 is TCP without addresses',
      'give addresses',
    ],
    [
      'on an endpoint port that the service does not have',
      () => entry({ resolution: dns({ address: 'a.example.com', ports: { http: 80 } }) }),
      '[shop/Api] an endpoint has a port "http"; ports of the service: tls-443',
      'use the name of a service port',
    ],
    [
      'on a socket for two ports',
      () => entry({ ports: [MeshPort.tls(443), MeshPort.http(80)], resolution: staticEndpoints({ address: 'unix://@db' }) }),
      '[shop/Api] endpoint unix://@db is a socket, and the service has 2 ports',
      'use one port',
    ],
    [
      'on a target among several hosts',
      () => entry({ hosts: two }).target(),
      '[shop/Api] the entry has 2 hosts: a.example.com, b.example.com',
      'say which is meant with hostTarget(host)',
    ],
    [
      'on a target that the entry does not have',
      () => entry({}).hostTarget('api.githab.com'),
      '[shop/Api] host "api.githab.com" is not in the entry; hosts: api.github.com',
      'did you mean "api.github.com"?',
    ],
    ['on a wildcard as a target', () => entry({ hosts: wildcard, resolution: none() }).target(), 'host "*.example.com" is a wildcard', 'add the host'],
    ['on a target port that the entry does not have', () => entry({}).target(80), '[shop/Api] port 80 is not in the entry; ports: 443', 'use one of these'],
    ['on no static endpoint', () => staticEndpoints(), '[ServiceEntryResolution.staticEndpoints] endpoints is empty', 'give at least one'],
    [
      'on a name as a static endpoint',
      () => staticEndpoints({ address: 'a.example.com' }),
      '[ServiceEntryResolution.staticEndpoints] endpoint "a.example.com" is a name, not an IP address',
      'use ServiceEntryResolution.dns for names',
    ],
    [
      'on a socket for DNS',
      () => dns({ address: 'unix:///a' }),
      '[ServiceEntryResolution.dns] an endpoint has unix:///a, which DNS does not know',
      'give a DNS name',
    ],
    ['on a network for DNS', () => dnsRoundRobin({ network: 'west' }), '[ServiceEntryResolution.dnsRoundRobin] an endpoint has no address', 'give a DNS name'],
    ['on an empty selector', () => workloads({}), '[ServiceEntryResolution.workloads] labels is empty, which would select every workload', 'give the labels'],
    [
      'on a wildcard in a selector',
      () => dnsWorkloads({ app: '*' }),
      '[ServiceEntryResolution.dnsWorkloads] labels has app: "*", not a label value',
      'wildcards',
    ],
    ['on a label key that is none', () => workloads({ 'a b': 'c' }), 'labels has the key "a b", not a label key', 'use a name'],
    ['on an endpoint without address', () => dns({}), '[ServiceEntryResolution.dns] an endpoint has neither address nor network', 'give its address'],
    ['on an endpoint address with a port', () => dns({ address: 'a.example.com:80' }), 'address is "a.example.com:80", not a host name', 'without port'],
    ['on a relative socket', () => staticEndpoints({ address: 'unix://db.sock' }), 'the path of address is "db.sock", not a socket', 'use an absolute path'],
    ['on a socket with ports', () => staticEndpoints({ address: 'unix:///db', ports: { db: 1 } }), 'endpoint unix:///db has ports', 'leave ports out'],
    ['on an endpoint port of 0', () => dns({ address: 'a.example.com', ports: { db: 0 } }), 'ports.db is 0, not a port', 'use a whole number'],
    ['on a weight of 0', () => dns({ address: 'a.example.com', weight: 0 }), 'weight is 0', 'use a whole number, 1 to 4294967295'],
    ['on half a locality', () => dns({ address: 'a.example.com', locality: 'eu//a' }), 'locality is "eu//a"', 'use region, region/zone'],
    [
      'on a service account that is none',
      () => dns({ address: 'a.example.com', serviceAccount: 'Me' }),
      'serviceAccount is "Me", not a DNS name',
      'use lower-case',
    ],
  ])('%s', (_, call, fact, fix) => {
    expect(call).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(fact) }));
    expect(call).toThrow(expect.objectContaining({ message: expect.stringMatching(new RegExp(`\n    fix: .*${escaped(fix)}`)) }));
  });
});

describe('a port', () => {
  test.each([
    ['HTTP', MeshPort.http(80), true, false],
    ['HTTP2', MeshPort.http2(80), true, false],
    ['GRPC', MeshPort.grpc(80), true, false],
    ['GRPC-WEB', MeshPort.grpcWeb(80), true, false],
    ['TLS', MeshPort.tls(80), false, true],
    ['HTTPS', MeshPort.https(80), false, true],
    ['TCP', MeshPort.tcp(80), false, false],
    ['MONGO', MeshPort.mongo(80), false, false],
    ['REDIS', MeshPort.redis(80), false, false],
    ['MYSQL', MeshPort.mysql(80), false, false],
  ])('of %s is named by protocol and number', (protocol, port, isHttp, isTls) => {
    expect(port).toMatchObject({ _protocol: protocol, _isHttp: isHttp, _isTls: isTls, name: `${protocol.toLowerCase()}-80`, port: 80, targetPort: 80 });
  });

  test('has the name and target port that it is given', () => {
    expect(MeshPort.http(80, { name: 'web', targetPort: 8080 })).toMatchObject({ name: 'web', port: 80, targetPort: 8080 });
  });

  test.each<[string, () => unknown, string]>([
    ['0', () => MeshPort.http(0), '[MeshPort.http] port is 0, not a port\n    fix: use a whole number from 1 to 65535'],
    ['a target port above the last', () => MeshPort.tcp(80, { targetPort: 65536 }), '[MeshPort.tcp] targetPort is 65536, not a port'],
    ['a name in upper case', () => MeshPort.grpcWeb(80, { name: 'Web' }), '[MeshPort.grpcWeb] name is "Web", not a DNS label'],
  ])('fails on %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
