// Canaries by hand and with Argo Rollouts: by subsets, by hosts, by server name, with a mirror.
import { App, Chart } from 'cdk8s';
import {
  ArgoRolloutsRelease,
  CanaryRelease,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  MeshNamespace,
  MeshPort,
  MeshService,
  Route,
  ServerTls,
} from 'cdk8s-istio';

const app = new App();

// Subsets, weights by hand; going back is `canaryPercent: 0`.
const products = new Chart(app, 'products');
const shop = MeshNamespace.fromName('default');
const catalog = new MeshService(products, 'productcatalogservice', {
  namespace: shop,
  ports: [MeshPort.grpc(3550)],
  versions: ['v1', 'v2'],
});
new CanaryRelease(products, 'Catalog', {
  stable: catalog.version('v1'),
  canary: catalog.version('v2'),
  canaryPercent: 25,
});

// Subsets, weights by Argo Rollouts.
const subsets = new Chart(app, 'subset-split');
const demo = MeshNamespace.fromName('rollouts');
new ArgoRolloutsRelease(subsets, 'Release', {
  service: new MeshService(subsets, 'istio-subset-split', { namespace: demo, ports: [MeshPort.http(80)] }),
});

// Two services, behind a gateway, with a mirror first.
const hosts = new Chart(app, 'host-split');
const stable = new MeshService(hosts, 'istio-host-split-stable', {
  namespace: demo,
  ports: [MeshPort.http(80)],
  labels: { app: 'istio-host-split' },
});
const canary = new MeshService(hosts, 'istio-host-split-canary', {
  namespace: demo,
  ports: [MeshPort.http(80)],
  labels: { app: 'istio-host-split' },
});
new ArgoRolloutsRelease(hosts, 'Release', {
  service: stable,
  canaryService: canary,
  deployment: 'istio-host-split',
  mirrorPercent: 35,
});
const edge = new IngressGateway(hosts, 'Edge', { pods: GatewayPods.istioctl() });
new IngressRoute(hosts, 'Front', {
  gateway: edge,
  hosts: ['istio-host-split.com'],
  tls: ServerTls.none(),
  routes: [Route.all(stable)],
});

// One release with three ways in: both VirtualServices are named in `trafficRouting`.
const several = new Chart(app, 'several');
const web = new MeshService(several, 'rollouts-demo-stable', {
  namespace: demo,
  ports: [MeshPort.http(15372), MeshPort.http(15373), MeshPort.tcp(3000)],
});
const webCanary = MeshService.fromName('rollouts-demo-canary', { namespace: demo });
const release = new ArgoRolloutsRelease(several, 'Release', { service: web, canaryService: webCanary });
for (const [host, port] of [
  ['rollouts-demo.local', 15372],
  ['rollouts-demo-vsvc1.local', 15372],
  ['rollouts-demo-vsvc2.local', 15373],
] as const) {
  new IngressRoute(several, host, {
    gateway: edge,
    hosts: [host],
    tls: ServerTls.none(),
    routes: [Route.all(web.onPort(port))],
  });
}
new IngressRoute(several, 'Tls', {
  gateway: edge,
  hosts: ['reviews.bookinfo.com'],
  tls: ServerTls.passthrough(),
  port: 3000,
  routes: [Route.all(web.onPort(3000))],
});
console.log(release.trafficRouting);

app.synth();
