// A namespace that attackers try to get out of: one workload may call one API, and nobody anything else.
import { App, Chart } from 'cdk8s';
import { EgressScope, ExternalApi, MeshPort, OutboundPolicy, SecureNamespace } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const shop = new SecureNamespace(chart, 'Shop', {
  name: 'shop',
  egress: EgressScope.callGraph(),
  outboundPolicy: OutboundPolicy.REGISTRY_ONLY,
});
const checkout = shop.addService('checkout', { ports: [MeshPort.http(8080)], serviceAccount: 'checkout' });
shop.addService('reports', { ports: [MeshPort.http(8080)], serviceAccount: 'reports' });

new ExternalApi(chart, 'Payments', { host: 'api.payments.example', callers: [checkout] });

app.synth();
