import { Chart, Testing } from 'cdk8s';
import {
  CanaryRelease,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  RemoteCluster,
  SecureNamespace,
  ServiceEntry,
  ServiceEntryResolution,
  ServiceLocation,
  VmWorkload,
} from '../../src';
import { manifest } from '../manifest';

let chart: Chart;
const namespace = MeshNamespace.fromName('shop');
const catalog = (options: { serviceAccount?: string; versions?: string[] } = {}) =>
  new MeshService(chart, 'catalog', { namespace, ports: [MeshPort.grpc(3550)], ...options });
beforeEach(() => {
  chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
});

describe('a service of another cluster', () => {
  test('takes a share of the requests', () => {
    const west = new RemoteCluster(chart, 'West', { gateways: ['203.0.113.7'] });
    const there = west.addService('catalog', { namespace: 'shop', ports: [MeshPort.grpc(3550)], address: '240.0.0.6', serviceAccount: 'catalog' });
    new CanaryRelease(chart, 'Move', { stable: catalog(), canary: there, canaryPercent: 20 });

    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: catalog-shop-global
       namespace: shop
     spec:
       host: catalog.shop.global
       trafficPolicy:
         tls:
           mode: ISTIO_MUTUAL
           sni: outbound_.3550_._.catalog.shop.svc.cluster.local
           subjectAltNames:
             - spiffe://cluster.local/ns/shop/sa/catalog
     ---
     apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: catalog-shop-global
       namespace: shop
     spec:
       addresses:
         - 240.0.0.6
       endpoints:
         - address: 203.0.113.7
           ports:
             grpc-3550: 15443
       hosts:
         - catalog.shop.global
       location: MESH_INTERNAL
       ports:
         - name: grpc-3550
           number: 3550
           protocol: GRPC
       resolution: STATIC
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: catalog
       namespace: shop
     spec:
       hosts:
         - catalog.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: catalog.shop.svc.cluster.local
                 port:
                   number: 3550
               weight: 80
             - destination:
                 host: catalog.shop.global
                 port:
                   number: 3550
               weight: 20
     "
    `);
  });

  test('shares requests with one of static addresses and an ExternalName Service', () => {
    const ports = [MeshPort.grpc(3550)];
    const here = catalog();
    const west = new RemoteCluster(chart, 'West', { gateways: ['203.0.113.7'] }).addService('catalog', { namespace: 'shop', ports, address: '240.0.0.6' });
    const old = new ServiceEntry(chart, 'Old', {
      metadata: { name: 'catalog-old' },
      hosts: ['catalog.old.internal'],
      ports,
      resolution: ServiceEntryResolution.staticEndpoints({ address: '10.9.0.4' }),
      location: ServiceLocation.MESH_INTERNAL,
    });
    const alias = MeshService.fromName('catalog-alias', { namespace, ports });
    here.contribute({
      owner: chart,
      split: [here, west, old.target(3550), alias].map((target, i) => ({ target, percent: [40, 30, 20, 10][i] })),
    });
    const objects = Testing.synth(chart);
    const route = [['catalog.shop.svc.cluster.local', 40], ['catalog.shop.global', 30], ['catalog.old.internal', 20], ['catalog-alias.shop.svc.cluster.local', 10]]
      .map(([host, weight]) => ({ destination: { host, port: { number: 3550 } }, weight }));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'VirtualService catalog', 'DestinationRule catalog-shop-global', 'ServiceEntry catalog-shop-global', 'ServiceEntry catalog-old',
    ]);
    expect(objects[0].spec).toEqual({ hosts: ['catalog.shop.svc.cluster.local'], http: [{ route }] });
    // Without a service account there is no name to look for in the certificate.
    expect(objects[1].spec.trafficPolicy.tls).toEqual({ mode: 'ISTIO_MUTUAL', sni: 'outbound_.3550_._.catalog.shop.svc.cluster.local' });
  });

  test('is asked for by the server name of each port, and looked up where gateways have names', () => {
    const west = new RemoteCluster(chart, 'West', { gateways: ['east-west.example.com'], gatewayPort: 443, domain: 'west' });
    const { serviceEntry, destinationRule, host } = west.addService('cart', { namespace: 'store', ports: [MeshPort.http(80), MeshPort.grpc(7070)] });

    expect(host).toBe('cart.store.west');
    expect(serviceEntry.toJson().spec).toMatchObject({
      resolution: 'DNS',
      location: 'MESH_INTERNAL',
      endpoints: [{ address: 'east-west.example.com', ports: { 'http-80': 443, 'grpc-7070': 443 } }],
    });
    expect(destinationRule.toJson().spec.trafficPolicy.portLevelSettings).toEqual([
      { port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL', sni: 'outbound_.80_._.cart.store.svc.cluster.local' } },
      { port: { number: 7070 }, tls: { mode: 'ISTIO_MUTUAL', sni: 'outbound_.7070_._.cart.store.svc.cluster.local' } },
    ]);
  });

  test('has the identity of the trust domain of the mesh', () => {
    Mesh.of(chart).configure({ trustDomains: ['example.org'] });
    const west = new RemoteCluster(chart, 'West', { gateways: ['203.0.113.7'] });
    const { destinationRule } = west.addService('cart', { namespace: 'store', ports: [MeshPort.http(80)], serviceAccount: 'cart' });
    expect(destinationRule.toJson().spec.trafficPolicy.tls.subjectAltNames).toEqual(['spiffe://example.org/ns/store/sa/cart']);
  });

  test('has TCP ports without an address where sidecars use the one that Istio allocates', () => {
    Mesh.of(chart).configure({ allocatesAddresses: true });
    const west = new RemoteCluster(chart, 'West', { gateways: ['203.0.113.7'] });
    const { serviceEntry } = west.addService('db', { namespace: 'store', ports: [MeshPort.tcp(5432)] });
    expect(serviceEntry.toJson().spec).not.toHaveProperty('addresses');
  });

  const cluster = (gateways: string[]) => new RemoteCluster(chart, 'West', { gateways });
  const ports = [MeshPort.http(80)];
  test.each<[string, () => unknown, string]>([
    ['without gateways', () => cluster([]), '[shop/West] gateways is empty'],
    [
      'for names and addresses together',
      () => cluster(['203.0.113.7', 'a.example.com']),
      '[shop/West] gateways has 203.0.113.7 and a.example.com, an address and a name\n    fix: give IP addresses only, or DNS names only',
    ],
    ['for a gateway that is nothing', () => cluster(['a b']), '[shop/West] a name in gateways is "a b"'],
    [
      'for a service said twice',
      () => {
        const west = cluster(['203.0.113.7']);
        [1, 2].forEach(() => west.addService('cart', { namespace: 'store', ports }));
      },
      '[shop/West] cart of namespace store is there already\n    fix: add each service once',
    ],
    [
      'for an address that is none',
      () => cluster(['203.0.113.7']).addService('cart', { namespace: 'store', ports, address: 'a' }),
      '[shop/West] address is "a", not an IP address',
    ],
    [
      'for a TCP port that nothing tells from others',
      () => cluster(['203.0.113.7']).addService('db', { namespace: 'store', ports: [MeshPort.tcp(5432)] }),
      '[shop/West] port tcp-5432 has no address, and sidecars use none that Istio allocates: it would take every connection to port 5432, wherever it goes\n    fix: pass address, or turn DNS capture on',
    ],
  ])('fails %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('machines', () => {
  test('serve a version of a service, beside its pods', () => {
    const service = catalog({ serviceAccount: 'catalog', versions: ['v1', 'vm'] });
    new VmWorkload(chart, 'Machines', { service, addresses: ['10.1.0.4', '10.1.0.5'], version: 'vm', network: 'office', locality: 'europe-west3/a' });
    new CanaryRelease(chart, 'Move', { stable: service.version('v1'), canary: service.version('vm'), canaryPercent: 5 });

    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: catalog
       namespace: shop
     spec:
       host: catalog.shop.svc.cluster.local
       subsets:
         - labels:
             version: v1
           name: v1
         - labels:
             version: vm
           name: vm
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: catalog
       namespace: shop
     spec:
       hosts:
         - catalog.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: catalog.shop.svc.cluster.local
                 port:
                   number: 3550
                 subset: v1
               weight: 95
             - destination:
                 host: catalog.shop.svc.cluster.local
                 port:
                   number: 3550
                 subset: vm
               weight: 5
     ---
     apiVersion: networking.istio.io/v1
     kind: WorkloadEntry
     metadata:
       name: catalog-vm-10-1-0-4
       namespace: shop
     spec:
       address: 10.1.0.4
       labels:
         app: catalog
         version: vm
       locality: europe-west3/a
       network: office
       serviceAccount: catalog
     ---
     apiVersion: networking.istio.io/v1
     kind: WorkloadEntry
     metadata:
       name: catalog-vm-10-1-0-5
       namespace: shop
     spec:
       address: 10.1.0.5
       labels:
         app: catalog
         version: vm
       locality: europe-west3/a
       network: office
       serviceAccount: catalog
     "
    `);
  });

  test('register themselves', () => {
    const shop = new SecureNamespace(chart, 'Shop', { name: 'shop', create: false, denyByDefault: false });
    const service = shop.addService('catalog', { ports: [MeshPort.grpc(3550)], serviceAccount: 'catalog' });
    const { workloadGroup } = new VmWorkload(chart, 'Machines', { service, ports: { 'grpc-3550': 8550 } });

    expect(workloadGroup!.toJson()).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadGroup',
      metadata: { name: 'catalog-vm', namespace: 'shop' },
      spec: { metadata: { labels: { app: 'catalog' } }, template: { ports: { 'grpc-3550': 8550 }, serviceAccount: 'catalog' } },
    });
  });

  test('without a proxy have no identity, so that callers speak plain text to them', () => {
    const { workloadEntries } = new VmWorkload(chart, 'Machines', { service: catalog({ serviceAccount: 'catalog' }), addresses: ['10.1.0.4'], proxy: false });
    expect(workloadEntries.map(entry => entry.toJson().spec)).toEqual([{ address: '10.1.0.4', labels: { app: 'catalog' } }]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'without an identity',
      () => new VmWorkload(chart, 'VM', { service: catalog(), addresses: ['10.1.0.4'] }),
      '[shop/VM] no service account is known for catalog, so that callers would speak plain text to the machines\n    fix: give the service',
    ],
    [
      'for a version that the service does not have',
      () => new VmWorkload(chart, 'VM', { service: catalog({ serviceAccount: 'c', versions: ['v1'] }), version: 'v2' }),
      'catalog has no version "v2"; it has v1',
    ],
    [
      'for a port that the service does not have',
      () => new VmWorkload(chart, 'VM', { service: catalog({ serviceAccount: 'c' }), ports: { web: 80 } }),
      '[shop/VM] ports has web, and catalog has grpc-3550',
    ],
    [
      'for one address said twice',
      () => new VmWorkload(chart, 'VM', { service: catalog({ serviceAccount: 'c' }), addresses: ['10.1.0.4', '10.1.0.4'] }),
      '[shop/VM] addresses has 10.1.0.4 twice',
    ],
    [
      'for plain servers that would register themselves',
      () => new VmWorkload(chart, 'VM', { service: catalog(), proxy: false }),
      '[shop/VM] proxy is false, and there are no addresses',
    ],
    [
      'for plain servers with an identity',
      () => new VmWorkload(chart, 'VM', { service: catalog(), proxy: false, addresses: ['10.1.0.4'], serviceAccount: 'c' }),
      '[shop/VM] proxy is false, and there is a serviceAccount',
    ],
    [
      'for a name, which Istio takes for no endpoint of a Service',
      () => new VmWorkload(chart, 'VM', { service: catalog({ serviceAccount: 'c' }), addresses: ['10.1.0.4', 'vm.example.com'] }),
      '[shop/VM] addresses has "vm.example.com", not an IP address',
    ],
    ['for an empty list', () => new VmWorkload(chart, 'VM', { service: catalog(), addresses: [] }), '[shop/VM] addresses is empty'],
  ])('fail %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
