// A service that moves from a virtual machine of another cluster into this one, 0, 20 and 100 percent.
import { App, Chart, YamlOutputType } from 'cdk8s';
import {
  CanaryRelease,
  ExternalHosts,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  RemoteCluster,
  Route,
  ServerTls,
} from 'cdk8s-istio';

const movedPercent = 20; // 0, 20, 100

const app = new App({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
const namespace = 'default';
const here = MeshNamespace.fromName(namespace);

const one = new Chart(app, 'cluster1', { namespace });
const toTwo = new RemoteCluster(one, 'Cluster2', { gateways: ['34.75.176.213'] });
toTwo.addService('frontend', { namespace, ports: [MeshPort.http(80)], address: '240.0.0.5' });
toTwo.addService('cartservice', { namespace, ports: [MeshPort.grpc(7070)], address: '240.0.0.7' });
const catalogGke = toTwo.addService('productcatalogservice-gke', {
  namespace,
  ports: [MeshPort.grpc(3550)],
  address: '240.0.0.6',
});
const catalogVm = new MeshService(one, 'productcatalogservice', { namespace: here, ports: [MeshPort.grpc(3550)] });
new CanaryRelease(one, 'Move', { stable: catalogVm, canary: catalogGke, canaryPercent: movedPercent });
new ExternalHosts(one, 'Currency', { hosts: ['www.ecb.europa.eu'] });

const two = new Chart(app, 'cluster2', { namespace });
for (const cluster of [one, two]) Mesh.of(cluster).configure({}); // two meshes: both know a productcatalogservice.default
const toOne = new RemoteCluster(two, 'Cluster1', { gateways: ['34.83.181.176'] });
const remote: [string, number][] = [
  ['adservice', 9555],
  ['recommendationservice', 8080],
  ['checkoutservice', 5050],
  ['currencyservice', 7000],
  ['shippingservice', 50051],
];
remote.forEach(([name, port], i) =>
  toOne.addService(name, { namespace, ports: [MeshPort.grpc(port)], address: `240.0.0.${i + 2}` }),
);
const frontend = new MeshService(two, 'frontend', { namespace: here, ports: [MeshPort.http(80)] });
new IngressRoute(two, 'Front', {
  gateway: new IngressGateway(two, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['*'],
  tls: ServerTls.none(),
  routes: [Route.all(frontend)],
});
const ports = [MeshPort.grpc(3550)];
new CanaryRelease(two, 'Move', {
  stable: new MeshService(two, 'productcatalogservice', { namespace: here, ports }),
  canary: new MeshService(two, 'productcatalogservice-gke', { namespace: here, ports }),
  canaryPercent: movedPercent,
});

app.synth();
