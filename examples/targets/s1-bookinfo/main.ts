// Istio's Bookinfo: gateway, versions of each service, a 90/10 split, a rule for one user, a delay, Google APIs.
import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryRelease,
  ExternalApi,
  Fault,
  FaultExperiment,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  MeshNamespace,
  MeshPort,
  MeshService,
  RequestMatch,
  Route,
  ServerTls,
  StringMatch,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

const namespace = MeshNamespace.fromName('bookinfo');
const ports = [MeshPort.http(9080)];
const productpage = new MeshService(chart, 'productpage', { namespace, ports, versions: ['v1'], defaultVersion: 'v1' });
const reviews = new MeshService(chart, 'reviews', { namespace, ports, versions: ['v1', 'v2', 'v3'] });
const ratings = new MeshService(chart, 'ratings', {
  namespace,
  ports,
  versions: ['v1', 'v2', 'v2-mysql', 'v2-mysql-vm'],
  defaultVersion: 'v1',
});
new MeshService(chart, 'details', { namespace, ports, versions: ['v1', 'v2'], defaultVersion: 'v1' });
const jason = [RequestMatch.header('end-user', StringMatch.exact('jason'))];

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl(), httpPort: 8080 }),
  hosts: ['*'],
  tls: ServerTls.none(),
  routes: [
    ...['/productpage', '/login', '/logout'].map(path => Route.exact(path, productpage)),
    ...['/static', '/api/v1/products'].map(path => Route.prefix(path, productpage)),
  ],
});
new CanaryRelease(chart, 'Reviews', {
  stable: reviews.version('v1'),
  canary: reviews.version('v2'),
  canaryPercent: 10,
  alwaysCanary: jason,
});
new FaultExperiment(chart, 'SlowRatings', {
  service: ratings,
  matching: jason,
  fault: Fault.delay(Duration.seconds(7), { percent: 100 }),
});
new ExternalApi(chart, 'GoogleApis', { host: 'www.googleapis.com' });

app.synth();
