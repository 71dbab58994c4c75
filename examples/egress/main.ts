// Calls to what is outside the mesh: HTTP APIs, TLS that nobody looks into, and a database on virtual machines.
import { App, Chart, Duration } from 'cdk8s';
import {
  ClientTls, ConnectionLimits, DestinationRule, EgressScope, ExternalApi, MeshPort, Retries, SecureNamespace, ServiceEntry, ServiceEntryResolution,
  ServiceLocation, TlsOrigination, Visibility, WorkloadEntry,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'checkout', { namespace: 'checkout' });

const namespace = new SecureNamespace(chart, 'Namespace', { name: 'checkout', egress: EgressScope.ownNamespace() });
const orders = namespace.addService('orders', { ports: [MeshPort.http(8080)], serviceAccount: 'orders' });
const payments = namespace.addService('payments', { ports: [MeshPort.http(8080)], serviceAccount: 'payments' });

// The application calls http://rates.example.com. The proxy makes it HTTPS, so it sees requests and can try again.
new ExternalApi(chart, 'Rates', {
  host: 'rates.example.com',
  callers: [orders],
  timeout: Duration.seconds(2),
  retries: Retries.onServerErrors(2, { perTryTimeout: Duration.millis(600) }),
  limits: ConnectionLimits.of({ maxConnections: 50 }),
});

// With a client certificate: each caller gets a rule of its own, because a sidecar reads the Secret only for a rule that selects it.
new ExternalApi(chart, 'Bank', {
  host: 'api.bank.example.com',
  callers: [payments],
  tls: TlsOrigination.mutual('bank-client-cert', { subjectAltNames: ['api.bank.example.com'] }),
  timeout: Duration.seconds(10),
});

// The application speaks TLS itself; the proxy sees a server name.
new ExternalApi(chart, 'Mail', { host: 'smtp.example.com', port: 465, callers: [orders], tls: TlsOrigination.byApplication() });

// The same for GitHub, said with the resource.
new ServiceEntry(chart, 'GitHub', {
  metadata: { name: 'github' },
  hosts: ['api.github.com'],
  ports: [MeshPort.tls(443)],
  resolution: ServiceEntryResolution.dns(),
  location: ServiceLocation.MESH_EXTERNAL,
  exportTo: Visibility.ownNamespace(),
});

// MongoDB runs on two machines without sidecar: part of the mesh by name, but TLS is not Istio's.
const mongo = new ServiceEntry(chart, 'Mongo', {
  metadata: { name: 'mongo' },
  hosts: ['mongo.checkout.internal'],
  addresses: ['240.240.1.1'],
  ports: [MeshPort.mongo(27017)],
  resolution: ServiceEntryResolution.workloads({ app: 'mongo' }),
  location: ServiceLocation.MESH_INTERNAL,
});
for (const [zone, address] of Object.entries({ a: '10.0.1.10', b: '10.0.2.10' })) {
  new WorkloadEntry(chart, `Mongo-${zone}`, {
    metadata: { name: `mongo-${zone}` },
    address,
    labels: { app: 'mongo' },
    locality: `europe/europe-${zone}`,
  });
}
new DestinationRule(chart, 'MongoClient', {
  metadata: { name: 'mongo' },
  host: mongo.hosts[0],
  trafficPolicy: {
    tls: ClientTls.simple({ caFile: '/etc/mongo/ca.crt', subjectAltNames: [mongo.hosts[0]] }),
    limits: ConnectionLimits.of({ maxConnections: 100, connectTimeout: Duration.seconds(1) }),
  },
});

app.synth();
