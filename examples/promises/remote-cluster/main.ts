// Services of another cluster, reached through its east-west gateway with mutual TLS from proxy to proxy.
import { App, Chart } from 'cdk8s';
import { CanaryRelease, Gateway, GatewayServer, MeshNamespace, MeshPort, MeshService, RemoteCluster, ServerTls } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const ports = [MeshPort.http(8080)];

const west = new RemoteCluster(chart, 'West', { gateways: ['198.18.0.7'] });
west.addService('stock', { namespace: 'warehouse', ports, address: '240.0.0.6', serviceAccount: 'stock' });
west.addService('prices', { namespace: 'warehouse', ports, address: '240.0.0.9', serviceAccount: 'prices' });
west.addService('ledger', { namespace: 'warehouse', ports: [MeshPort.tcp(5432)], address: '240.0.0.7' });
const there = west.addService('catalog', { namespace: 'warehouse', ports, address: '240.0.0.8' });
const catalog = new MeshService(chart, 'Catalog', { name: 'catalog', namespace: MeshNamespace.fromName('shop'), ports });
new CanaryRelease(chart, 'Move', { stable: catalog, canary: there, canaryPercent: 20 });

// The gateway of the other cluster, as its team writes it.
const theirs = new Chart(app, 'west', { namespace: 'istio-system' });
new Gateway(theirs, 'EastWest', {
  metadata: { name: 'cross-network-gateway' },
  selector: { istio: 'eastwestgateway' },
  servers: [GatewayServer.tls(15443, ['*.local'], ServerTls.autoPassthrough())],
});

app.synth();
