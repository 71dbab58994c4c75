// Traffic leaves through pods that know who calls, and tell the other side nothing of it.
import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalApi, GatewayPods, MeshPort, Retries, SecureNamespace, TlsOrigination } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new SecureNamespace(chart, 'Shop', { name: 'shop' });
const checkout = shop.addService('checkout', { ports: [MeshPort.http(8080)], serviceAccount: 'checkout' });
const mails = shop.addService('mails', { ports: [MeshPort.http(8080)], serviceAccount: 'mails' });

const through = new EgressGateway(chart, 'Egress', { pods: GatewayPods.istioctlEgress() });
new ExternalApi(chart, 'Payments', {
  host: 'api.payments.example',
  callers: [checkout],
  through,
  port: 8443,
  tls: TlsOrigination.mutual('payments-client-cert', { subjectAltNames: ['api.payments.example'] }),
  retries: Retries.onServerErrors(2),
});
new ExternalApi(chart, 'Rates', { host: 'rates.example.com', callers: [checkout], through, port: 8443 });
// Whoever answers for it shows the certificate of another.
new ExternalApi(chart, 'Stolen', { host: 'stolen.example.com', callers: [checkout], through, port: 8443 });
new ExternalApi(chart, 'Mail', { host: 'mail.example.com', callers: [mails], through, port: 8465, tls: TlsOrigination.byApplication() });

app.synth();
