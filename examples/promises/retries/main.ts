// How long callers wait for a service, and what they try again.
import { App, Chart, Duration } from 'cdk8s';
import {
  GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, PathMatch, RequestMatch, Retries, Route, ServerTls, ServicePolicy,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };

const stock = new MeshService(chart, 'Stock', { name: 'stock', ...described });
new ServicePolicy(chart, 'StockPolicy', { service: stock, timeout: Duration.millis(400) });
new ServicePolicy(chart, 'StockReports', {
  service: stock, timeout: Duration.seconds(5), matching: [RequestMatch.path(PathMatch.prefix('/stock/reports'))],
});

const prices = new MeshService(chart, 'Prices', { name: 'prices', ...described });
new ServicePolicy(chart, 'PricesPolicy', { service: prices, retries: Retries.onServerErrors(3) });

const offers = new MeshService(chart, 'Offers', { name: 'offers', ...described });
new ServicePolicy(chart, 'OffersPolicy', {
  service: offers, timeout: Duration.seconds(3), retries: Retries.onServerErrors(2, { perTryTimeout: Duration.millis(300), alsoWrites: true }),
});

const orders = new MeshService(chart, 'Orders', { name: 'orders', ...described });
new ServicePolicy(chart, 'OrdersPolicy', { service: orders, retries: Retries.none() });

const search = new MeshService(chart, 'Search', { name: 'search', ...described });
new ServicePolicy(chart, 'SearchPolicy', { service: search, retries: Retries.on(['404', 'gateway-error'], 1) });

const shipping = new MeshService(chart, 'Shipping', { name: 'shipping', namespace: described.namespace, ports: [MeshPort.grpc(9090)] });
new ServicePolicy(chart, 'ShippingPolicy', { service: shipping, retries: Retries.beforeProcessing(4) });

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [stock, prices, offers, orders].map(service => Route.prefix(`/${service.name}`, service)),
});

app.synth();
