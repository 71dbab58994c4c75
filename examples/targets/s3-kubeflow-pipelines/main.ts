// Kubeflow Pipelines: who may call which service, by service account and by an absent header.
import { App, Chart, Duration } from 'cdk8s';
import {
  AccessCondition,
  Caller,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  Route,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'pipelines');
Mesh.of(app).configure({ denyByDefault: true });

const namespace = MeshNamespace.fromName('kubeflow');
const gateway = IngressGateway.fromName('kubeflow/kubeflow-gateway', { pods: GatewayPods.istioctl() });
const ui = new MeshService(chart, 'ml-pipeline-ui', { namespace, ports: [MeshPort.http(80, { targetPort: 3000 })] });
const api = new MeshService(chart, 'ml-pipeline', { namespace, ports: [MeshPort.http(8888), MeshPort.grpc(8887)] });
const visualization = new MeshService(chart, 'ml-pipeline-visualizationserver', {
  namespace,
  ports: [MeshPort.http(8888)],
});
const cache = new MeshService(chart, 'cache-server', { namespace, ports: [MeshPort.tls(443)] });
const metadata = new MeshService(chart, 'metadata-grpc-service', {
  namespace,
  ports: [MeshPort.grpc(8080)],
  labels: { component: 'metadata-grpc-server' },
});
const metadataProxy = new MeshService(chart, 'metadata-envoy-service', { namespace, ports: [MeshPort.http(9090)] });

const noUser = AccessCondition.headerAbsent('kubeflow-userid');
const pipelines = Caller.serviceAccounts(
  namespace,
  'ml-pipeline',
  'ml-pipeline-ui',
  'ml-pipeline-persistenceagent',
  'ml-pipeline-scheduledworkflow',
  'ml-pipeline-viewer-crd-service-account',
  'kubeflow-pipelines-cache',
);
ui.allowFrom(Caller.anyoneEvenUnauthenticated(), { conditions: [AccessCondition.headerPresent('authorization'), noUser] });
api.allowFrom(pipelines);
api.allowFrom(Caller.anyoneEvenUnauthenticated(), { conditions: [noUser] });
visualization.allowFrom(pipelines);
cache.allowFrom(Caller.anyoneEvenUnauthenticated());
metadata.allowFrom(Caller.anyoneEvenUnauthenticated());

new IngressRoute(chart, 'Pipelines', {
  gateway,
  hosts: ['*'],
  routes: [
    Route.prefix('/pipeline', ui, { timeout: Duration.minutes(5) }),
    Route.prefix('/ml_metadata', metadataProxy),
  ],
});

app.synth();
