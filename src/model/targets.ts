import { expandHost } from './hosts';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { listOf, mapOf } from './read';
import { VirtualServiceView } from './virtual-services';

/** A destination that a VirtualService names. */
export interface Target {
  readonly from: MeshObject;
  readonly view: VirtualServiceView;
  /** Path of the destination: `spec.http[0].route[1].destination`. */
  readonly field: string;
  /** Path of the rule it is in. */
  readonly rule: string;
  /** What that rule is for; none is everything. */
  readonly matches: any[];
  /** In full. */
  readonly host: string;
  /** As it is written. */
  readonly written: string;
  readonly subset?: string;
  readonly port?: number;
  readonly weight?: number;
  readonly role: 'route' | 'mirror' | 'tls' | 'tcp';
}

/** Every destination of every route and mirror, in the order they are written. */
export function targetsOf(mesh: Mesh): Target[] {
  const found: Target[] = [];
  for (const view of mesh.virtualServices.all) {
    const { http, tls, tcp } = view.object.spec;
    if (http) inRules(found, view, http, { list: 'http', role: 'route' });
    if (tls) inRules(found, view, tls, { list: 'tls', role: 'tls' });
    if (tcp) inRules(found, view, tcp, { list: 'tcp', role: 'tcp' });
  }
  return found;
}

function inRules(found: Target[], view: VirtualServiceView, rules: any[], { list, role }: { list: string; role: Target['role'] }): void {
  rules.forEach((rule, i) => {
    const field = `spec.${list}[${i}]`;
    const matches = listOf(rule?.match).map(mapOf);
    const add = (destination: any, path: string, as: Target['role'], weight?: number) => {
      if (destination?.host) found.push(target(view, { rule: field, matches, path, as, weight }, destination));
    };
    rule?.route?.forEach((entry: any, j: number) => add(entry?.destination, `route[${j}].destination`, role, entry?.weight));
    if (list !== 'http') return;
    add(rule?.mirror, 'mirror', 'mirror');
    rule?.mirrors?.forEach((entry: any, j: number) => add(entry?.destination, `mirrors[${j}].destination`, 'mirror'));
  });
}

/** Where a destination stands, and as what. */
interface Standing extends Pick<Target, 'rule' | 'matches' | 'weight'> {
  readonly path: string;
  readonly as: Target['role'];
}

function target(view: VirtualServiceView, { rule, matches, path, as, weight }: Standing, { host: written, subset, port }: any): Target {
  return {
    from: view.object,
    view,
    field: `${rule}.${path}`,
    rule,
    matches,
    host: expandHost(written, view.namespace),
    written,
    subset: subset || undefined,
    port: port?.number || undefined,
    weight,
    role: as,
  };
}
