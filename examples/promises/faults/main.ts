// A service that is slow or fails on purpose, for a share of the requests or for some of them.
import { App, Chart, Duration } from 'cdk8s';
import {
  Fault, FaultExperiment, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, RequestMatch, Retries, Route, ServerTls,
  ServicePolicy, StringMatch,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const described = { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] };

const ratings = new MeshService(chart, 'Ratings', { name: 'ratings', ...described });
new FaultExperiment(chart, 'Failing', { service: ratings, fault: Fault.abort(503, { percent: 30 }) });
// Retries and timeouts come after the fault, and do not hide it.
new ServicePolicy(chart, 'Calls', { service: ratings, timeout: Duration.millis(500), retries: Retries.onServerErrors(3) });

const reviews = new MeshService(chart, 'Reviews', { name: 'reviews', ...described });
new FaultExperiment(chart, 'Slow', { service: reviews, fault: Fault.delay(Duration.seconds(2), { percent: 20 }) });

const details = new MeshService(chart, 'Details', { name: 'details', ...described });
new FaultExperiment(chart, 'Testers', {
  service: details,
  fault: Fault.both(Fault.delay(Duration.seconds(1), { percent: 100 }), Fault.abort(418, { percent: 100 })),
  matching: [RequestMatch.header('x-tester', StringMatch.exact('yes'))],
});

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [Route.prefix('/ratings', ratings), Route.prefix('/reviews', reviews), Route.prefix('/details', details)],
});

app.synth();
