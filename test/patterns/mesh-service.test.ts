import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { MeshNamespace, MeshPort, MeshService, MeshServiceFromConstructOptions, MeshWorkload, SecureNamespace } from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);

let chart: Chart;
let ns: MeshNamespace;
beforeEach(() => {
  chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop' });
});

const written = () => Testing.synth(chart).filter(each => each.kind !== 'Namespace');
const kinds = () => written().map(({ kind }) => kind);

/** A Service as any library may write it. */
function kubernetesService(ports: object[], options: { selector?: object; metadata?: object } = {}): ApiObject {
  return new ApiObject(chart, 'KubernetesService', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'reviews', ...options.metadata },
    spec: { selector: options.selector ?? { app: 'reviews' }, ports },
  });
}

function deployment(id: string, serviceAccountName: string | undefined, labels: { [key: string]: string }, kind = 'Deployment'): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: id.toLowerCase() },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName, containers: [{ name: 'app', image: 'example.com/reviews:1', ports: [{ containerPort: 9080 }] }] },
      },
    },
  });
}

const read = (service: ApiObject, options?: MeshServiceFromConstructOptions) => MeshService.fromConstruct(chart, 'reviews', service, options);

describe('a service that is described here', () => {
  test('writes a subset for each version and a route to the one by default', () => {
    new MeshService(chart, 'reviews', { namespace: ns, ports: [http], versions: ['v1', 'v2'], defaultVersion: 'v1' });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: reviews
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       subsets:
         - labels:
             version: v1
           name: v1
         - labels:
             version: v2
           name: v2
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: reviews
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
     "
    `);
  });

  test('writes routes to the default version for every port', () => {
    new MeshService(chart, 'store', {
      namespace: ns,
      ports: [MeshPort.http(80, { targetPort: 8080 }), MeshPort.grpc(9090), MeshPort.tcp(6379), MeshPort.tls(8443)],
      versions: ['v1'],
      defaultVersion: 'v1',
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: store
       namespace: shop
     spec:
       host: store.shop.svc.cluster.local
       subsets:
         - labels:
             version: v1
           name: v1
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: store
       namespace: shop
     spec:
       hosts:
         - store.shop.svc.cluster.local
       http:
         - match:
             - port: 80
           route:
             - destination:
                 host: store.shop.svc.cluster.local
                 port:
                   number: 80
                 subset: v1
         - match:
             - port: 9090
           route:
             - destination:
                 host: store.shop.svc.cluster.local
                 port:
                   number: 9090
                 subset: v1
       tcp:
         - match:
             - port: 6379
           route:
             - destination:
                 host: store.shop.svc.cluster.local
                 port:
                   number: 6379
                 subset: v1
     "
    `);
  });

  test('writes nothing as long as nothing is said', () => {
    const reviews = new MeshService(chart, 'reviews', { namespace: ns, ports: [http] });
    expect(kinds()).toEqual([]);
    expect([reviews.host, reviews.name, reviews.service, reviews.versions, reviews.describeAction()]).toEqual([
      'reviews.shop.svc.cluster.local',
      'reviews',
      reviews,
      [],
      'reviews.shop.svc.cluster.local',
    ]);
  });

  test('is called as its construct, or as it says', () => {
    expect(new MeshService(chart, 'reviews', { namespace: ns, ports: [http] }).host).toBe('reviews.shop.svc.cluster.local');
    expect(new MeshService(chart, 'Ratings', { namespace: ns, ports: [http], name: 'ratings' }).host).toBe('ratings.shop.svc.cluster.local');
    expect(() => new MeshService(chart, 'Details', { namespace: ns, ports: [http] })).toThrow('[shop/Details] name is "Details", not a DNS label');
  });

  test('is where its namespace is, and not where its chart is', () => {
    const reviews = new MeshService(chart, 'reviews', { namespace: MeshNamespace.fromName('other'), ports: [http], versions: ['v1'] });
    expect(reviews.host).toBe('reviews.other.svc.cluster.local');
    expect(written()[0].metadata).toEqual({ name: 'reviews', namespace: 'other' });
  });

  test('is a target with its port, where it has just one', () => {
    const one = new MeshService(chart, 'one', { namespace: ns, ports: [http], versions: ['v1'] });
    const two = new MeshService(chart, 'two', { namespace: ns, ports: [http, MeshPort.tcp(5432)] });
    expect(one.targetConfig()).toEqual({ host: 'one.shop.svc.cluster.local', port: 9080 });
    expect(one.version('v1').targetConfig()).toEqual({ host: 'one.shop.svc.cluster.local', port: 9080, subset: 'v1' });
    expect(two.targetConfig()).toEqual({ host: 'two.shop.svc.cluster.local' });
    expect(two.onPort(5432).targetConfig()).toEqual({ host: 'two.shop.svc.cluster.local', port: 5432 });
  });

  test('names its versions and ports for messages', () => {
    const reviews = new MeshService(chart, 'reviews', { namespace: ns, ports: [http], versions: ['v1'] });
    expect([reviews.version('v1').describeAction(), reviews.onPort(9080).describeAction()]).toEqual([
      'reviews.shop.svc.cluster.local v1',
      'reviews.shop.svc.cluster.local:9080',
    ]);
  });

  test('takes versions with labels of their own, also later', () => {
    const reviews = new MeshService(chart, 'reviews', { namespace: ns, ports: [http] });
    const vm = reviews.addVersion('vm', { app: 'reviews', place: 'vm' });
    reviews.addVersion('v1', { version: 'v1' });
    expect([reviews.versions, vm.name, vm.service]).toEqual([['vm', 'v1'], 'vm', reviews]);
    expect(written().map(({ spec }) => spec.subsets)).toEqual([
      [
        { name: 'vm', labels: { app: 'reviews', place: 'vm' } },
        { name: 'v1', labels: { version: 'v1' } },
      ],
    ]);
  });

  test('hands out copies of its lists', () => {
    const reviews = new MeshService(chart, 'reviews', { namespace: ns, ports: [http], versions: ['v1'] });
    reviews.versions.push('v2');
    reviews.ports.push(MeshPort.tcp(1));
    expect([reviews.versions, reviews.ports]).toEqual([['v1'], [http]]);
  });

  test.each<[string, () => unknown, string]>([
    ['no ports', () => new MeshService(chart, 'reviews', { namespace: ns, ports: [] }), '[shop/reviews] ports is empty'],
    [
      'a port number twice',
      () => new MeshService(chart, 'reviews', { namespace: ns, ports: [http, MeshPort.tcp(9080)] }),
      '[shop/reviews] port 9080 "tcp-9080" repeats port 9080 "http-9080"\n    fix: give each port a number and a name of its own',
    ],
    [
      'a port name twice',
      () => new MeshService(chart, 'reviews', { namespace: ns, ports: [http, MeshPort.http(81, { name: 'http-9080' })] }),
      'port 81 "http-9080" repeats port 9080',
    ],
    ['no labels', () => new MeshService(chart, 'reviews', { namespace: ns, ports: [http], labels: {} }), '[shop/reviews] labels is empty'],
    [
      'a version twice',
      () => new MeshService(chart, 'reviews', { namespace: ns, ports: [http], versions: ['v1', 'v1'] }),
      '[shop/reviews] version "v1" is there already\n    fix: add each version once',
    ],
    [
      'a version that is no DNS label',
      () => new MeshService(chart, 'reviews', { namespace: ns, ports: [http], versions: ['V1.0'] }),
      '[shop/reviews] the name of a version is "V1.0", not a DNS label',
    ],
    [
      'a version without labels',
      () => new MeshService(chart, 'reviews', { namespace: ns, ports: [http] }).addVersion('v1', {}),
      '[shop/reviews] the labels of version v1 is empty',
    ],
  ])('fails for %s', (_, call, message) => expect(call).toThrow(message));
});

describe('a service that somebody else owns', () => {
  test('is a target and a caller', () => {
    const legacy = MeshService.fromName('legacy', { namespace: MeshNamespace.fromName('old'), ports: [http], serviceAccount: 'legacy' });
    expect([legacy.host, legacy.targetConfig(), legacy.callerConfig(), legacy.describeAction()]).toEqual([
      'legacy.old.svc.cluster.local',
      { host: 'legacy.old.svc.cluster.local', port: 9080 },
      { identities: ['old/legacy'] },
      'legacy.old.svc.cluster.local',
    ]);
    expect(legacy.onPort(9080).targetConfig()).toEqual({ host: 'legacy.old.svc.cluster.local', port: 9080 });
  });

  test('takes any port where none is known', () => {
    const legacy = MeshService.fromName('legacy', { namespace: ns });
    expect(legacy.onPort(81).targetConfig()).toEqual({ host: 'legacy.shop.svc.cluster.local', port: 81 });
    expect(legacy.targetConfig()).toEqual({ host: 'legacy.shop.svc.cluster.local' });
  });

  test('fails for a port that it does not have, and as a caller without account', () => {
    const legacy = MeshService.fromName('legacy', { namespace: ns, ports: [http] });
    expect(() => legacy.onPort(80)).toThrow('[MeshService.fromName] legacy has no port 80; it has 9080');
    expect(() => legacy.callerConfig()).toThrow(
      '[MeshService.fromName] legacy.shop.svc.cluster.local is a caller, and its service account is not known\n    fix: pass serviceAccount',
    );
    expect(() => MeshService.fromName('Legacy', { namespace: ns })).toThrow('[MeshService.fromName] name is "Legacy", not a DNS label');
    expect(() => MeshService.fromName('legacy', { namespace: ns, serviceAccount: 'a b' })).toThrow('[MeshService.fromName] serviceAccount is "a b"');
  });
});

describe('a service that is read from a Service', () => {
  test('writes subsets and access rules with the ports and labels that the Service has', () => {
    deployment('ReviewsV1', 'reviews-account', { app: 'reviews', version: 'v1' });
    const reviews = read(kubernetesService([{ name: 'http-web', port: 80, targetPort: 9080 }]), { versions: ['v1'] });
    const caller = new MeshWorkload(chart, 'report', { namespace: ns, serviceAccount: 'report' });
    reviews.allowFrom(caller, { methods: ['GET'] });
    reviews.allowFrom(reviews);
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: apps/v1
     kind: Deployment
     metadata:
       name: reviewsv1
       namespace: shop
     spec:
       selector:
         matchLabels:
           app: reviews
           version: v1
       template:
         metadata:
           labels:
             app: reviews
             version: v1
         spec:
           containers:
             - image: example.com/reviews:1
               name: app
               ports:
                 - containerPort: 9080
           serviceAccountName: reviews-account
     ---
     apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http-web
           port: 80
           targetPort: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: reviews
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       subsets:
         - labels:
             version: v1
           name: v1
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: reviews-allow
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/shop/sa/report
           to:
             - operation:
                 methods:
                   - GET
                 ports:
                   - "9080"
         - from:
             - source:
                 principals:
                   - cluster.local/ns/shop/sa/reviews-account
       selector:
         matchLabels:
           app: reviews
     "
    `);
  });

  test.each<[object, string, string, number]>([
    [{ port: 80, name: 'http' }, 'HTTP', 'http', 80],
    [{ port: 80, name: 'http-web', targetPort: 8080 }, 'HTTP', 'http-web', 8080],
    [{ port: 80, name: 'web', appProtocol: 'http' }, 'HTTP', 'web', 80],
    [{ port: 80, appProtocol: 'HTTP2' }, 'HTTP2', 'http2-80', 80],
    [{ port: 80, appProtocol: 'kubernetes.io/h2c' }, 'HTTP2', 'http2-80', 80],
    [{ port: 80, name: 'http-web', appProtocol: 'tcp' }, 'TCP', 'http-web', 80],
    [{ port: 90, name: 'grpc' }, 'GRPC', 'grpc', 90],
    [{ port: 90, name: 'grpc-web-ui' }, 'GRPC-WEB', 'grpc-web-ui', 90],
    [{ port: 443, name: 'https' }, 'HTTPS', 'https', 443],
    [{ port: 443, name: 'tls-api' }, 'TLS', 'tls-api', 443],
    [{ port: 6379, name: 'redis' }, 'REDIS', 'redis', 6379],
    [{ port: 27017, name: 'mongo' }, 'MONGO', 'mongo', 27017],
    [{ port: 3306, name: 'mysql', protocol: 'TCP' }, 'MYSQL', 'mysql', 3306],
  ])('reads the port %j', (port, protocol, name, targetPort) => {
    const [found] = read(kubernetesService([port])).ports;
    expect([found._protocol, found.name, found.targetPort]).toEqual([protocol, name, targetPort]);
  });

  test.each<[string, object, string]>([
    [
      'whose name says nothing',
      { port: 80, name: 'web' },
      '[shop/KubernetesService] port 80 is called "web", which does not tell what is spoken on it\n    fix: name it as Istio reads it, for example "http-web", or pass ports',
    ],
    ['without name', { port: 80 }, 'port 80 is called ""'],
    ['of an unknown protocol', { port: 80, name: 'http', appProtocol: 'example.com/own' }, 'does not tell what is spoken on it'],
    ['for UDP', { port: 53, name: 'tcp-dns', protocol: 'UDP' }, 'port 53 is called "tcp-dns"'],
    [
      'that leads to a named one',
      { port: 80, name: 'http', targetPort: 'web' },
      '[shop/KubernetesService] port 80 has the named target port "web"\n    fix: pass ports with the number',
    ],
  ])('fails for a port %s, unless ports are passed', (_, port, message) => {
    const service = kubernetesService([port]);
    expect(() => read(service)).toThrow(message);
    expect(read(service, { ports: [http] }).ports).toEqual([http]);
  });

  test('takes the account from the workload that it selects', () => {
    deployment('Other', 'other', { app: 'other' });
    deployment('Reviews', 'account', { app: 'reviews', version: 'v1' }, 'StatefulSet');
    expect(read(kubernetesService([{ name: 'http', port: 80 }])).callerConfig().identities).toEqual(['shop/account']);
  });

  test.each<[string, () => void]>([
    ['no workload says one', () => deployment('A', undefined, { app: 'reviews' })],
    ['two workloads differ', () => [deployment('A', 'a', { app: 'reviews' }), deployment('B', 'b', { app: 'reviews' })]],
    ['the workload is something else', () => deployment('A', 'a', { app: 'other' })],
  ])('knows no account where %s', (_, make) => {
    make();
    const reviews = read(kubernetesService([{ name: 'http', port: 80 }]));
    expect(reviews.callerConfig().identities).toBeUndefined();
  });

  test('takes the account that is passed', () => {
    deployment('A', 'a', { app: 'reviews' });
    expect(read(kubernetesService([{ name: 'http', port: 80 }]), { serviceAccount: 'said' }).callerConfig().identities).toEqual(['shop/said']);
  });

  test('is in the namespace of the Service, or where the handle says', () => {
    const service = kubernetesService([{ name: 'http', port: 80 }], { metadata: { namespace: 'own' } });
    expect(read(service).host).toBe('reviews.own.svc.cluster.local');
    expect(MeshService.fromConstruct(chart, 'Other', service, { namespace: ns }).host).toBe('reviews.shop.svc.cluster.local');
  });

  test('fails for something that is no Service', () => {
    expect(() => read(deployment('A', 'a', { app: 'a' }))).toThrow(
      '[shop/A] it writes a Deployment, not a Service\n    fix: pass the construct of the Kubernetes Service',
    );
  });

  test('fails for an ExternalName Service, which Istio takes for another name of something else', () => {
    const service = new ApiObject(chart, 'Legacy', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'legacy', namespace: 'shop' },
      spec: { type: 'ExternalName', externalName: 'legacy.example.com', ports: [{ name: 'http', port: 80 }] },
    });
    expect(() => read(service)).toThrow(
      /^\[shop\/Legacy\] it is an ExternalName Service, another name of legacy\.example\.com: .*\n {4}fix: describe legacy\.example\.com/,
    );
  });

  test('fails for a Service without namespace', () => {
    const bare = new Chart(new App(), 'bare');
    const service = new ApiObject(bare, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
      spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'a' } },
    });
    expect(() => MeshService.fromConstruct(bare, 'a', service)).toThrow(
      '[bare/Service] the Service has no namespace\n    fix: give it or its chart one, or pass namespace',
    );
  });
});

describe('a workload that nobody calls', () => {
  test('writes who may reach it and which of its ports are in plain text', () => {
    const job = new MeshWorkload(chart, 'report', {
      namespace: new SecureNamespace(chart, 'Secure', { name: 'batch' }),
      labels: { 'job': 'report', 'app.kubernetes.io/part-of': 'billing' },
      serviceAccount: 'report',
      plaintextPorts: [MeshPort.http(9102)],
    });
    job.allowFrom(MeshNamespace.fromName('monitoring'), { ports: [MeshPort.http(9102)] });
    job.denyFrom(MeshNamespace.fromName('monitoring', ns.dataPlane), { ports: [MeshPort.tcp(5005)] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: batch
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: batch
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: deny-by-default
       namespace: batch
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: report
       namespace: batch
     spec:
       mtls:
         mode: STRICT
       portLevelMtls:
         "9102":
           mode: PERMISSIVE
       selector:
         matchLabels:
           app.kubernetes.io/part-of: billing
           job: report
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: report-allow
       namespace: batch
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 namespaces:
                   - monitoring
           to:
             - operation:
                 ports:
                   - "9102"
       selector:
         matchLabels:
           app.kubernetes.io/part-of: billing
           job: report
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: report-deny
       namespace: batch
     spec:
       action: DENY
       rules:
         - from:
             - source:
                 namespaces:
                   - monitoring
           to:
             - operation:
                 ports:
                   - "5005"
       selector:
         matchLabels:
           app.kubernetes.io/part-of: billing
           job: report
     "
    `);
  });

  test('is a caller with identity and labels, and a target of policies', () => {
    const job = new MeshWorkload(chart, 'report', { namespace: ns, serviceAccount: 'report' });
    expect(job.callerConfig()).toEqual({ identities: ['shop/report'], labels: { app: 'report' }, workloadNamespace: 'shop' });
    expect(job.policyTargetConfig()).toEqual({ namespace: 'shop', selector: { app: 'report' } });
    expect(kinds()).toEqual([]);
  });

  test('fails for an account that is no DNS name', () => {
    expect(() => new MeshWorkload(chart, 'report', { namespace: ns, serviceAccount: 'Report Job' })).toThrow(
      '[shop/report] serviceAccount is "Report Job", not a DNS name',
    );
  });
});
