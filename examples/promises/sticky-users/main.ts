// Users who stay with the version that they got first, at two steps of a release.
import { App, Chart } from 'cdk8s';
import { CanaryRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls, StepPlan } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)], versions: ['v1', 'v2'] };
const steps = StepPlan.approved(20, 50);

const catalog = new MeshService(chart, 'Catalog', { name: 'catalog', ...described });
new CanaryRelease(chart, 'CatalogRelease', {
  stable: catalog.version('v1'), canary: catalog.version('v2'), canaryPercent: 20, steps, stickyCookie: 'release',
});

const cart = new MeshService(chart, 'Cart', { name: 'cart', ...described });
new CanaryRelease(chart, 'CartRelease', {
  stable: cart.version('v1'), canary: cart.version('v2'), canaryPercent: 50, steps, stickyCookie: 'release',
});

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(catalog)],
});

app.synth();
