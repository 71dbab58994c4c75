import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  Caller,
  CanaryRelease,
  DataPlane,
  EgressScope,
  ExternalHosts,
  ExternalHostsProps,
  ExternalTcpService,
  ExternalTcpServiceProps,
  GatewayPods,
  IngressGateway,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  SecureNamespace,
} from '../../src';
import { manifest } from '../manifest';

let app: App;
let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  web = ns.addService('web', { ports: [MeshPort.http(80)], serviceAccount: 'web' });
});

const hosts = (props: Partial<ExternalHostsProps> = {}, id = 'Allowed') => new ExternalHosts(chart, id, { hosts: ['www.example.com'], ...props });
const tcp = (props: Partial<ExternalTcpServiceProps> = {}, id = 'Db') =>
  new ExternalTcpService(chart, id, { host: 'db.example.com', ports: [MeshPort.tcp(5432)], ...props });
const specOf = (construct: any) => ApiObject.of(construct).toJson().spec;

describe('hosts outside the mesh', () => {
  test('are an allow-list of names, which the proxy looks up, and of wildcards, which it cannot', () => {
    hosts({ hosts: ['accounts.google.com', '*.googleapis.com'], callers: [web] }, 'GoogleApis');
    hosts({ hosts: ['metadata.google.internal'], addresses: ['169.254.169.254'], ports: [MeshPort.http(80)] }, 'GoogleMetadata');
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: shop-google-apis
       namespace: shop
     spec:
       exportTo:
         - "."
       hosts:
         - accounts.google.com
       location: MESH_EXTERNAL
       ports:
         - name: http-80
           number: 80
           protocol: HTTP
         - name: tls-443
           number: 443
           protocol: TLS
       resolution: DNS
     ---
     apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: shop-google-apis-wildcards
       namespace: shop
     spec:
       exportTo:
         - "."
       hosts:
         - "*.googleapis.com"
       location: MESH_EXTERNAL
       ports:
         - name: http-80
           number: 80
           protocol: HTTP
         - name: tls-443
           number: 443
           protocol: TLS
       resolution: NONE
     ---
     apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: shop-google-metadata
       namespace: shop
     spec:
       addresses:
         - 169.254.169.254
       hosts:
         - metadata.google.internal
       location: MESH_EXTERNAL
       ports:
         - name: http-80
           number: 80
           protocol: HTTP
       resolution: NONE
     "
    `);
  });

  test.each<[string, Partial<ExternalHostsProps>, [string, string[]][]]>([
    ['names', { hosts: ['a.example.com', 'b.example.com'] }, [['DNS', ['a.example.com', 'b.example.com']]]],
    ['wildcards', { hosts: ['*.example.com'] }, [['NONE', ['*.example.com']]]],
    [
      'both',
      { hosts: ['*.example.com', 'a.example.org'] },
      [
        ['DNS', ['a.example.org']],
        ['NONE', ['*.example.com']],
      ],
    ],
    ['addresses', { hosts: ['a.example.com', '*.example.org'], addresses: ['192.0.2.0/24'] }, [['NONE', ['a.example.com', '*.example.org']]]],
    ['TCP at addresses', { ports: [MeshPort.tcp(22)], addresses: ['192.0.2.7'] }, [['NONE', ['www.example.com']]]],
  ])('have an entry for %s', (_, props, entries) => {
    expect(hosts(props).serviceEntries.map(entry => [specOf(entry).resolution, specOf(entry).hosts])).toEqual(entries);
  });

  test('have ports of their own', () => {
    expect(specOf(hosts({ ports: [MeshPort.https(8443), MeshPort.grpc(9000)] }).serviceEntries[0]).ports).toEqual([
      { name: 'https-8443', number: 8443, protocol: 'HTTPS' },
      { name: 'grpc-9000', number: 9000, protocol: 'GRPC' },
    ]);
  });

  test('are called as the construct, since they are many', () => {
    const { serviceEntries, namespace } = hosts({ hosts: ['a.example.com', '*.example.com'], callers: [MeshNamespace.fromName('jobs')] });
    expect(serviceEntries.map(entry => `${entry.namespace}/${entry.name}`)).toEqual(['jobs/shop-allowed', 'jobs/shop-allowed-wildcards']);
    expect(namespace.namespaceName).toBe('jobs');
  });

  test('are in the Sidecar of their callers', () => {
    const secure = new SecureNamespace(chart, 'Secure', { name: 'secure', egress: EgressScope.callGraph() });
    const job = secure.addService('job', { ports: [MeshPort.http(80)], serviceAccount: 'job' });
    hosts({ hosts: ['a.example.com', '*.example.org'], callers: [job], namespace: ns });
    expect(specOf(job.sidecar).egress[0].hosts).toEqual(expect.arrayContaining(['shop/a.example.com', 'shop/*.example.org']));
  });

  test('take overrides', () => {
    hosts({ hosts: ['*.example.com'] }).serviceEntries[0].override('spec.resolution', 'DYNAMIC_DNS');
    expect(Testing.synth(chart)[0].spec.resolution).toBe('DYNAMIC_DNS');
  });
});

describe('a TCP service outside the mesh', () => {
  test('tcp: a database at an address, and a broker that is known by its server name', () => {
    tcp({ host: 'ledger.db.example', addresses: ['203.0.113.7'], callers: [web] }, 'Ledger');
    tcp({ host: 'broker.example.com', ports: [MeshPort.tls(5671)] }, 'Broker');
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: ledger-db-example
       namespace: shop
     spec:
       addresses:
         - 203.0.113.7
       endpoints:
         - address: 203.0.113.7
       exportTo:
         - "."
       hosts:
         - ledger.db.example
       location: MESH_EXTERNAL
       ports:
         - name: tcp-5432
           number: 5432
           protocol: TCP
       resolution: STATIC
     ---
     apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: broker-example-com
       namespace: shop
     spec:
       hosts:
         - broker.example.com
       location: MESH_EXTERNAL
       ports:
         - name: tls-5671
           number: 5671
           protocol: TLS
       resolution: DNS
     "
    `);
  });

  test.each<[string, Partial<ExternalTcpServiceProps>, object]>([
    ['its name, with an address that Istio gives and sidecars use', {}, { resolution: 'DNS' }],
    [
      'its addresses',
      { addresses: ['192.0.2.7', '192.0.2.8'] },
      {
        resolution: 'STATIC',
        addresses: ['192.0.2.7', '192.0.2.8'],
        endpoints: [{ address: '192.0.2.7' }, { address: '192.0.2.8' }],
      },
    ],
    ['a range', { addresses: ['192.0.2.0/24'] }, { resolution: 'NONE', addresses: ['192.0.2.0/24'] }],
  ])('is found by %s', (_, props, found) => {
    Mesh.of(app).configure({ allocatesAddresses: true });
    const { resolution, addresses, endpoints } = specOf(tcp(props).serviceEntry);
    expect({ resolution, addresses, endpoints }).toEqual({ addresses: undefined, endpoints: undefined, ...found });
  });

  test('is a target of routes, on its own port', () => {
    const db = ns.addService('db', { ports: [MeshPort.tcp(5432)] });
    new CanaryRelease(chart, 'Move', { stable: db, canary: tcp({ addresses: ['192.0.2.7'] }), canaryPercent: 30 });
    expect(specOf(db.virtualService).tcp[0].route[1]).toEqual({ destination: { host: 'db.example.com', port: { number: 5432 } }, weight: 30 });
    expect(tcp({ ports: [MeshPort.tls(1), MeshPort.tls(2)] }, 'Two').targetConfig()).toEqual({ host: 'db.example.com' });
    expect(tcp({ ports: [MeshPort.tls(1)] }, 'Named').describeAction()).toBe('db.example.com');
  });

  test('is in the Sidecar of its callers, and of those who say that they call it', () => {
    const secure = new SecureNamespace(chart, 'Secure', { name: 'secure', egress: EgressScope.callGraph() });
    const job = secure.addService('job', { ports: [MeshPort.http(80)], serviceAccount: 'job' });
    tcp({ callers: [job], namespace: ns, addresses: ['192.0.2.7'] });
    job.calls(tcp({ host: 'other.example.com', addresses: ['192.0.2.0/24'] }, 'Other'));
    expect(specOf(job.sidecar).egress[0].hosts).toEqual(expect.arrayContaining(['shop/db.example.com', 'shop/other.example.com']));
  });

  test('needs no address from the mesh where the address is said, or TLS names the host', () => {
    expect(() => tcp({ addresses: ['192.0.2.7'] }, 'A')).not.toThrow();
    expect(() => tcp({ ports: [MeshPort.tls(5671)] }, 'B')).not.toThrow();
  });

  describe('in ambient namespaces, where DNS is always answered,', () => {
    const ambient = MeshNamespace.fromName('quiet', DataPlane.ambient());
    const reader = () => new MeshWorkload(chart, 'reader', { namespace: ambient, serviceAccount: 'reader' });
    const edge = () => new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });

    test.each<[string, () => Partial<ExternalTcpServiceProps>]>([
      ['a namespace', () => ({ callers: [ambient] })],
      ['a workload', () => ({ callers: [reader()] })],
      ['a workload and a gateway', () => ({ callers: [edge(), reader()] })],
      ['a workload, with objects in another ambient namespace', () => ({ callers: [reader()], namespace: MeshNamespace.fromName('calm', DataPlane.ambient()) })],
    ])('needs no address for %s', (_, props) => {
      expect(() => tcp(props())).not.toThrow();
    });

    test.each<[string, () => Partial<ExternalTcpServiceProps>]>([
      ['a sidecar beside it', () => ({ callers: [reader(), ns] })],
      ['a gateway alone', () => ({ callers: [edge()] })],
      ['a group that cannot be told', () => ({ callers: [Caller.anyOf(reader())] })],
      ['objects in a namespace with sidecars', () => ({ callers: [reader()], namespace: ns })],
    ])('still needs one for %s', (_, props) => {
      expect(() => tcp(props())).toThrow('port tcp-5432 has no address');
    });
  });
});

test.each<[string, () => unknown, string]>([
  ['no host', () => hosts({ hosts: [] }), '[shop/Allowed] hosts is empty\n    fix: give at least one of hosts'],
  ['no port', () => hosts({ ports: [] }), '[shop/Allowed] ports is empty\n    fix: give at least one of ports'],
  ['no caller', () => hosts({ callers: [] }), '[shop/Allowed] callers is empty\n    fix: give at least one of callers'],
  ['every host', () => hosts({ hosts: ['*'] }), 'hosts has "*", which Istio refuses\n    fix: name the domains'],
  ['a host that is none', () => hosts({ hosts: ['https://a.example.com'] }), 'a host of hosts is "https://a.example.com", not a host name'],
  [
    'a host of the cluster',
    () => hosts({ hosts: ['web.shop.svc.cluster.local'] }),
    '[shop/Allowed] web.shop.svc.cluster.local is a Service of the cluster, which Istio takes instead\n    fix: describe it with MeshService.fromName',
  ],
  [
    'TCP without addresses',
    () => hosts({ ports: [MeshPort.tcp(5432)] }),
    '[shop/Allowed] port tcp-5432 carries no host name, and would take every connection to port 5432, wherever it goes\n    fix: pass addresses, or describe the host with ExternalTcpService',
  ],
  [
    'no namespace',
    () => new ExternalHosts(new Chart(new App(), 'bare'), 'Hosts', { hosts: ['a.example.com'] }),
    '[bare/Hosts] no namespace is known\n    fix: pass namespace',
  ],
  [
    'a TCP service without address, where sidecars answer no DNS',
    () => tcp(),
    '[shop/Db] port tcp-5432 has no address, and sidecars use none that Istio allocates: it would take every connection to port 5432, wherever it goes\n    fix: pass addresses, or turn DNS capture on in the mesh and say so: Mesh.of(app).configure({ allocatesAddresses: true })',
  ],
  ['HTTP', () => tcp({ ports: [MeshPort.http(80)] }), '[shop/Db] port http-80 carries HTTP\n    fix: use ExternalApi'],
  ['a TCP service without port', () => tcp({ ports: [] }), '[shop/Db] ports is empty\n    fix: give at least one of ports'],
  ['a wildcard', () => tcp({ host: '*.example.com' }), '[shop/Db] host is "*.example.com", a wildcard, not a host name\n    fix: name one host'],
  ['an address that is none', () => tcp({ addresses: ['db'] }), '[shop/Db] addresses has "db", not an address or range\n    fix: use an IP address or CIDR'],
  [
    'a route to a range',
    () =>
      new CanaryRelease(chart, 'Move', {
        stable: ns.addService('db', { ports: [MeshPort.tcp(5432)] }),
        canary: tcp({ addresses: ['192.0.2.0/24'] }),
        canaryPercent: 1,
      }),
    '[shop/Db] a route leads to db.example.com, of which only the range 192.0.2.0/24 is known\n    fix: give single addresses',
  ],
])('fails for %s', (_, call, message) => expect(call).toThrow(message));

test('fails for a gateway that does not see the TCP service', () => {
  const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
  const { requireVisible } = tcp({ callers: [web], addresses: ['192.0.2.7'] })._routing();
  expect(() => requireVisible!(chart, edge)).toThrow('[shop] db.example.com is visible to the callers of [shop/Db] only, and the gateway is none of them');
});
