// Services that are asked about each request before it is let through, in HTTP and in gRPC.
import { App, Chart } from 'cdk8s';
import { AuthorizerService, ExternalAuthorizer, MeshNamespace, MeshPort, PathPattern } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)] });
const login = shop.addService('login', { ports: [MeshPort.http(4180)] });

new ExternalAuthorizer(chart, 'Login', {
  target: web,
  provider: 'login',
  exceptPaths: [PathPattern.prefix('/oauth2/')],
  service: AuthorizerService.http(login, { includeRequestHeadersInCheck: ['cookie'], headersToUpstreamOnAllow: ['x-user'] }),
});

const vault = shop.addService('vault', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)] });
const policy = shop.addService('policy', { ports: [MeshPort.grpc(9001)] });
new ExternalAuthorizer(chart, 'Policy', { target: vault, provider: 'policy', service: AuthorizerService.grpc(policy) });

app.synth();
