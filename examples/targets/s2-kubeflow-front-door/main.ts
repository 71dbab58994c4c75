// The front door of Kubeflow: a shared gateway with an external login, tokens of two issuers, and a mesh that refuses by default.
import { App, Chart } from 'cdk8s';
import {
  AccessCondition,
  Caller,
  EgressScope,
  ExternalAuthorizer,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  JwtIssuer,
  JwtProtection,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  MtlsMode,
  PathPattern,
  Route,
  SecureMesh,
  ServerTls,
  TokenLocation,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'front-door');
Mesh.of(app).configure({ extensionProviders: ['oauth2-proxy'] });

const kubeflow = MeshNamespace.fromName('kubeflow');
const others = ['kubeflow-system', 'knative-serving', 'knative-eventing'].map(name => MeshNamespace.fromName(name));
new SecureMesh(chart, 'Mesh', { mtls: MtlsMode.PERMISSIVE, egress: EgressScope.namespaces(kubeflow, ...others) });
for (const name of ['notebook-controller', 'ml-pipeline-ui']) {
  new MeshWorkload(chart, name, { namespace: kubeflow, egress: EgressScope.unrestricted() });
}

const dashboard = new MeshService(chart, 'centraldashboard', {
  namespace: kubeflow,
  ports: [MeshPort.http(80)],
});
const dex = MeshService.fromName('dex', { namespace: MeshNamespace.fromName('auth'), ports: [MeshPort.http(5556)] });
const oauth2Proxy = MeshService.fromName('oauth2-proxy', {
  namespace: MeshNamespace.fromName('oauth2-proxy'),
  ports: [MeshPort.http(80)],
});

const gateway = new IngressGateway(chart, 'kubeflow-gateway', { pods: GatewayPods.istioctl(), namespace: kubeflow });
gateway.allowFrom(Caller.anyoneEvenUnauthenticated());
new IngressRoute(chart, 'Routes', {
  gateway,
  hosts: ['*'],
  tls: ServerTls.none(),
  routes: [Route.prefix('/', dashboard), Route.prefix('/dex/', dex), Route.prefix('/oauth2/', oauth2Proxy)],
});

const exceptPaths = [PathPattern.prefix('/dex/'), PathPattern.prefix('/oauth2/')];
const bearer = { forwardToken: true, locations: [TokenLocation.header('Authorization', 'Bearer ')] };
new ExternalAuthorizer(chart, 'Login', {
  target: gateway,
  provider: 'oauth2-proxy',
  conditions: [AccessCondition.headerAbsent('authorization')],
  exceptPaths,
});
new JwtProtection(chart, 'Tokens', {
  target: gateway,
  exceptPaths,
  issuers: [
    JwtIssuer.of('http://dex.auth.svc.cluster.local:5556/dex', {
      ...bearer,
      claimToHeader: { email: 'kubeflow-userid', groups: 'kubeflow-groups' },
    }),
    JwtIssuer.of('https://kubernetes.default.svc.cluster.local', {
      ...bearer,
      claimToHeader: { sub: 'kubeflow-userid', groups: 'kubeflow-groups' },
    }),
  ],
});

app.synth();
