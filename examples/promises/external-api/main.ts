// HTTP APIs outside of the mesh: the proxy speaks TLS and checks who answers, or the application does.
import { App, Chart, Duration } from 'cdk8s';
import { ExternalApi, MeshNamespace, MeshPort, Retries, TlsOrigination } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const checkout = shop.addService('checkout', { ports: [MeshPort.http(8080)], serviceAccount: 'checkout' });

new ExternalApi(chart, 'Rates', {
  host: 'rates.example.com', callers: [checkout], port: 8443, timeout: Duration.millis(700), retries: Retries.onServerErrors(2),
});
new ExternalApi(chart, 'Bank', {
  host: 'api.bank.example', callers: [checkout], port: 8443, tls: TlsOrigination.mutual('bank-client-cert', { subjectAltNames: ['api.bank.example'] }),
});
new ExternalApi(chart, 'Moved', {
  host: 'old.example.com', callers: [checkout], port: 8443, tls: TlsOrigination.simple({ sni: 'new.example.com', subjectAltNames: ['new.example.com'] }),
});
new ExternalApi(chart, 'Wiki', { host: 'wiki.example.com', callers: [checkout], port: 8080, tls: TlsOrigination.none(), keepProxyHeaders: true });
new ExternalApi(chart, 'Mail', { host: 'mail.example.com', callers: [checkout], port: 8443, tls: TlsOrigination.byApplication() });
// Whoever answers for these shows the certificate of another, or one that nobody trusts.
for (const host of ['stolen.example.com', 'forged.example.com']) new ExternalApi(chart, host, { host, callers: [checkout], port: 8443 });

app.synth();
