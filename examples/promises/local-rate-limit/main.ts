// A service and a host that answer 429 beyond a rate, while others go on.
import { App, Chart, Duration } from 'cdk8s';
import { GatewayPods, IngressGateway, IngressRoute, LocalRateLimit, MeshNamespace, MeshPort, Route, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const http = MeshPort.http(8080);
const api = shop.addService('api', { ports: [http] });
const web = shop.addService('web', { ports: [http] });

const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
const slow = new IngressRoute(chart, 'Slow', { gateway, hosts: ['slow.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });

new LocalRateLimit(chart, 'Api', { target: api, requests: 10, interval: Duration.hours(1), rateLimitHeaders: true });
new LocalRateLimit(chart, 'Slowly', { target: slow, requests: 100, interval: Duration.hours(1), burst: 5 });

app.synth();
