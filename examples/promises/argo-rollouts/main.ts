// Services whose weights Argo Rollouts moves: one by subsets, one by two Services.
import { App, Chart, Duration } from 'cdk8s';
import {
  ArgoRolloutsRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls, ServicePolicy, StepPlan,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };
const steps = StepPlan.timed(Duration.minutes(10), 20, 50);

const web = new MeshService(chart, 'Web', { name: 'web', ...described });
new ArgoRolloutsRelease(chart, 'WebRelease', { service: web, deployment: 'web', steps });
new ServicePolicy(chart, 'WebCalls', { service: web, timeout: Duration.millis(400) });

const labels = { app: 'api' };
const api = new MeshService(chart, 'Api', { name: 'api', ...described, labels });
const newApi = new MeshService(chart, 'NewApi', { name: 'new-api', ...described, labels });
new ArgoRolloutsRelease(chart, 'ApiRelease', { service: api, canaryService: newApi, deployment: 'api', steps });

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.all(web), Route.prefix('/api', api)],
});

app.synth();
