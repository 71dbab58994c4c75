// A new version that gets copies of some requests, and answers none.
import { App, Chart } from 'cdk8s';
import { GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, MirrorRelease, RequestMatch, Route, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const catalog = new MeshService(chart, 'Service', {
  name: 'catalog',
  namespace: MeshNamespace.fromName('shop'),
  ports: [MeshPort.http(8080)],
  versions: ['v1', 'v2'],
});
new MirrorRelease(chart, 'Release', {
  stable: catalog.version('v1'),
  mirror: catalog.version('v2'),
  mirrorPercent: 25,
  matching: [RequestMatch.method('GET', 'HEAD')],
});
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(catalog)],
});

app.synth();
