import { IConstruct } from 'constructs';
import { PolicyTargetConfig } from './bindings';
import { madeAt } from './maps';
import { registryOf, settingsOf } from './scopes';

/** Something that may decide about requests by their path. */
export interface PathDecision {
  /** Namespace of the workloads where that happens. In the root namespace it is every namespace. */
  readonly namespace: string;
  /** Hosts of the requests, `*` for every host. One that stands for others counts as every host. */
  readonly hosts: string[];
  /** Which workloads. Asked late, because labels may still grow. */
  readonly place: () => Pick<PolicyTargetConfig, 'selector' | 'targetRef'>;
}

type Workloads = Required<Pick<PolicyTargetConfig, 'namespace' | 'selector'>>;
type ByHost = Map<string, PathDecision[]>;

const DECISIONS = Symbol('decisions by path');
const EVERY = '*';

/** Remembers that the path of requests makes a difference somewhere. */
export function addPathDecision(owner: IConstruct, decision: PathDecision): void {
  const byHost = madeAt(decisionsOf(owner), decision.namespace, () => new Map<string, PathDecision[]>());
  for (const host of new Set(decision.hosts.map(named))) madeAt(byHost, host, () => new Array<PathDecision>()).push(decision);
}

/** Whether the path of requests for some of the hosts may make a difference at workloads. */
export function isPathDecided(where: IConstruct, { namespace, selector }: Workloads, hosts: string[]): boolean {
  return [namespace, settingsOf(where).rootNamespace].some(each => {
    const byHost: ByHost = decisionsOf(where).get(each) ?? new Map<string, PathDecision[]>();
    const names = hosts.some(isWildcard) ? [...byHost.keys()] : [EVERY, ...hosts.map(named)];
    return names.some(name => byHost.get(name)?.some(decision => isAt(decision, selector)));
  });
}

function decisionsOf(construct: IConstruct): Map<string, ByHost> {
  return registryOf(construct, DECISIONS, () => new Map<string, ByHost>());
}

/** Policies for targets are for waypoints and gateways of the Gateway API, which have pods of their own. */
function isAt({ place }: PathDecision, labels: { [key: string]: string }): boolean {
  const { selector = {}, targetRef } = place();
  return !targetRef && Object.entries(selector).every(([key, value]) => (labels[key] ?? value) === value);
}

function named(host: string): string {
  return isWildcard(host) ? EVERY : host.replace(/:.*$/, '');
}

/** `*` behind a port is every port, and no other host. */
function isWildcard(host: string): boolean {
  return host.replace(/:\*$/, '').includes('*');
}
