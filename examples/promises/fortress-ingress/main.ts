// A gateway that attackers try to get through: one host has some paths, one some clients, one wants a certificate.
import { App, Chart } from 'cdk8s';
import { Caller, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const namespace = MeshNamespace.fromName('shop');

const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
const web = new MeshService(chart, 'Web', { name: 'web', namespace, ports: [MeshPort.http(8080)] });

new IngressRoute(chart, 'Www', {
  gateway,
  hosts: ['www.example.com'],
  tls: ServerTls.simple('www-cert'),
  routes: [Route.exact('/ping', web), Route.prefix('/open/', web)],
});
const office = new IngressRoute(chart, 'Office', {
  gateway,
  hosts: ['office.example.com'],
  tls: ServerTls.simple('office-cert'),
  routes: [Route.all(web)],
});
office.allowFrom(Caller.clientIps('203.0.113.0/24'));
new IngressRoute(chart, 'Partners', {
  gateway,
  hosts: ['partners.example.com'],
  tls: ServerTls.mutual('partners-cert', { subjectAltNames: ['acme.example.org'] }),
  routes: [Route.all(web)],
});

app.synth();
