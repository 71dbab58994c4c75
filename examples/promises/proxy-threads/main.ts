// How many threads proxies have: those of the mesh, and the one of a busy service.
import { App, Chart } from 'cdk8s';
import { MeshNamespace, MeshPort, MeshService, ProxyTuning } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };

const cart = new MeshService(chart, 'Cart', { name: 'cart', ...described });
new MeshService(chart, 'Stock', { name: 'stock', ...described });
new ProxyTuning(chart, 'All', { concurrency: 2 });
new ProxyTuning(chart, 'Busy', { target: cart, concurrency: 4 });

app.synth();
