// A release before its switch, one after it, and one between two services; who tests sees what stands by.
import { App, Chart } from 'cdk8s';
import {
  BlueGreenRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, RequestMatch, Route, ServerTls, StringMatch,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };
const versions = ['blue', 'green'];
const previewFor = [RequestMatch.header('x-tester', StringMatch.exact('yes'))];

const catalog = new MeshService(chart, 'Catalog', { name: 'catalog', ...described, versions });
new BlueGreenRelease(chart, 'Before', { live: catalog.version('blue'), idle: catalog.version('green'), previewFor });

const cart = new MeshService(chart, 'Cart', { name: 'cart', ...described, versions });
new BlueGreenRelease(chart, 'After', { live: cart.version('green'), idle: cart.version('blue'), previewFor });

const orders = new MeshService(chart, 'Orders', { name: 'orders', ...described });
const newOrders = new MeshService(chart, 'NewOrders', { name: 'new-orders', ...described });
new BlueGreenRelease(chart, 'Services', { service: orders, live: newOrders, idle: orders });

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.prefix('/catalog', catalog), Route.prefix('/cart', cart), Route.prefix('/orders', orders)],
});

app.synth();
