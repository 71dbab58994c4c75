// A namespace that attackers try to get into: who may call what is said, and everything else is refused.
import { App, Chart } from 'cdk8s';
import { MeshPort, PathPattern, SecureNamespace } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const shop = new SecureNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
const orders = shop.addService('orders', { ports: [MeshPort.http(8080)] });
const database = shop.addService('database', { ports: [MeshPort.tcp(5432)] });

orders.allowFrom(web, { methods: ['GET', 'POST'], paths: [PathPattern.exact('/ping'), PathPattern.prefix('/open/')] });
database.allowFrom(web);

app.synth();
