// Proxies that see what their workload is said to call, and refuse the rest.
import { App, Chart } from 'cdk8s';
import { EgressScope, ExternalApi, ExternalHosts, ExternalTcpService, MeshPort, OutboundPolicy, SecureNamespace, TlsOrigination } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new SecureNamespace(chart, 'Shop', { name: 'shop', egress: EgressScope.callGraph(), outboundPolicy: OutboundPolicy.REGISTRY_ONLY });
const web = shop.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
const orders = shop.addService('orders', { ports: [MeshPort.http(8080)], serviceAccount: 'orders' });
const stock = shop.addService('stock', { ports: [MeshPort.http(8080)], serviceAccount: 'stock' });
orders.allowFrom(web);
stock.allowFrom(orders);

new ExternalApi(chart, 'Rates', { host: 'rates.example.org', callers: [web], port: 8080, tls: TlsOrigination.none() });
new ExternalHosts(chart, 'Parcels', { hosts: ['track.parcels.example', '*.maps.example'], ports: [MeshPort.http(8080), MeshPort.tls(8443)], callers: [web] });
new ExternalTcpService(chart, 'Ledger', { host: 'ledger.db.example', ports: [MeshPort.tcp(5432)], addresses: ['192.0.2.7'], callers: [web] });

app.synth();
