// Two tenants at one gateway, each with the tokens of its own issuer, and a service that asks some of its callers for a token.
import { App, Chart } from 'cdk8s';
import {
  Caller, Claim, CorsPolicy, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, MeshNamespace, MeshPort, PathPattern, Route, ServerTls,
  StringMatch,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'tenants', { namespace: 'tenants' });
const namespace = new MeshNamespace(chart, 'Namespace', { name: 'tenants' });
const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });
const gateway = new IngressGateway(chart, 'Edge', { pods });

for (const tenant of ['acme', 'globex']) {
  const web = namespace.addService(tenant, { ports: [MeshPort.http(8080)] });
  const front = new IngressRoute(chart, `Front-${tenant}`, {
    gateway,
    hosts: [`${tenant}.example.com`],
    tls: ServerTls.none(),
    cors: CorsPolicy.origins([StringMatch.exact('https://app.example.com')], { methods: ['GET', 'PUT'] }),
    routes: [Route.all(web)],
  });
  new JwtProtection(chart, `Login-${tenant}`, {
    target: front,
    issuers: [JwtIssuer.of(`https://login.${tenant}.example`, { audiences: ['web'] })],
    exceptPaths: [PathPattern.prefix('/static/')],
    claimRules: [{ claims: [Claim.oneOf('roles', 'admin')], paths: [PathPattern.prefix('/admin')] }, { claims: [Claim.present('email')], methods: ['PUT'] }],
  });
}

// Behind the gateway: tokens are no duty, but some callers have to show one.
const files = namespace.addService('files', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)] });
new JwtProtection(chart, 'Tokens', { target: files, issuers: [JwtIssuer.of('https://login.acme.example')], optional: true });
files.allowFrom(Caller.anyAuthenticated(), { claims: [Claim.issuer('https://login.acme.example')] });
files.allowFrom(Caller.anyAuthenticated(), { paths: [PathPattern.exact('/healthz')] });
// Required at a service: its ports without HTTP stay open.
const bills = namespace.addService('bills', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)] });
new JwtProtection(chart, 'Bills', { target: bills, issuers: [JwtIssuer.of('https://login.acme.example', { forwardToken: true })] });

app.synth();
