// A database whose connections are split, from the mesh and through a port of a gateway.
import { App, Chart } from 'cdk8s';
import { CanaryRelease, GatewayPods, IngressGateway, MeshNamespace, MeshPort, MeshService, ServerTls, TcpIngressRoute } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const database = new MeshService(chart, 'Service', {
  name: 'database',
  namespace: MeshNamespace.fromName('shop'),
  ports: [MeshPort.tcp(5432)],
  versions: ['v1', 'v2'],
});
new CanaryRelease(chart, 'Release', { stable: database.version('v1'), canary: database.version('v2'), canaryPercent: 10 });
new TcpIngressRoute(chart, 'Port', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  port: 5432,
  target: database,
  tls: ServerTls.none(),
});

app.synth();
