// Traffic leaves the mesh through pods that know who calls, where everything else is refused.
import { App, Chart, Duration } from 'cdk8s';
import {
  EgressGateway, EgressScope, ExternalApi, ExternalHosts, ExternalTcpService, GatewayPods, Mesh, MeshPort, OutboundPolicy, Retries, SecureNamespace,
  TlsOrigination,
} from 'cdk8s-istio';

const app = new App();
Mesh.of(app).configure({ outboundPolicy: OutboundPolicy.REGISTRY_ONLY });
const chart = new Chart(app, 'shop');

// The proxies of the namespace see what their workload is said to call, and nothing else.
const shop = new SecureNamespace(chart, 'Namespace', { name: 'shop', egress: EgressScope.callGraph() });
const checkout = shop.addService('checkout', { ports: [MeshPort.http(8080)], serviceAccount: 'checkout' });
const mails = shop.addService('mails', { ports: [MeshPort.http(8080)], serviceAccount: 'mails' });
mails.allowFrom(checkout);

const egress = new EgressGateway(chart, 'Egress', { pods: GatewayPods.istioctlEgress() });

// The application calls http://api.payments.example. The gateway shows the client certificate, to nobody but the checkout.
new ExternalApi(chart, 'Payments', {
  host: 'api.payments.example',
  callers: [checkout],
  through: egress,
  tls: TlsOrigination.mutual('payments-client-cert', { subjectAltNames: ['api.payments.example'] }),
  timeout: Duration.seconds(3),
  retries: Retries.beforeProcessing(2),
});

// The application speaks TLS itself; it passes through the gateway untouched.
new ExternalApi(chart, 'Mail', { host: 'smtp.mail.example', port: 465, callers: [mails], through: egress, tls: TlsOrigination.byApplication() });

// Connections to a database go straight there: they name no host that a gateway could tell.
new ExternalTcpService(chart, 'Ledger', { host: 'ledger.db.example', ports: [MeshPort.tcp(5432)], addresses: ['203.0.113.7'], callers: [checkout] });

// Hosts that may be called as they are.
new ExternalHosts(chart, 'Tracking', { hosts: ['*.parcels.example'], ports: [MeshPort.tls(443)], callers: [mails] });

app.synth();
