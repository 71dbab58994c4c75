// Two tenants behind one gateway, and a service of one of them, that attackers try to reach without the right token.
import { App, Chart } from 'cdk8s';
import {
  Claim, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, MeshNamespace, MeshPort, MeshService, PathPattern,
  Route, ServerTls,
} from 'cdk8s-istio';

const app = new App();
const edge = new IngressGateway(new Chart(app, 'edge'), 'Edge', { pods: GatewayPods.istioctl() });
const exceptPaths = [PathPattern.exact('/ping'), PathPattern.prefix('/open/')];

for (const tenant of ['acme', 'globex']) {
  const chart = new Chart(app, tenant, { namespace: tenant });
  const namespace = MeshNamespace.fromName(tenant);
  const issuer = JwtIssuer.of(`https://login.${tenant}.example`, { audiences: ['shop'], claimToHeader: { sub: 'x-user' }, forwardToken: true });
  const web = new MeshService(chart, 'Web', { name: 'web', namespace, ports: [MeshPort.http(8080)] });
  const front = new IngressRoute(chart, 'Front', {
    gateway: edge,
    hosts: [`${tenant}.example.com`],
    tls: ServerTls.simple('example-com'),
    routes: [Route.all(web)],
  });
  const login = { issuers: [issuer], claims: [Claim.oneOf('tenant', tenant)], exceptPaths };
  new JwtProtection(chart, 'Login', { target: front, ...login });
  new JwtProtection(chart, 'WebLogin', { target: web, ...login });
}

app.synth();
