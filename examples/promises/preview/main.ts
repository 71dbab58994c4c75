// A version that only requests with a header or a cookie get; all others get the default version.
import { App, Chart } from 'cdk8s';
import {
  GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, PreviewRelease, RequestMatch, Route, ServerTls, StringMatch,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const catalog = new MeshService(chart, 'Service', {
  name: 'catalog',
  namespace: MeshNamespace.fromName('shop'),
  ports: [MeshPort.http(8080)],
  versions: ['v1', 'v2'],
  defaultVersion: 'v1',
});
new PreviewRelease(chart, 'Preview', {
  service: catalog,
  preview: catalog.version('v2'),
  matching: [RequestMatch.header('x-tester', StringMatch.exact('yes')), RequestMatch.cookie('group', 'beta')],
});
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(catalog)],
});

app.synth();
