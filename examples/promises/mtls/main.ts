// Plain text gets in where it is said, at one port and in a namespace that is on its way into the mesh, and nowhere else.
import { App, Chart } from 'cdk8s';
import { MeshNamespace, MeshPort, MtlsMode, PeerAuthentication, SecureNamespace } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const metrics = MeshPort.http(9090, { name: 'http-metrics' });
const shop = new SecureNamespace(chart, 'Shop', { name: 'shop', denyByDefault: false });
shop.addService('orders', { ports: [MeshPort.http(8080), MeshPort.tcp(5432), metrics], plaintextPorts: [metrics] });

const legacy = new MeshNamespace(chart, 'Legacy', { name: 'legacy' });
new PeerAuthentication(chart, 'WhileMoving', { namespace: legacy, metadata: { name: 'default' }, mode: MtlsMode.PERMISSIVE });
legacy.addService('stock', { ports: [MeshPort.http(8080)] });

app.synth();
