// Every request of a namespace is traced, with its tenant, but for those of one noisy workload.
import { App, Chart } from 'cdk8s';
import { MeshNamespace, MeshPort, Tracing } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
shop.addService('cart', { ports: [MeshPort.http(8080)] });
const poller = shop.addService('poller', { ports: [MeshPort.http(8080)] });

new Tracing(chart, 'All', { target: shop, samplingPercent: 100, tagsFromHeaders: { tenant: 'x-tenant' } });
new Tracing(chart, 'Noise', { target: poller, enabled: false });

app.synth();
