import { IConstruct } from 'constructs';
import { FLAGGER_RETRIES, FLAGGER_TRAFFIC_POLICY, unknownField } from './flagger-fields';
import { Misfit, PlannedWay } from './hand-over';
import { MeshService } from './mesh-service';
import { TrafficContribution } from './traffic-contribution';
import { pathOf, quoted, UsageError } from '../core/errors';
import { renderTrafficPolicy } from '../resources/traffic-policy-render';

/** Labels by which Flagger finds the pods of a Deployment, as its `-selector-labels` has them. */
const SELECTOR_LABELS = ['app', 'name', 'app.kubernetes.io/name'];
/** Of a Service, as Kubernetes takes it. */
const LONGEST_NAME = 63;
const NO_PLACE = ['matching', 'mirrors', 'fault', 'routeName', 'version', 'port'] as const;
const OF_EDGE = ['timeout', 'retries'] as const;

/** What has no place in a contribution. */
export function flaggerMisfit(service: MeshService, contribution: TrafficContribution): Misfit | undefined {
  if (contribution.split) return { said: 'a split', reason: 'it moves the weights itself', fix: 'leave one of the two out' };
  const nowhere = NO_PLACE.find(field => contribution[field] !== undefined);
  if (nowhere) return { said: nowhere, reason: 'a Canary has one route and one policy, and no place for it', fix: 'leave it out, or release with ArgoRolloutsRelease' };
  return retriesMisfit(service, contribution) ?? policyMisfit(service, contribution) ?? edgeMisfit(service, contribution);
}

/** What has no place on a way in. */
export function flaggerMisfitOf(service: MeshService, way: PlannedWay): Misfit | undefined {
  if (way.delegated) return { said: 'a route that others delegate to', reason: 'it has to delegate to the routes of the Canary, and Istio follows one delegation', fix: 'route to it from the IngressRoute itself' };
  const { tcp, tls } = way.content();
  if (tcp.length + tls.length > 0) return { said: 'a route for connections', reason: 'it moves requests', fix: 'end TLS at the gateway with ServerTls.simple(secret), or release with ArgoRolloutsRelease' };
  for (const field of OF_EDGE) {
    const other = service._contributions.find(each => each[field] !== undefined);
    if (other && way.routes.some(route => route._options[field] !== undefined)) return bothSay(field, other.owner);
  }
  return undefined;
}

function retriesMisfit(service: MeshService, { retries }: TrafficContribution): Misfit | undefined {
  if (!retries) return undefined;
  const [port] = service.ports.filter(each => each._isHttp);
  if (retries._repeatsWrites && !port?._protocol.startsWith('GRPC')) {
    return { said: 'retries', reason: 'its one route cannot leave out POST and PATCH, which may then happen twice', fix: 'use Retries.beforeProcessing, or set alsoWrites if every request may be repeated' };
  }
  const field = unknownField(retries._render(), FLAGGER_RETRIES);
  return field === undefined ? undefined : unknown(`retries.${field}`);
}

function policyMisfit(service: MeshService, { loadBalancing, ejection, limits, locality }: TrafficContribution): Misfit | undefined {
  const written = renderTrafficPolicy(service.namespace.namespaceName, { loadBalancing, ejection, limits, locality });
  if (written.loadBalancer?.localityLbSetting?.enabled === false) return { said: 'Locality.ignore', reason: 'it leaves `enabled` out of its DestinationRules where it is false', fix: 'leave it out, or say another locality' };
  if (written.loadBalancer?.simple === 'UNSPECIFIED') return { said: 'LoadBalancing.unspecified', reason: 'the CRD of Canary does not allow it', fix: 'leave it out, or say which' };
  const field = unknownField(written, FLAGGER_TRAFFIC_POLICY);
  return field === undefined ? undefined : unknown(`trafficPolicy.${field}`);
}

function edgeMisfit(service: MeshService, contribution: TrafficContribution): Misfit | undefined {
  for (const field of OF_EDGE) {
    if (contribution[field] === undefined) continue;
    const way = service._ways.find(({ routes }) => routes.some(route => route._options[field] !== undefined));
    if (way) return bothSay(field, way.owner);
  }
  return undefined;
}

function bothSay(field: string, other: IConstruct): Misfit {
  return { said: field, reason: `[${pathOf(other)}] says another one, and of a gateway and a Canary Istio takes the one of the Canary`, fix: 'leave it out here or there' };
}

function unknown(field: string): Misfit {
  return { said: field, reason: 'the CRD of Canary has no such field, and Kubernetes would drop it', fix: 'leave it out' };
}

/** Flagger moves one port. It writes the Service with that one, and finds others only in the containers. */
export function requireFlaggerPorts(where: IConstruct, service: MeshService): void {
  const http = service.ports.filter(port => port._isHttp);
  const known = service.ports.map(port => port.name).join(', ');
  if (http.length !== 1) throw new UsageError(where, `${service.name} has ${http.length || 'no'} HTTP ports: ${known}`, 'describe the one whose requests Flagger moves and measures, or release with ArgoRolloutsRelease');
  const moved = service.ports.find(port => !port._isHttp && port.port !== port.targetPort);
  if (!moved) return;
  throw new UsageError(where, `port ${moved.port} of ${service.name} has the target port ${moved.targetPort}`, 'give it the number that the container has: Flagger writes the Service anew, with the other ports as the containers have them');
}

/** Flagger writes three Services: one with the name, two with something behind it. */
export function requireFlaggerName(where: IConstruct, { name }: MeshService): void {
  const longest = LONGEST_NAME - '-primary'.length;
  if (name.length <= longest) return;
  throw new UsageError(where, `the name ${name} has ${name.length} characters, and Flagger writes Services with "-primary" and "-canary" behind it`, `use at most ${longest}: Kubernetes takes ${LONGEST_NAME} in all`);
}

/** Flagger copies the Deployment for the pods that serve, and puts `-primary` behind one label: a policy for that label would miss them. */
export function requireKeptLabels(where: IConstruct, service: MeshService, selectorLabel?: string): void {
  const { labels = {} } = service.callerConfig();
  const changed = (selectorLabel === undefined ? SELECTOR_LABELS : [selectorLabel]).find(label => labels[label] !== undefined);
  if (changed === undefined) return;
  throw new UsageError(where, `${service.name} has pods with ${changed}=${quoted(labels[changed])}, and those that Flagger makes to serve have ${changed}=${quoted(`${labels[changed]}-primary`)}: policies for the service would miss them`,
    'give the service `labels` that Flagger leaves alone, for example app.kubernetes.io/instance, or say in `selectorLabel` which label the Deployment selects by');
}
