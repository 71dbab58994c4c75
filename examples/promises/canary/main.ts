// A release that one request in ten sees, from the mesh and through a gateway, and testers always.
import { App, Chart } from 'cdk8s';
import {
  CanaryRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, RequestMatch, Route, ServerTls, StringMatch,
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
new CanaryRelease(chart, 'Release', {
  stable: catalog.version('v1'),
  canary: catalog.version('v2'),
  canaryPercent: 10,
  alwaysCanary: [RequestMatch.header('x-tester', StringMatch.exact('true'))],
});
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(catalog)],
});

app.synth();
