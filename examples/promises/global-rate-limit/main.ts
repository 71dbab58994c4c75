// A host whose requests are counted by a service, by path and by client.
import { App, Chart, Duration } from 'cdk8s';
import {
  GatewayPods, GlobalRateLimit, IngressGateway, IngressRoute, MeshNamespace, MeshPort, RateLimit, RateLimitUnit, RequestKey, Route, ServerTls,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)] });
const counter = shop.addService('ratelimit', { ports: [MeshPort.grpc(8081)] });

const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
const front = new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
new IngressRoute(chart, 'Help', { gateway, hosts: ['help.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });

new GlobalRateLimit(chart, 'Limit', {
  target: front,
  service: counter,
  domain: 'shop-front',
  limits: [RateLimit.of(5, RateLimitUnit.MINUTE, RequestKey.header('x-user'), RequestKey.underPath('/login'))],
  failClosed: true,
  timeout: Duration.seconds(2),
});

app.synth();
