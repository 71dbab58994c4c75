// One service, and everybody whom a rule can name: each has a path of its own.
import { App, Chart } from 'cdk8s';
import {
  AccessCondition, Caller, Claim, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, MeshNamespace, MeshPort, MeshWorkload, PathPattern,
  Route, ServerTls,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const path = (name: string) => ({ paths: [PathPattern.exact(`/${name}`)] });

const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const metrics = MeshPort.http(9090, { name: 'http-metrics' });
const orders = shop.addService('orders', { ports: [MeshPort.http(8080), metrics], serviceAccount: 'orders' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
const report = new MeshWorkload(chart, 'Report', { name: 'report', namespace: shop, serviceAccount: 'report' });
const monitoring = MeshNamespace.fromName('monitoring');

orders.allowFrom(web, path('service'));
orders.allowFrom(report, path('workload'));
orders.allowFrom(monitoring, path('namespace'));
orders.allowFrom(Caller.serviceAccounts(shop, 'web', 'audit'), path('accounts'));
orders.allowFrom(Caller.anyAuthenticated(), path('any-identity'));
orders.allowFrom(Caller.anyoneEvenUnauthenticated(), path('anyone'));
orders.allowFrom(Caller.anyOf(report, monitoring), path('any-of'));
orders.allowFrom(Caller.peerIps('10.244.0.0/16'), { ports: [metrics], methods: ['GET'] });
orders.allowFrom(Caller.anyAuthenticated(), { ...path('claims'), claims: [Claim.oneOf('groups', 'clerks')] });
orders.allowFrom(Caller.anyAuthenticated(), {
  ...path('conditions'),
  conditions: [AccessCondition.headerPresent('x-reason'), AccessCondition.host('orders.shop')],
});
new JwtProtection(chart, 'Tokens', { target: orders, issuers: [JwtIssuer.of('https://login.example.com')], optional: true });

// The gateway is let in by its identity, because it has a route; of its own clients it lets some in.
const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });
const gateway = new IngressGateway(chart, 'Edge', { pods });
web.allowFrom(orders);
new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
const desk = new IngressRoute(chart, 'Desk', { gateway, hosts: ['desk.example.com'], tls: ServerTls.none(), routes: [Route.all(web)] });
desk.allowFrom(Caller.clientIps('203.0.113.0/24'));
gateway.denyFrom(Caller.clientIps('198.51.100.7'));

app.synth();
