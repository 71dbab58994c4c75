// Versions that come and go, and what a service says about destinations of its own.
import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  CanaryRelease, ConnectionLimits, ExternalApi, Mesh, MeshNamespace, MeshPort, MeshService, MeshServiceOptions, MirrorRelease, ServicePolicy,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);
const namespace = MeshNamespace.fromName('shop');

let app: App;
let chart: Chart;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
});

const service = (name: string, options: Partial<MeshServiceOptions> = {}) => new MeshService(chart, name, { namespace, ports: [http], ...options });
const spec = (kind: string, name: string) => Testing.synth(chart).find(each => each.kind === kind && each.metadata.name === name)?.spec;
/** Warnings of a synthesis. */
function warnings(): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  app.synthYaml();
  const text = write.mock.calls.map(([line]) => String(line)).join('');
  write.mockRestore();
  return text;
}

describe('a version that is retired', () => {
  test('keeps its subset, and no route leads to it', () => {
    service('reviews', { versions: ['v2'], retiredVersions: ['v1'], defaultVersion: 'v2' });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: reviews
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       subsets:
         - labels:
             version: v2
           name: v2
         - labels:
             version: v1
           name: v1
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
                 subset: v2
     "
    `);
  });

  test('may have labels of its own', () => {
    const reviews = service('reviews');
    reviews.addRetiredVersion('old', { release: '2019' });
    expect(spec('DestinationRule', 'reviews').subsets).toEqual([{ name: 'old', labels: { release: '2019' } }]);
    expect(reviews.versions).toEqual([]);
  });

  test.each<[string, (reviews: MeshService) => void]>([
    ['nothing can be sent to it', reviews => reviews.version('v1')],
    ['nothing is said about it', reviews => reviews.contribute({ owner: chart, version: 'v1', limits: ConnectionLimits.of({ maxConnections: 1 }) })],
  ])('fails: %s', (_, call) => {
    const reviews = service('reviews', { versions: ['v2'], retiredVersions: ['v1'] });
    expect(() => call(reviews)).toThrow(
      '[shop/reviews] version "v1" of reviews is retired, so nothing may be said about it or sent to it\n    fix: use another version, or move it back to `versions`',
    );
  });

  test('fails to be the default version', () => {
    expect(() => service('reviews', { versions: ['v2'], retiredVersions: ['v1'], defaultVersion: 'v1' })).toThrow('version "v1" of reviews is retired');
  });

  test('fails to be a version beside', () => {
    expect(() => service('reviews', { versions: ['v1'], retiredVersions: ['v1'] })).toThrow('[shop/reviews] version "v1" is there already');
  });

  test('is reported where requests go to all pods of the service', () => {
    service('reviews', { versions: ['v2'], retiredVersions: ['v1'] });
    expect(warnings()).toContain(
      '[shop/reviews] warning[mesh-service/retired-version-reached]: requests for reviews go to all its pods, and so to retired v1 too',
    );
  });

  test('is not reported where a release sends all requests to versions', () => {
    const reviews = service('reviews', { versions: ['v2', 'v3'], retiredVersions: ['v1'] });
    new CanaryRelease(chart, 'Canary', { stable: reviews.version('v2'), canary: reviews.version('v3') });
    expect(warnings()).toBe('');
  });
});

describe('what is said about the destination of another service', () => {
  test('is reported, because it holds for those only who call that service', () => {
    const next = service('next', { versions: ['v1', 'v2'] });
    new CanaryRelease(chart, 'Inner', { stable: next.version('v1'), canary: next.version('v2'), canaryPercent: 50 });
    new ServicePolicy(chart, 'Time', { service: next, timeout: Duration.seconds(1) });
    new CanaryRelease(chart, 'Outer', { stable: service('front'), canary: next, canaryPercent: 10 });
    expect(warnings())
      .toBe(`[shop/front] warning[mesh-service/target-not-followed]: requests for front.shop.svc.cluster.local that go to next.shop.svc.cluster.local do not get the split, timeout said about that
    and: [shop/next]
    why: the VirtualService of the host that was called decides, and Istio asks no second one about the destination
    fix: say it about front, or leave it out there
    doc: cdk8s-istio explain mesh-service/target-not-followed
`);
  });

  test('is reported of copies, and of an API with its own timeout', () => {
    const next = service('next');
    new ServicePolicy(chart, 'Time', { service: next, timeout: Duration.seconds(1) });
    const api = new ExternalApi(chart, 'Api', { host: 'a.example.com', timeout: Duration.seconds(1) });
    const front = service('front');
    new MirrorRelease(chart, 'Mirror', { stable: front, mirror: next });
    new CanaryRelease(chart, 'Canary', { stable: front, canary: api });
    expect(warnings().match(/that go to \S+ do not get the \S+ said/g)).toEqual([
      'that go to a.example.com do not get the timeout said',
      'that go to next.shop.svc.cluster.local do not get the timeout said',
    ]);
  });

  test('is not reported where it cannot matter: endpoints and connections hold for every route, a version was chosen', () => {
    const next = service('next', { versions: ['v1', 'v2'] });
    new CanaryRelease(chart, 'Inner', { stable: next.version('v1'), canary: next.version('v2'), canaryPercent: 50 });
    new CanaryRelease(chart, 'Outer', { stable: service('front'), canary: next.version('v2'), canaryPercent: 10 });
    expect(warnings()).toBe('');
  });
});

describe('a port with TLS of the application', () => {
  test('is reported beside a split, which it does not follow in the mesh', () => {
    service('store', { ports: [http, MeshPort.tls(443)], versions: ['v1'], defaultVersion: 'v1' });
    expect(warnings()).toContain(
      '[shop/store] warning[mesh-service/tls-port-not-routed]: connections from the mesh to tls-443 of store go to all its pods, whatever is said about its requests',
    );
  });

  test('is not reported where nobody sends requests anywhere else', () => {
    new ServicePolicy(chart, 'Time', { service: service('store', { ports: [http, MeshPort.tls(443)] }), timeout: Duration.seconds(1) });
    expect(warnings()).toBe('');
  });

  test('may stay as it is, with a reason', () => {
    service('store', { ports: [http, MeshPort.tls(443)], versions: ['v1'], defaultVersion: 'v1' });
    Mesh.of(chart).allow('mesh-service/tls-port-not-routed', 'both versions take the same connections');
    expect(warnings()).toBe('');
  });
});

describe('the VirtualService that is asked for', () => {
  test('of a TCP service that nothing is said about has a route to it', () => {
    service('db', { ports: [MeshPort.tcp(5432)] }).virtualService.override('spec.tcp.0.route.0.weight', 1);
    expect(spec('VirtualService', 'db').tcp).toEqual([{ route: [{ destination: { host: 'db.shop.svc.cluster.local', port: { number: 5432 } }, weight: 1 }] }]);
  });

  test('fails where there are TLS ports only', () => {
    const db = service('db', { ports: [MeshPort.tls(5432)] });
    expect(() => db.virtualService).toThrow(
      '[shop/db] there are no routes to write for db, which has TLS ports only\n    fix: write a VirtualService of your own, with routes by server name',
    );
    expect(Testing.synth(chart)).toEqual([]);
  });
});
