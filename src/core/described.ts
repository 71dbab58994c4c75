import { IConstruct } from 'constructs';
import { meshScopeOf, registryOf } from './scopes';

/** A construct that describes a host. */
export interface Described extends IConstruct {
  readonly host: string;
}

/** Pods that a construct describes. */
export interface DescribedPods {
  readonly construct: IConstruct;
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
}

const HOSTS = Symbol('described hosts');
const PODS = Symbol('described pods');

/** The constructs that describe each host, in the whole app. */
export function describedHosts<T extends Described>(construct: IConstruct): Map<string, T[]> {
  return registryOf(construct, HOSTS, () => new Map<string, T[]>());
}

/** All pods that constructs describe, in the whole app. */
export function describedPods(construct: IConstruct): DescribedPods[] {
  return registryOf<DescribedPods[]>(construct, PODS, () => []);
}

/** What is described in a mesh, worked out when it is asked for. Somebody makes the services and the pods, if not this app. */
export function describedIn(mesh: IConstruct) {
  return {
    get describedHosts() {
      return [...describedHosts(mesh)].filter(([, constructs]) => constructs.some(each => meshScopeOf(each) === mesh)).map(([host]) => host);
    },
    get describedPods() {
      return describedPods(mesh).filter(({ construct }) => meshScopeOf(construct) === mesh);
    },
  };
}
