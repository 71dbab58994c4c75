// New versions that a controller moves traffic to: the same lines for Argo Rollouts and for Flagger.
import { App, Chart, Duration } from 'cdk8s';
import {
  ArgoRolloutsRelease, Fault, FaultExperiment, FlaggerRelease, GatewayPods, IngressGateway, IngressRoute, MeshPort, RequestMatch, Retries, Route,
  SecureNamespace, ServerTls, ServicePolicy, StepPlan, StringMatch,
} from 'cdk8s-istio';

const app = new App();
const steps = StepPlan.timed(Duration.minutes(5), 5, 20, 50);
const gateway = new IngressGateway(new Chart(app, 'platform'), 'Edge', { pods: GatewayPods.istioctl() });

/** What is said about podinfo, whoever releases it. */
function addPodinfo(chart: Chart, team: string) {
  const namespace = new SecureNamespace(chart, 'Namespace', { name: team });
  const web = namespace.addService('web', { ports: [MeshPort.http(8080)], serviceAccount: 'web' });
  // Flagger puts -primary behind the label app, so the pods have one that stays.
  const podinfo = namespace.addService('podinfo', { ports: [MeshPort.http(9898)], labels: { 'app.kubernetes.io/part-of': 'podinfo' } });
  podinfo.allowFrom(web, { methods: ['GET'] });
  new ServicePolicy(chart, 'Calls', { service: podinfo, timeout: Duration.seconds(5), retries: Retries.beforeProcessing(2) });
  new IngressRoute(chart, 'Front', {
    gateway,
    hosts: [`podinfo.${team}.example.com`],
    tls: ServerTls.simple(`${team}-cert`),
    routes: [Route.all(podinfo)],
  });
  return podinfo;
}

// Argo Rollouts writes the weights into the VirtualServices that are here: one for the mesh, one for the gateway. `argoCdIgnoreDifferences`
// of the release is what Argo CD has to be told, so that it does not write them back.
const argo = new Chart(app, 'argo');
const released = addPodinfo(argo, 'argo');
new ArgoRolloutsRelease(argo, 'Release', { service: released, deployment: 'podinfo', steps });
// Routes for some requests are kept beside the weights.
new FaultExperiment(argo, 'Slow', {
  service: released,
  matching: [RequestMatch.header('x-tester', StringMatch.exact('ann'))],
  fault: Fault.delay(Duration.seconds(2), { percent: 100 }),
});

// Flagger writes VirtualService and DestinationRules itself: what is said about podinfo goes into its Canary, and the gateway delegates.
const flagger = new Chart(app, 'flagger');
new FlaggerRelease(flagger, 'Release', { service: addPodinfo(flagger, 'flagger'), deployment: 'podinfo', steps, maxDuration: Duration.millis(500) });

app.synth();
