// Callers that stay in their region as long as somebody answers there, and a service that is shared between regions.
import { App, Chart, Duration } from 'cdk8s';
import { Ejection, Locality, MeshNamespace, MeshPort, MeshService, ServicePolicy } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };
const ejection = Ejection.afterServerErrors(2, { interval: Duration.millis(100), maxPercent: 100 });

const stock = new MeshService(chart, 'Stock', { name: 'stock', ...described });
new ServicePolicy(chart, 'StockPolicy', { service: stock, locality: Locality.failover({ 'eu-west': 'eu-central' }, ejection) });

const prices = new MeshService(chart, 'Prices', { name: 'prices', ...described });
new ServicePolicy(chart, 'PricesPolicy', {
  service: prices, locality: Locality.distribute({ from: 'eu-west/*', toPercent: { 'eu-west/*': 80, 'eu-central/*': 20 } }),
});

app.synth();
