import { Construct } from 'constructs';
import { resultOf } from './route-groups';
import { Routing, routingOf, splitOf } from './routing';
import { Said } from './service-traffic';
import { ServiceVersions } from './service-versions';
import { pathOf } from '../core/errors';
import { Notice } from '../core/notices';
import { compose } from '../traffic/compose';
import { describeMatch } from '../traffic/describe';
import { Match } from '../traffic/match';

const MANY_RULES = 100;

type Hub = Construct & { readonly name: string; readonly host: string };

/** What is worth a look in what is said about a service. */
export function trafficNotices(service: Hub, routing: Routing, versions: ServiceVersions): Notice[] {
  return [...ofRoutes(service, routing), ...notFollowed(service, routing), ...plainTls(service, routing), ...ofVersions(service, routing, versions)];
}

function ofRoutes(service: Construct, { traffic }: Routing): Notice[] {
  // What is said once for each field has no other to meet, and makes few rules.
  if (!traffic.hasAlternatives) return [];
  const both = traffic.overlaps().filter(({ field, first, second }) => !alike(field, first, second) && !apart(first, second));
  const overlaps = both.map(({ field, first, second }): Notice => ({
    rule: 'mesh-service/overlapping-contributions',
    severity: 'warning',
    problem: `some requests hold ${describeMatch(first.match)}, said by [${pathOf(first.owner!)}], and ${describeMatch(second.match)}, said by [${pathOf(second.owner!)}]; ${field} of the first counts`,
    fix: 'say it for both together with RequestMatch.allOf, or make one of the two matches the narrower',
    and: [...new Set([first.owner!, second.owner!])],
  }));
  const fields = traffic.fields();
  // There are at most as many as there are ways to combine what is said.
  const most = fields.reduce((product, { entries }) => product * entries.length, 1);
  const rules = most < MANY_RULES ? most : compose(fields).length;
  const many: Notice[] = rules < MANY_RULES ? [] : [{
    rule: 'mesh-service/too-many-rules',
    severity: 'warning',
    problem: `${pathOf(service)} has ${rules} rules: the number of matches of each field multiplied`,
    fix: 'say fewer things for single requests, or the same things for the same requests',
  }];
  return [...overlaps, ...many];
}

/** Whether the two say the same, so that it does not matter which counts. */
function alike(field: string, first: Said, second: Said): boolean {
  const [one, other] = [first, second].map(entry => resultOf({ match: entry.match, entries: { [field]: entry } }));
  return !first.written && !second.written && one === other;
}

/** Tokens are read by gateways only, and behind a gateway the caller is the gateway. */
function apart({ match: a }: Said, { match: b }: Said): boolean {
  const about = (start: string, { values }: Match) => Object.keys(values).some(key => key.startsWith(start));
  return (about('claim:', a) && about('source:', b)) || (about('source:', a) && about('claim:', b));
}

/** What is said about a service is not asked for requests that another service sends on to it. */
function notFollowed(service: Hub, { traffic }: Routing): Notice[] {
  return [...new Set(traffic.targets)].flatMap((target): Notice[] => {
    const other = routingOf(target);
    if (!other || other.traffic === traffic) return [];
    const fields = other.traffic.said.filter(field => other.splits || field !== 'split');
    if (fields.length === 0) return [];
    return [{
      rule: 'mesh-service/target-not-followed',
      severity: 'warning',
      problem: `requests for ${service.host} that go to ${target.describeAction()} do not get the ${fields.join(', ')} said about that`,
      why: 'the VirtualService of the host that was called decides, and Istio asks no second one about the destination',
      fix: `say it about ${service.name}, or leave it out there`,
      and: other.workload ? [other.workload] : [],
    }];
  });
}

/** A route for TLS needs the server names that clients send, which nobody can know here. */
function plainTls(service: Hub, routing: Routing): Notice[] {
  const tls = routing.ports.filter(port => port._isTls);
  if (tls.length === 0 || !splitOf(routing)) return [];
  return [{
    rule: 'mesh-service/tls-port-not-routed',
    severity: 'warning',
    problem: `connections from the mesh to ${tls.map(({ name }) => name).join(', ')} of ${service.name} go to all its pods, whatever is said about its requests`,
    why: 'Istio routes TLS that it does not end by server name only, and refuses connections with a name that no route has',
    fix: 'give the port a Service of its own, or let the proxies do TLS: describe the port with MeshPort.http or MeshPort.tcp',
  }];
}

function ofVersions(service: Hub, routing: Routing, versions: ServiceVersions): Notice[] {
  const unused = versions.names.filter(name => versions.isUnused(name) && routing.target.targetConfig().subset !== name);
  const policies = unused.flatMap(version => [...new Set(routing.traffic.policies.ownersFor(version))].map((owner): Notice => ({
    rule: 'mesh-service/version-policy-unused',
    severity: 'warning',
    problem: `[${pathOf(owner)}] says something about version ${version} of ${service.name}, and no route sends requests to that version`,
    why: 'the settings of a subset are used for requests that a route sends to the subset, not for those that its pods happen to get',
    fix: 'send requests to it with defaultVersion or a release, or say it about the service',
    and: [owner],
  })));
  return [...policies, ...retired(service, routing, versions), ...answering(service, routing)];
}

/** Without a route to versions all pods of a service get requests, those of a retired version too. */
function retired(service: Hub, routing: Routing, versions: ServiceVersions): Notice[] {
  if (versions.retiredNames.length === 0 || !reachesAll(service, routing)) return [];
  return [{
    rule: 'mesh-service/retired-version-reached',
    severity: 'warning',
    problem: `requests for ${service.name} go to all its pods, and so to retired ${versions.retiredNames.join(', ')} too`,
    fix: 'say defaultVersion, or send the requests to versions with a release',
  }];
}

/** A version that is to get copies only gets requests too, and some of them twice. */
function answering(service: Hub, routing: Routing): Notice[] {
  const { mirrors } = routing.traffic;
  if (mirrors.length === 0) return [];
  const names = [...new Set(mirrors.map(target => target.targetConfig()).flatMap(({ host, subset }) => host === service.host ? subset ?? [] : []))].join(', ');
  if (!names || !reachesAll(service, routing)) return [];
  return [{
    rule: 'mesh-service/mirror-answers',
    severity: 'warning',
    problem: `requests for ${service.name} go to all its pods, those of ${names} among them, and copies go to ${names} too`,
    fix: 'say defaultVersion, or send the requests to versions with a release',
  }];
}

function reachesAll(service: Hub, routing: Routing): boolean {
  return (splitOf(routing) ?? [{ target: routing.target }]).some(({ target }) => {
    const { host, subset } = target.targetConfig();
    return host === service.host && subset === undefined;
  });
}
