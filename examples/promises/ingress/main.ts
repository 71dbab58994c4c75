// Two hosts with certificates of their own at one gateway, reached by HTTPS only.
import { App, Chart } from 'cdk8s';
import { GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const namespace = MeshNamespace.fromName('shop');

const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
const web = new MeshService(chart, 'Web', { name: 'web', namespace, ports: [MeshPort.http(8080)] });
const api = new MeshService(chart, 'Api', { name: 'api', namespace, ports: [MeshPort.http(8080)] });

new IngressRoute(chart, 'Www', {
  gateway,
  hosts: ['www.example.com'],
  tls: ServerTls.simple('www-cert'),
  routes: [Route.prefix('/help', api), Route.all(web)],
});
new IngressRoute(chart, 'Partners', {
  gateway,
  hosts: ['partners.example.com'],
  tls: ServerTls.mutual('partners-cert', { subjectAltNames: ['acme.example.org'] }),
  routes: [Route.all(api)],
});

app.synth();
