// Defaults for the whole mesh, which hold in a namespace that says nothing.
import { App, Chart } from 'cdk8s';
import { EgressScope, ExternalHosts, MeshNamespace, MeshPort, OutboundPolicy, SecureMesh } from 'cdk8s-istio';

const app = new App();
const platform = new Chart(app, 'platform');
new SecureMesh(platform, 'Mesh', { egress: EgressScope.ownNamespace(), outboundPolicy: OutboundPolicy.REGISTRY_ONLY });

const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
const orders = shop.addService('orders', { ports: [MeshPort.http(8080)] });
orders.allowFrom(web);
new ExternalHosts(chart, 'Rates', { hosts: ['rates.example.org'], callers: [web], ports: [MeshPort.http(8080)] });

app.synth();
