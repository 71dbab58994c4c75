// The edge of the Online Boutique: ingress, a token for the front end, an allow-list of hosts outside.
import { App, Chart } from 'cdk8s';
import {
  AccessCondition,
  Caller,
  Claim,
  ExternalHosts,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  JwtIssuer,
  JwtProtection,
  MeshPort,
  Route,
  SecureNamespace,
  ServerTls,
  ValuePattern,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'boutique', { namespace: 'default' });

const ns = new SecureNamespace(chart, 'Namespace', { name: 'default', create: false, denyByDefault: false });
const frontend = ns.addService('frontend', { ports: [MeshPort.http(80, { targetPort: 8080 })] });
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['*'],
  tls: ServerTls.none(),
  routes: [Route.all(frontend)],
});

frontend.allowFrom(Caller.anyoneEvenUnauthenticated(), { conditions: [AccessCondition.header('hello', ValuePattern.exact('world'))] });
new JwtProtection(chart, 'Login', {
  target: frontend,
  claims: [Claim.subject('testing@secure.istio.io')],
  issuers: [
    JwtIssuer.of('testing@secure.istio.io', {
      jwksUri: 'https://raw.githubusercontent.com/istio/istio/release-1.5/security/tools/jwt/samples/jwks.json',
    }),
  ],
});

new ExternalHosts(chart, 'GoogleApis', { hosts: ['accounts.google.com', '*.googleapis.com'] });
new ExternalHosts(chart, 'GoogleMetadata', { hosts: ['metadata.google.internal'], addresses: ['169.254.169.254'] });

app.synth();
