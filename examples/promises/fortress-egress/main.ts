// Pods through which traffic leaves, that attackers try to use: each of two APIs is for one workload.
import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalApi, GatewayPods, MeshNamespace, MeshPort } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const checkout = shop.addService('checkout', { ports: [MeshPort.http(8080)], serviceAccount: 'checkout' });
const mailer = shop.addService('mailer', { ports: [MeshPort.http(8080)], serviceAccount: 'mailer' });

const through = new EgressGateway(chart, 'Egress', { pods: GatewayPods.istioctlEgress() });
new ExternalApi(chart, 'Payments', { host: 'api.payments.example', callers: [checkout], through });
new ExternalApi(chart, 'Mail', { host: 'mail.example.net', callers: [mailer], through });

app.synth();
