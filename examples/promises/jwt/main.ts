// A host that asks for a token of one issuer and audience, and one path that does not.
import { App, Chart } from 'cdk8s';
import {
  Claim, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, MeshNamespace, MeshPort, MeshService, PathPattern, Route, ServerTls,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const front = new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.helm('edge', MeshNamespace.fromName('edge')) }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(new MeshService(chart, 'Web', { name: 'web', namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] }))],
});
new JwtProtection(chart, 'Login', {
  target: front,
  issuers: [JwtIssuer.of('https://login.example.com', { audiences: ['shop'], claimToHeader: { sub: 'x-user' } })],
  claims: [Claim.oneOf('groups', 'customers', 'staff')],
  exceptPaths: [PathPattern.exact('/healthz')],
});

app.synth();
