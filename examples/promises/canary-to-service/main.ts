// A canary that is another service, with versions of its own.
import { App, Chart } from 'cdk8s';
import { CanaryRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const namespace = MeshNamespace.fromName('shop');

const search = new MeshService(chart, 'Search', { name: 'search', namespace, ports: [MeshPort.http(8080)] });
const newSearch = new MeshService(chart, 'NewSearch', {
  name: 'new-search', namespace, ports: [MeshPort.http(9090)], versions: ['v1', 'v2'], defaultVersion: 'v2',
});
new CanaryRelease(chart, 'Release', { stable: search, canary: newSearch, canaryPercent: 30 });
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(search)],
});

app.synth();
