import { IConstruct } from 'constructs';
import type { MeshService } from './mesh-service';
import { routingOf } from './routing';
import { requireNoCallers } from './service-waypoint';
import { Contribution } from './sticky-users';
import { TrafficContribution } from './traffic-contribution';
import { IRouteTarget } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireDnsLabel, requireDuration, requirePercent, requireSome, requireWholePercent } from '../core/require';
import { MeshPort } from '../resources/mesh-port';
import { requireBudget } from '../resources/retry-budget';
import { sameTarget } from '../resources/route-destination-checks';

const REQUEST_FIELDS = ['split', 'mirrors', 'fault', 'timeout', 'retries'] as const;
const HTTP_FIELDS = ['matching', 'mirrors', 'fault', 'timeout', 'retries'] as const;
const HOST_FIELDS = ['loadBalancing', 'ejection', 'limits', 'locality'] as const;
const SAYS = [...REQUEST_FIELDS, ...HOST_FIELDS];

/** What can be told to be wrong with a contribution by itself. */
export function checkContribution(contribution: TrafficContribution): void {
  const { owner, matching, routeName, split, mirrors, timeout, retries } = contribution;
  if (!SAYS.some(field => contribution[field] !== undefined)) {
    throw new UsageError(owner, 'it says nothing about the traffic', `give at least one of ${SAYS.join(', ')}`);
  }
  if (matching) checkMatching(contribution);
  checkScope(contribution);
  if (routeName !== undefined) requireDnsLabel(owner, 'routeName', routeName);
  if (timeout) requireDuration(owner, 'timeout', timeout);
  requireBudget(owner, retries, timeout);
  if (split) checkSplit(contribution);
  if (mirrors) {
    requireSome(owner, 'mirrors', mirrors);
    mirrors.forEach(({ percent }) => requirePercent(owner, 'the percentage of a mirror', percent, 0.0001));
    mirrors.forEach(({ target }) => requireSameHost(owner, target));
    mirrors.forEach(({ target }, i) => requireOther(owner, 'mirrors', target, [...mirrors.slice(0, i), ...split ?? []].map(other => other.target)));
  }
}

/** What comes in on a port has to be understood where it is sent to. */
export function requireUnderstood({ owner, matching, split = [], mirrors = [] }: TrafficContribution, ports: MeshPort[]): void {
  const said = matching?.map(({ _match }) => (_match.values.port as { value?: string } | undefined)?.value);
  const http = ports.filter(port => port._isHttp && (said?.every(value => value !== undefined) ? said.includes(String(port.port)) : true));
  const routed = matching ? http : ports.filter(port => !port._isTls);
  split.forEach(({ target }) => routed.forEach(port => requirePortOf(owner, target, port)));
  mirrors.forEach(({ target }) => http.forEach(port => requirePortOf(owner, target, port)));
}

function requirePortOf(owner: IConstruct, target: IRouteTarget, from: MeshPort): void {
  const known = routingOf(target)?.ports;
  const { port = from.port } = target.targetConfig();
  const found = known?.find(each => each.port === port);
  if (!known || found?._isHttp === from._isHttp) return;
  const there = found ? `understands ${found._protocol} on port ${port}` : `has no port ${port}, but ${known.map(({ name }) => name).join(', ')}`;
  throw new UsageError(owner, `${target.describeAction()} would get what comes in on ${from.name}, and ${there}`, 'send it to something with the same ports, or say one of them with onPort(port)');
}

/** What can never hold for the service, whatever else is said about it. */
export function requireTrafficRules(service: MeshService, contribution: Contribution): void {
  const { owner, split, sticky, version, port } = contribution;
  const http = HTTP_FIELDS.find(field => contribution[field] !== undefined) ?? (sticky && 'stickyCookie');
  if (http && !service.ports.some(each => each._isHttp)) {
    throw new UsageError(owner, `${http} is said about ${service.name}, which has no HTTP port`, 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
  }
  if (split && !service.ports.some(each => each._isHttp || !each._isTls)) {
    throw new UsageError(owner, `a split is said about ${service.name}, which has TLS ports only`, 'split by a DNS name, or let the proxy end TLS');
  }
  requirePorts(service, contribution);
  requireNoCallers(contribution, service.namespace);
  if (version !== undefined) service.version(version);
  if (port !== undefined) service.onPort(port);
}

/** A match for a port that takes no requests would never hold. */
function requirePorts({ name, ports }: MeshService, { owner, matching = [] }: Contribution): void {
  const http = ports.filter(port => port._isHttp);
  for (const { _match: { values: { port } } } of matching) {
    const said = (port as { value?: string } | undefined)?.value;
    if (said === undefined || http.some(each => String(each.port) === said)) continue;
    throw new UsageError(owner, `a match is for port ${said}, and ${name} takes requests on ${http.map(each => each.name).join(', ')}`, 'use one of them; a target port is no service port');
  }
}

/** A default version needs something that can be routed. */
export function requireRoutable(service: MeshService, { name }: { name: string }): void {
  if (service.ports.some(port => port._isHttp || !port._isTls)) return;
  throw new UsageError(service, `defaultVersion is ${quoted(name)}, and ${service.name} has TLS ports only`, 'leave it out: connections that the application encrypts are not routed by version');
}

/** Istio has a timeout for a route, and none for a version or a port. */
function checkScope(contribution: TrafficContribution): void {
  const { owner, version, port } = contribution;
  const scope = version === undefined ? `port ${port}` : `version ${quoted(version)}`;
  const request = version === undefined && port === undefined ? undefined : REQUEST_FIELDS.find(field => contribution[field] !== undefined);
  if (request) throw new UsageError(owner, `${request} is said for ${scope} only`, 'say it for the service, or with `matching` for requests on a port: routes are chosen before versions');
}

function checkMatching(contribution: TrafficContribution): void {
  const { owner, matching = [] } = contribution;
  requireSome(owner, 'matching', matching);
  const whole = HOST_FIELDS.find(field => contribution[field] !== undefined);
  if (whole) throw new UsageError(owner, `${whole} is said for some requests only`, 'leave `matching` out: it holds for the whole service');
  if (matching.some(({ _match: { values } }) => ['claim:', 'source:'].every(start => Object.keys(values).some(key => key.startsWith(start))))) {
    throw new UsageError(owner, 'a match is about a claim and about the caller, which no request holds: claims are read at gateways, and callers are known inside of the mesh', 'say it in two matches, or leave one of the two out');
  }
  if (matching.some(match => match._match.values.gateway)) {
    throw new UsageError(owner, 'a match names gateways', 'leave them out: what is said about a service holds on every way in');
  }
}

function checkSplit({ owner, split = [] }: TrafficContribution): void {
  requireSome(owner, 'split', split);
  split.forEach(({ percent }) => requireWholePercent(owner, 'the percentage of a target', percent));
  const sum = split.reduce((all, { percent }) => all + percent, 0);
  if (sum !== 100) throw new UsageError(owner, `the percentages of the split add up to ${sum}`, 'make them 100 together');
  split.forEach(({ target }, i) => requireOther(owner, 'the split', target, split.slice(0, i).map(other => other.target)));
}

/** Istio has no way to change the host of a copy. */
function requireSameHost(owner: IConstruct, target: IRouteTarget): void {
  if (target.targetConfig().authority === undefined) return;
  throw new UsageError(owner, `${target.describeAction()} is outside the mesh, and a mirrored request keeps its host`, 'mirror to a service of the mesh');
}

function requireOther(owner: IConstruct, what: string, target: IRouteTarget, others: IRouteTarget[]): void {
  if (others.length === 0) return;
  const config = target.targetConfig();
  if (others.some(other => sameTarget(other.targetConfig(), config))) throw new UsageError(owner, `${target.describeAction()} is in ${what} twice`, 'name each target once');
}
