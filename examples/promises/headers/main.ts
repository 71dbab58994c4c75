// Headers that a route sets, adds and takes away, on the way to the service and back.
import { App, Chart } from 'cdk8s';
import {
  GatewayPods, HeaderOperations, HttpRoute, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, SecurityHeaders, ServerTls,
  VirtualService,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const namespace = MeshNamespace.fromName('shop');

const toService = HeaderOperations.none()
  .replace('x-tier', '100% gold').add('x-via', 'edge').replaceWithFormat('x-was', '%REQ(x-user)%').remove('x-debug');
const toClient = HeaderOperations.none().replace('x-frame-options', 'SAMEORIGIN').add('x-via', 'edge').remove('x-powered-by');

const web = new MeshService(chart, 'Web', { name: 'web', namespace, ports: [MeshPort.http(8080)] });
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  responseHeaders: SecurityHeaders.strict(),
  routes: [Route.all(web, { requestHeaders: toService, responseHeaders: toClient })],
});

const api = new MeshService(chart, 'Api', { name: 'api', namespace, ports: [MeshPort.http(8080)] });
new VirtualService(chart, 'ApiRoutes', {
  hosts: [api.host],
  http: [HttpRoute.to([{ target: api }], { requestHeaders: toService, responseHeaders: toClient })],
});

app.synth();
