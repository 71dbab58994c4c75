// What one caller may have open at a service, and endpoints that are taken out when they fail.
import { App, Chart, Duration } from 'cdk8s';
import {
  ConnectionLimits, Ejection, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls, ServicePolicy,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };

const stock = new MeshService(chart, 'Stock', { name: 'stock', ...described });
new ServicePolicy(chart, 'StockLimits', { service: stock, limits: ConnectionLimits.of({ maxRequests: 3 }) });

const prices = new MeshService(chart, 'Prices', { name: 'prices', ...described });
new ServicePolicy(chart, 'PricesLimits', { service: prices, limits: ConnectionLimits.of({ maxConnections: 1, maxPendingRequests: 1 }) });

const offers = new MeshService(chart, 'Offers', { name: 'offers', ...described, versions: ['v1', 'v2'], defaultVersion: 'v2' });
new ServicePolicy(chart, 'OffersLimits', { service: offers, limits: ConnectionLimits.of({ maxRequests: 6 }) });
new ServicePolicy(chart, 'NewOffersLimits', { service: offers.version('v2'), limits: ConnectionLimits.of({ maxRequests: 2 }) });

const reviews = new MeshService(chart, 'Reviews', { name: 'reviews', ...described });
new ServicePolicy(chart, 'ReviewsEjection', {
  service: reviews, ejection: Ejection.afterServerErrors(3, { interval: Duration.millis(100), baseTime: Duration.millis(500) }),
});

// Half of the endpoints may be out, which is the default.
const ratings = new MeshService(chart, 'Ratings', { name: 'ratings', ...described });
new ServicePolicy(chart, 'RatingsEjection', { service: ratings, ejection: Ejection.afterServerErrors(3) });

const quotes = new MeshService(chart, 'Quotes', { name: 'quotes', ...described });
new ServicePolicy(chart, 'QuotesEjection', { service: quotes, ejection: Ejection.afterServerErrors(3, { minHealthPercent: 60 }) });

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.prefix('/stock', stock), Route.prefix('/reviews', reviews)],
});

app.synth();
