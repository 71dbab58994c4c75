// A service that machines outside of Kubernetes serve too, with a proxy and without.
import { App, Chart } from 'cdk8s';
import { CanaryRelease, MeshNamespace, MeshPort, MeshService, VmWorkload } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const namespace = MeshNamespace.fromName('shop');
const ports = [MeshPort.http(8080)];

const catalog = new MeshService(chart, 'Catalog', { name: 'catalog', namespace, ports, versions: ['v1', 'vm'], serviceAccount: 'catalog' });
new VmWorkload(chart, 'Machines', { service: catalog, addresses: ['198.18.1.4'], version: 'vm' });
new CanaryRelease(chart, 'Move', { stable: catalog.version('vm'), canary: catalog.version('v1'), canaryPercent: 10 });

const prices = new MeshService(chart, 'Prices', { name: 'prices', namespace, ports });
new VmWorkload(chart, 'Old', { service: prices, addresses: ['198.18.1.5'], proxy: false });

app.synth();
