// An API that pages of one origin may call with cookies, and a catalog that every page may read.
import { App, Chart, Duration } from 'cdk8s';
import {
  CorsPolicy, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls, StringMatch, UnmatchedPreflights,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const api = new MeshService(chart, 'Api', { name: 'api', namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] });
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['api.example.com'],
  tls: ServerTls.simple('api-cert'),
  cors: CorsPolicy.originsWithCredentials([StringMatch.exact('https://shop.example.com')], {
    methods: ['GET', 'PUT'],
    headers: ['x-csrf'],
    exposedHeaders: ['x-total'],
    maxAge: Duration.hours(1),
    unmatchedPreflights: UnmatchedPreflights.IGNORE,
  }),
  routes: [Route.all(api), Route.prefix('/catalog', api, { cors: CorsPolicy.anyOrigin() })],
});

app.synth();
