import { App, Chart } from 'cdk8s';
import { CanaryRelease, GatewayPods, IngressGateway, IngressRoute, MeshPort, Route, SecureNamespace, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop');

const shop = new SecureNamespace(chart, 'Shop', { name: 'shop' });
const cart = shop.addService('cart', { ports: [MeshPort.http(8080)], serviceAccount: 'cart' });
const catalog = shop.addService('catalog', { ports: [MeshPort.http(8080)], versions: ['v1', 'v2'] });

catalog.allowFrom(cart, { methods: ['GET'] });
new CanaryRelease(chart, 'Catalog', { stable: catalog.version('v1'), canary: catalog.version('v2'), canaryPercent: 10 });

const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('shop-cert'), routes: [Route.prefix('/catalog', catalog)] });

app.synth();
