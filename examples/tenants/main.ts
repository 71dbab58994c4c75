// Several tenants on one gateway, each with hosts, certificate, login and limits of its own.
import { App, Chart, Duration } from 'cdk8s';
import {
  Caller, Claim, CorsPolicy, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, LocalRateLimit, MeshNamespace, MeshPort,
  PathPattern, Rewrite, Route, SecureNamespace, ServerTls, StringMatch,
} from 'cdk8s-istio';

const app = new App();

// The gateway belongs to the platform. Nobody has to ask it for a host.
const platform = new Chart(app, 'platform');
const edge = new IngressGateway(platform, 'Tenants', {
  pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
});
edge.denyFrom(Caller.clientIps('198.51.100.0/24'));

for (const tenant of ['acme', 'globex']) {
  const chart = new Chart(app, tenant);
  const namespace = new SecureNamespace(chart, 'Namespace', { name: tenant });
  const web = namespace.addService('web', { ports: [MeshPort.http(80, { targetPort: 8080 })], serviceAccount: 'web' });
  const api = namespace.addService('api', { ports: [MeshPort.http(80, { targetPort: 8080 })] });
  api.allowFrom(web);

  const front = new IngressRoute(chart, 'Front', {
    gateway: edge,
    hosts: [`${tenant}.example.com`],
    tls: ServerTls.certManager('letsencrypt'),
    cors: CorsPolicy.originsWithCredentials([StringMatch.exact(`https://app.${tenant}.example`)]),
    routes: [Route.all(web), Route.prefix('/api', api, { rewrite: Rewrite.stripPrefix(), timeout: Duration.seconds(10) })],
  });

  // For the hosts of this tenant only: a token of the other tenant is valid at the gateway too, but refused here.
  new JwtProtection(chart, 'Login', {
    target: front,
    issuers: [JwtIssuer.of(`https://login.${tenant}.example`, { audiences: ['edge'], claimToHeader: { sub: 'x-user' } })],
    claims: [Claim.oneOf('tenant', tenant)],
    claimRules: [{ methods: ['DELETE'], claims: [Claim.oneOf('groups', 'admins')] }],
    exceptPaths: [PathPattern.exact('/healthz'), PathPattern.prefix('/static')],
  });
  // Each pod of the API answers so many requests, whoever asks.
  new LocalRateLimit(chart, 'Limit', { target: api, requests: 100, interval: Duration.seconds(1) });
}

app.synth();
