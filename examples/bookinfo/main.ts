// Istio's Bookinfo, whole: workloads, a namespace that refuses by default, the call graph, a canary, a fault experiment, ingress and egress.
import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryRelease, ConnectionLimits, Ejection, ExternalApi, Fault, FaultExperiment, GatewayPods, IngressGateway, IngressRoute, MeshPort, MeshService,
  PathPattern, Redirect, RequestMatch, Retries, Route, SecureNamespace, ServerTls, ServicePolicy, StringMatch,
} from 'cdk8s-istio';
import { addMicroservice } from './workloads';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

const bookinfo = new SecureNamespace(chart, 'Namespace', { name: 'bookinfo' });

// A MeshService can be read from its Service and Deployments, or be described where these live elsewhere.
const productpage = MeshService.fromConstruct(chart, 'Productpage', addMicroservice(chart, 'productpage', ['v1']), { namespace: bookinfo });
const reviews = MeshService.fromConstruct(chart, 'Reviews', addMicroservice(chart, 'reviews', ['v1', 'v2', 'v3']), {
  namespace: bookinfo,
  versions: ['v1', 'v2', 'v3'],
});
const ratings = MeshService.fromConstruct(chart, 'Ratings', addMicroservice(chart, 'ratings', ['v1']), { namespace: bookinfo });
addMicroservice(chart, 'details', ['v2'], [{ name: 'DO_NOT_ENCRYPT', value: 'true' }]);
const details = bookinfo.addService('details', { ports: [MeshPort.http(9080)], serviceAccount: 'bookinfo-details' });

// The call graph. What is not said here is refused.
reviews.allowFrom(productpage, { methods: ['GET'], paths: [PathPattern.template('/reviews/{*}')] });
details.allowFrom(productpage, { methods: ['GET'], paths: [PathPattern.template('/details/{*}')] });
ratings.allowFrom(reviews, { methods: ['GET'], paths: [PathPattern.template('/ratings/{*}')] });

// v2 of the reviews shows stars. Jason sees them always.
const jason = RequestMatch.header('end-user', StringMatch.exact('jason'));
new CanaryRelease(chart, 'Stars', {
  stable: reviews.version('v1'),
  canary: reviews.version('v2'),
  canaryPercent: 10,
  alwaysCanary: [jason],
});

new ServicePolicy(chart, 'RatingsPolicy', {
  service: ratings,
  timeout: Duration.seconds(2),
  retries: Retries.onServerErrors(2, { perTryTimeout: Duration.millis(500) }),
  ejection: Ejection.afterGatewayErrors(3, { baseTime: Duration.minutes(1) }),
  limits: ConnectionLimits.of({ maxConnections: 100, maxPendingRequests: 50 }),
});

// Does the page survive slow ratings? Only Jason finds out.
new FaultExperiment(chart, 'SlowRatings', {
  service: ratings,
  matching: [jason],
  fault: Fault.delay(Duration.seconds(7), { percent: 100 }),
});

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['bookinfo.example.com'],
  tls: ServerTls.simple('bookinfo-cert'),
  routes: [
    Route.exact('/', Redirect.toPath('/productpage')),
    ...['/productpage', '/login', '/logout'].map(path => Route.exact(path, productpage)),
    ...['/static', '/api/v1/products'].map(path => Route.prefix(path, productpage)),
  ],
});

// Details of books come from here. Told by DO_NOT_ENCRYPT, the application calls http://www.googleapis.com, and its proxy makes it HTTPS.
new ExternalApi(chart, 'GoogleBooks', {
  host: 'www.googleapis.com',
  callers: [details],
  timeout: Duration.seconds(3),
  retries: Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(1) }),
});

app.synth();
