// A service that Flagger releases: its VirtualService is delegated to, by a gateway and for callers in the mesh.
import { App, Chart, Duration } from 'cdk8s';
import {
  FlaggerRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls, ServicePolicy, StepPlan,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const podinfo = new MeshService(chart, 'Service', {
  name: 'podinfo',
  namespace: MeshNamespace.fromName('shop'),
  ports: [MeshPort.http(9898)],
  labels: { 'app.kubernetes.io/instance': 'podinfo' },
});
new FlaggerRelease(chart, 'Release', { service: podinfo, deployment: 'podinfo', steps: StepPlan.timed(Duration.minutes(5), 20, 50) });
new ServicePolicy(chart, 'Calls', { service: podinfo, timeout: Duration.millis(400) });

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(podinfo)],
});

app.synth();
