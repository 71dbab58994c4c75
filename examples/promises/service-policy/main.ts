// How long callers wait for a service and what they try again.
import { App, Chart, Duration } from 'cdk8s';
import { MeshNamespace, MeshPort, MeshService, Retries, ServicePolicy } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const namespace = MeshNamespace.fromName('shop');

const stock = new MeshService(chart, 'Stock', { name: 'stock', namespace, ports: [MeshPort.http(8080)] });
new ServicePolicy(chart, 'StockPolicy', { service: stock, timeout: Duration.millis(500) });

const prices = new MeshService(chart, 'Prices', { name: 'prices', namespace, ports: [MeshPort.http(8080)] });
new ServicePolicy(chart, 'PricesPolicy', { service: prices, retries: Retries.onServerErrors(3) });

const offers = new MeshService(chart, 'Offers', { name: 'offers', namespace, ports: [MeshPort.http(8080)] });
new ServicePolicy(chart, 'OffersPolicy', {
  service: offers,
  timeout: Duration.seconds(5),
  retries: Retries.onServerErrors(2, { perTryTimeout: Duration.millis(200) }),
});

const orders = new MeshService(chart, 'Orders', { name: 'orders', namespace, ports: [MeshPort.grpc(9090)] });
new ServicePolicy(chart, 'OrdersPolicy', { service: orders, retries: Retries.beforeProcessing(4) });

app.synth();
