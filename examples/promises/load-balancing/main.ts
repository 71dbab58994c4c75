// Requests that stay at one pod: by header, by cookie, by query parameter. And a pod that is new gets few of them first.
import { App, Chart, Duration } from 'cdk8s';
import { GatewayPods, IngressGateway, IngressRoute, LoadBalancing, MeshNamespace, MeshPort, MeshService, Route, ServerTls, ServicePolicy } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const balanced = (name: string, loadBalancing: LoadBalancing) => {
  const service = new MeshService(chart, name, { name, namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] });
  new ServicePolicy(chart, `${name}-policy`, { service, loadBalancing });
  return service;
};
const services = [
  balanced('by-header', LoadBalancing.stickyByHeader('x-user')),
  balanced('by-cookie', LoadBalancing.stickyByCookie('session', Duration.hours(1), { path: '/', attributes: { SameSite: 'Strict' } })),
  balanced('by-query', LoadBalancing.stickyByQueryParameter('user', { maglevTableSize: 65537 })),
];
balanced('warmed', LoadBalancing.leastRequest({ warmup: Duration.seconds(6), warmupAggression: 0.2 }));

new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: services.map(service => Route.prefix(`/${service.name}`, service)),
});

app.synth();
