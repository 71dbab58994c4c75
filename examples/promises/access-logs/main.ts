// Logs of what failed at one service, of everything at another, and of nothing at a third.
import { App, Chart } from 'cdk8s';
import { AccessLogging, MeshNamespace, MeshPort } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const http = MeshPort.http(8080);
const cart = shop.addService('cart', { ports: [http], serviceAccount: 'cart' });
const orders = shop.addService('orders', { ports: [http] });
shop.addService('stock', { ports: [http] });

new AccessLogging(chart, 'Errors', { target: cart, providers: ['envoy'], filter: 'response.code >= 400' });
new AccessLogging(chart, 'Silence', { target: orders, enabled: false });
new AccessLogging(chart, 'All', { target: shop, providers: ['envoy'] });

app.synth();
