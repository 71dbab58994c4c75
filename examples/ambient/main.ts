// A namespace on ambient: the same lines as with sidecars, and a waypoint that reads the requests.
import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryRelease, DataPlane, GatewayPods, IngressGateway, IngressRoute, MeshPort, PathPattern, Retries, Route, SecureNamespace, ServerTls, ServicePolicy,
  Waypoint,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop');

const shop = new SecureNamespace(chart, 'Namespace', { name: 'shop', dataPlane: DataPlane.ambient() });
new Waypoint(chart, 'Waypoint', { namespace: shop });

const cart = shop.addService('cart', { ports: [MeshPort.http(8080)], serviceAccount: 'cart' });
const prices = shop.addService('prices', { ports: [MeshPort.http(8080)], serviceAccount: 'prices' });
const next = shop.addService('prices-next', { ports: [MeshPort.http(8080)], serviceAccount: 'prices' });
const database = shop.addService('db', { ports: [MeshPort.tcp(5432)] });

// Decided at the waypoint, for the Service. The pods take connections from the waypoint only, so nobody goes past it.
prices.allowFrom(cart, { methods: ['GET'], paths: [PathPattern.prefix('/prices')] });
database.allowFrom(prices);

new ServicePolicy(chart, 'Prices', { service: prices, timeout: Duration.seconds(1), retries: Retries.beforeProcessing(2) });
// A Service of its own and no version: a gateway could not lead straight to a version, because the waypoint would choose again.
new CanaryRelease(chart, 'NextPrices', { stable: prices, canary: next, canaryPercent: 5 });

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.prefix('/cart', cart)],
});

app.synth();
