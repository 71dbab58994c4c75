// Mutual TLS and access, from whole-mesh defaults down to single ports and tokens.
import { App, Chart } from 'cdk8s';
import {
  Access, AccessCondition, Attachment, AuthorizationOperation, AuthorizationPolicy, AuthorizationRule, AuthorizationSource, Caller, Claim, JwtIssuer,
  MeshNamespace, MeshPort, MtlsMode, PathPattern, PeerAuthentication, RequestAuthentication, SecureMesh, SecureNamespace, ValuePattern,
} from 'cdk8s-istio';

const app = new App();

// For the whole mesh: STRICT mutual TLS, and what no rule allows is refused. One team applies this.
const platform = new Chart(app, 'platform');
new SecureMesh(platform, 'Mesh');

// A namespace that does not rely on it. Prometheus scrapes without a proxy, so its port takes plain text too.
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new SecureNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
const metrics = MeshPort.http(9090, { name: 'http-metrics' });
const orders = shop.addService('orders', {
  ports: [MeshPort.http(80, { targetPort: 8080 }), metrics],
  serviceAccount: 'orders',
  plaintextPorts: [metrics],
});

orders.allowFrom(web, { methods: ['GET', 'POST'], paths: [PathPattern.prefix('/orders')] });
orders.allowFrom(Caller.peerIps('10.8.0.0/16'), { ports: [metrics], methods: ['GET'] });
orders.denyFrom(Caller.anyoneEvenUnauthenticated(), { paths: [PathPattern.prefix('/orders/internal')] });

// Tokens: a RequestAuthentication only refuses bad ones, so the rule that lets callers in has to ask for one.
const issuer = 'https://login.example.com';
new RequestAuthentication(chart, 'Tokens', {
  attachTo: Attachment.workloads({ app: 'web' }),
  issuers: [JwtIssuer.of(issuer, { audiences: ['shop'], jwksUri: `${issuer}/.well-known/jwks.json` })],
});
web.allowFrom(Caller.anyAuthenticated(), { claims: [Claim.issuer(issuer), Claim.oneOf('groups', 'customers', 'staff')] });
web.allowFrom(Caller.anyAuthenticated(), { methods: ['GET'], paths: [PathPattern.exact('/login'), PathPattern.suffix('.css')] });

// A namespace that is being moved into the mesh: plain text is still taken, but not by the database, whose replication brings its own TLS.
// Nobody has written down yet who calls whom, so everything is allowed, in spite of the mesh.
const legacy = new Chart(app, 'legacy', { namespace: 'legacy' });
new MeshNamespace(legacy, 'Legacy', { name: 'legacy' });
new PeerAuthentication(legacy, 'WhileMoving', { metadata: { name: 'default' }, mode: MtlsMode.PERMISSIVE });
new PeerAuthentication(legacy, 'Database', {
  attachTo: Attachment.workloads({ app: 'mysql' }),
  mode: MtlsMode.STRICT,
  portModes: [{ port: 33061, mode: MtlsMode.DISABLE }],
});
new AuthorizationPolicy(legacy, 'Open', { access: Access.allowAll() });

// The ways a policy can decide, in Istio's own terms.
const bank = new Chart(app, 'bank', { namespace: 'bank' });
const accounts = Attachment.workloads({ app: 'accounts' });
new SecureNamespace(bank, 'Bank', { name: 'bank', denyByDefault: false });
new AuthorizationPolicy(bank, 'NobodyElse', { access: Access.denyAll() });
new AuthorizationPolicy(bank, 'Tellers', {
  attachTo: accounts,
  access: Access.allow(AuthorizationRule.of({
    from: [AuthorizationSource.of(Caller.serviceAccounts(shop, 'web')), AuthorizationSource.matching({ namespaces: ['branch-*'] })],
    to: [AuthorizationOperation.of({ methods: ['GET'], paths: [PathPattern.prefix('/accounts')], ports: [8080] })],
    conditions: [AccessCondition.headerPresent('x-request-id')],
  })),
});
new AuthorizationPolicy(bank, 'NoAdmin', {
  attachTo: accounts,
  // On a port that is not HTTP, Istio would drop the path and refuse every connection, so a rule about paths names its ports.
  access: Access.deny(AuthorizationRule.of({
    to: [AuthorizationOperation.of({ paths: [PathPattern.prefix('/admin')], ports: [8080] })],
  })),
});
new AuthorizationPolicy(bank, 'Trial', {
  attachTo: accounts,
  dryRun: true,
  access: Access.deny(AuthorizationRule.of({
    to: [AuthorizationOperation.of({ ports: [8080] })],
    conditions: [AccessCondition.header('user-agent', ValuePattern.startsWith('curl/'))],
  })),
});
new AuthorizationPolicy(bank, 'Log', {
  attachTo: accounts,
  access: Access.audit(AuthorizationRule.of({ to: [AuthorizationOperation.of({ methods: ['DELETE'], ports: [8080] })] })),
});
new AuthorizationPolicy(bank, 'Opa', {
  attachTo: accounts,
  access: Access.custom('opa', AuthorizationRule.of({ to: [AuthorizationOperation.of({ paths: [PathPattern.prefix('/transfers')], ports: [8080] })] })),
});

app.synth();
