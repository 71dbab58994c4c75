// A team that decides about the requests under a path of a host that the platform owns.
import { App, Chart } from 'cdk8s';
import {
  CanaryRelease, DelegatedRoutes, DirectResponse, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Rewrite, Route, ServerTls,
} from 'cdk8s-istio';

const app = new App();

const team = new Chart(app, 'cart', { namespace: 'cart' });
const cart = new MeshService(team, 'Cart', { name: 'cart', namespace: MeshNamespace.fromName('cart'), ports: [MeshPort.http(8080)], versions: ['v1', 'v2'] });
new CanaryRelease(team, 'Release', { stable: cart.version('v1'), canary: cart.version('v2'), canaryPercent: 20 });
const routes = new DelegatedRoutes(team, 'Routes', {
  routes: [
    Route.prefix('/cart/items', cart, { rewrite: Rewrite.prefix('/items') }),
    Route.exact('/cart/gone', DirectResponse.text(410, 'gone')),
  ],
});

const platform = new Chart(app, 'platform', { namespace: 'web' });
const web = new MeshService(platform, 'Web', { name: 'web', namespace: MeshNamespace.fromName('web'), ports: [MeshPort.http(8080)] });
new IngressRoute(platform, 'Front', {
  gateway: new IngressGateway(platform, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.prefix('/cart', routes), Route.all(web)],
});

app.synth();
