// The ways in that are not plain HTTPS: certificates that clients may show, TLS that goes through, one certificate for several hosts, and TCP.
import { App, Chart } from 'cdk8s';
import { GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, Route, SecureNamespace, ServerTls, TcpIngressRoute } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new SecureNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)] });
const blog = shop.addService('blog', { ports: [MeshPort.http(8080)] });
const vault = shop.addService('vault', { ports: [MeshPort.https(8443)] });
const broker = shop.addService('broker', { ports: [MeshPort.tcp(5672)] });
const queue = shop.addService('queue', { ports: [MeshPort.tcp(5672)] });

const gateway = new IngressGateway(chart, 'Edge', {
  pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
});
const both = ServerTls.simple('example-com');
new IngressRoute(chart, 'Www', { gateway, hosts: ['www.example.com'], tls: both, routes: [Route.all(web)] });
new IngressRoute(chart, 'Blog', { gateway, hosts: ['blog.example.com'], tls: both, routes: [Route.all(blog)] });
new IngressRoute(chart, 'Staff', { gateway, hosts: ['staff.example.com'], tls: ServerTls.optionalMutual('staff-cert'), routes: [Route.all(web)] });
new IngressRoute(chart, 'Vault', { gateway, hosts: ['vault.example.com'], tls: ServerTls.passthrough(), routes: [Route.all(vault)] });
new TcpIngressRoute(chart, 'Queue', { gateway, port: 5672, tls: ServerTls.none(), target: queue });
new TcpIngressRoute(chart, 'Broker', { gateway, port: 5671, hosts: ['broker.example.com'], tls: ServerTls.simple('broker-cert'), target: broker });
new TcpIngressRoute(chart, 'Partners', { gateway, port: 5671, hosts: ['partners.example.com'], tls: ServerTls.mutual('partners-cert'), target: queue });

app.synth();
