// A namespace where only what is allowed gets through, and nothing without the identity of a workload.
import { App, Chart } from 'cdk8s';
import { Caller, MeshPort, PathPattern, SecureNamespace } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const shop = new SecureNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
const orders = shop.addService('orders', { ports: [MeshPort.http(8080)] });
const database = shop.addService('database', { ports: [MeshPort.tcp(5432)] });

orders.allowFrom(web, { methods: ['GET', 'POST'], paths: [PathPattern.prefix('/orders')] });
orders.denyFrom(Caller.anyoneEvenUnauthenticated(), { paths: [PathPattern.prefix('/orders/internal')] });
database.allowFrom(web);

// Everybody may ask for help, but not in plain text.
shop.addService('help', { ports: [MeshPort.http(8080)] }).allowFrom(Caller.anyoneEvenUnauthenticated());

app.synth();
