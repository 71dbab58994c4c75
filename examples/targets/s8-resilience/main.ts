// A tutorial on resilience: circuit breaker, retries, mirror, a split by user agent, a call chain that refuses the rest, tokens.
import { App, Chart, Duration, YamlOutputType } from 'cdk8s';
import {
  Caller,
  CanaryRelease,
  Claim,
  Ejection,
  ExternalApi,
  JwtIssuer,
  JwtProtection,
  LoadBalancing,
  Mesh,
  MeshPort,
  MirrorRelease,
  PreviewRelease,
  RequestMatch,
  Retries,
  SecureNamespace,
  ServicePolicy,
  StringMatch,
  TlsOrigination,
} from 'cdk8s-istio';

const app = new App({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });

// What is tried of v2 is one or the other: a share of the requests and all of Firefox, or copies of everything.
for (const state of ['canary', 'mirror']) {
  const chart = new Chart(app, state, { namespace: 'tutorial' });
  Mesh.of(chart).configure({}); // a mesh of its own: both know the same services

  const ns = new SecureNamespace(chart, 'Namespace', { name: 'tutorial', create: false });
  const ports = [MeshPort.http(8080)];
  const customer = ns.addService('customer', { ports, serviceAccount: 'customer' });
  const preference = ns.addService('preference', { ports, serviceAccount: 'preference' });
  const recommendation = ns.addService('recommendation', { ports, versions: ['v1', 'v2'] });
  const [v1, v2] = [recommendation.version('v1'), recommendation.version('v2')];

  const methods = ['GET'];
  customer.allowFrom(Caller.anyoneEvenUnauthenticated(), { methods });
  preference.allowFrom(customer, { methods });
  recommendation.allowFrom(preference, { methods });
  new JwtProtection(chart, 'Login', {
    target: customer,
    claims: [Claim.oneOf('role', 'customer')],
    issuers: [
      JwtIssuer.of('testing@secure.istio.io', {
        jwksUri:
          'https://gist.githubusercontent.com/lordofthejars/7dad589384612d7a6e18398ac0f10065/raw/ea0f8e7b729fb1df25d4dc60bf17dee409aad204/jwks.json',
      }),
    ],
  });

  if (state === 'mirror') {
    new MirrorRelease(chart, 'Recommendation', { stable: v1, mirror: v2 });
  } else {
    new CanaryRelease(chart, 'Recommendation', { stable: v1, canary: v2, canaryPercent: 25 });
    new PreviewRelease(chart, 'Firefox', {
      service: recommendation,
      preview: v2,
      matching: [RequestMatch.header('baggage-user-agent', StringMatch.contains('Firefox'))],
    });
  }
  new ServicePolicy(chart, 'Calls', {
    service: recommendation,
    timeout: Duration.seconds(10),
    retries: Retries.beforeProcessing(3, { perTryTimeout: Duration.seconds(2) }),
    loadBalancing: LoadBalancing.random(),
    ejection: Ejection.afterServerErrors(1, {
      baseTime: Duration.seconds(15),
      interval: Duration.seconds(5),
      maxPercent: 100,
    }),
  });
  new ExternalApi(chart, 'WorldTime', { host: 'worldtimeapi.org', tls: TlsOrigination.none() });
}

app.synth();
