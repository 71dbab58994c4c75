import { App, Chart, Duration } from 'cdk8s';
import {
  ConnectionLimits, DataPlane, EgressGateway, ExternalApi, ExternalApiProps, GatewayPods, IngressGateway, Mesh, MeshNamespace, MeshPort, MeshService, Retries,
  TlsOrigination, Waypoint,
} from '../../src';

let app: App;
let chart: Chart;
let quiet: MeshNamespace;
let reader: MeshService;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  quiet = new MeshNamespace(chart, 'Quiet', { name: 'quiet', dataPlane: DataPlane.ambient(), create: false });
  reader = quiet.addService('reader', { ports: [MeshPort.http(80)], serviceAccount: 'reader' });
});

const shop = MeshNamespace.fromName('shop');
const api = (props: Partial<ExternalApiProps> = {}, id = 'Api') => new ExternalApi(chart, id, { host: 'api.example.com', callers: [reader], ...props });

describe('what is said about the way to an API fails at synthesis where only node proxies pass it on', () => {
  test.each<[string, () => Partial<ExternalApiProps>, string]>([
    ['TLS of the proxy', () => ({}), 'TLS of the proxy is said about api.example.com, and nothing in the ambient namespace quiet reads requests'],
    ['a timeout', () => ({ tls: TlsOrigination.none(), timeout: Duration.seconds(1) }), 'timeout is said about api.example.com'],
    ['retries', () => ({ tls: TlsOrigination.none(), retries: Retries.none() }), 'retries is said about api.example.com'],
    ['limits of connections', () => ({ tls: TlsOrigination.byApplication(), limits: ConnectionLimits.of({ maxConnections: 1 }) }), 'limits is said about api.example.com'],
    ['all of them', () => ({ timeout: Duration.seconds(1), retries: Retries.none() }), 'TLS of the proxy, timeout, retries is said about api.example.com'],
    ['one caller of several', () => ({ callers: [shop, reader] }), 'the ambient namespace quiet'],
    ['nobody in particular, in an ambient namespace', () => ({ callers: undefined, namespace: quiet }), 'the ambient namespace quiet'],
  ])('for %s', (_, props, problem) => {
    api(props());
    expect(() => app.synthYaml()).toThrow('[shop/Api] error[waypoint/missing]: ');
    expect(() => app.synthYaml()).toThrow(problem);
    expect(() => app.synthYaml()).toThrow('add new Waypoint(…, { namespace }) for quiet');
  });

  test('and is fine as soon as there is a waypoint', () => {
    api();
    new Waypoint(chart, 'Waypoint', { namespace: quiet });
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('also beside a waypoint of another namespace than that of the objects', () => {
    api({ namespace: shop });
    new Waypoint(chart, 'Waypoint', { namespace: quiet });
    expect(() => app.synthYaml()).toThrow('for callers in the ambient namespace quiet, and its ServiceEntry is in shop, which has no waypoint');
    expect(() => app.synthYaml()).toThrow('fix: pass namespace quiet, and add new Waypoint(…, { namespace }) for quiet');
  });

  test('and may be allowed', () => {
    api();
    Mesh.of(app).allow('waypoint/missing', 'applications speak TLS');
    expect(() => app.synthYaml()).not.toThrow();
  });

  test.each<[string, () => Partial<ExternalApiProps>]>([
    ['TLS of the application', () => ({ tls: TlsOrigination.byApplication() })],
    ['plain text, to which node proxies add no headers', () => ({ tls: TlsOrigination.none() })],
    ['callers with sidecars', () => ({ callers: [shop] })],
    ['a gateway', () => ({ callers: [new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() })] })],
    ['nobody in particular', () => ({ callers: undefined })],
  ])('but not for %s', (_, props) => {
    api(props());
    expect(() => app.synthYaml()).not.toThrow();
  });
});

test.each<[string, () => unknown, string]>([
  [
    'a client certificate',
    () => api({ tls: TlsOrigination.mutual('cert') }),
    '[shop/Api] a client certificate is said for callers in the ambient namespace quiet, where no sidecar reads the Secret\n    fix: call from a namespace with sidecars',
  ],
  [
    'an egress gateway',
    () => api({ through: new EgressGateway(chart, 'Egress', { pods: GatewayPods.istioctlEgress() }) }),
    '[shop/Api] a caller is in the ambient namespace quiet, where nothing reaches an egress gateway: node proxies follow no route, and waypoints speak no mutual TLS to it\n    fix: call from a namespace with sidecars',
  ],
])('callers in ambient namespaces have no use for %s', (_, call, message) => expect(call).toThrow(message));
