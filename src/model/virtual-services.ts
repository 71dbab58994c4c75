import { groupBy } from './group-by';
import { HostIndex } from './host-index';
import { expandHost, homeOf } from './hosts';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { listOf, textsOf } from './read';
import { HttpRule, Merge, ownRules, rulesOf } from './virtual-service-rules';
import { exportToOf, isExported } from './visibility';

/** A VirtualService as Istio reads it: names in full, delegates merged into their roots. */
export interface VirtualServiceView {
  readonly object: MeshObject;
  readonly namespace: string;
  readonly hosts: { readonly host: string; readonly written: string; readonly field: string }[];
  /** `mesh` or `namespace/name`. Without a field where `mesh` is the default. Those of a delegate are in its roots. */
  readonly gateways: { readonly key: string; readonly field?: string }[];
  /** It has no hosts: only its rules are used, by those that name it. */
  readonly isDelegate: boolean;
  /** It is used by the proxies of workloads. */
  readonly onMesh: boolean;
  /** Rules in order, those of delegates in the place of the rule that names them. */
  readonly http: HttpRule[];
  readonly tls: any[];
  readonly tcp: any[];
  /** What holds for it, whether it says so itself or the mesh does. */
  readonly exportTo: readonly string[] | undefined;
}

/** A rule that hands over to another VirtualService. */
export interface Delegation {
  readonly root: VirtualServiceView;
  readonly field: string;
  readonly rule: any;
  /** `namespace/name`. */
  readonly key: string;
}

/** The VirtualServices. */
export class VirtualServices {
  public readonly all: VirtualServiceView[];
  public readonly delegations: Delegation[] = [];
  private readonly byGateway: Map<string, VirtualServiceView[]>;
  private readonly byHost = new HostIndex<VirtualServiceView>();
  private byKey?: Map<string, VirtualServiceView[]>;
  private byDelegate?: Map<string, Delegation[]>;

  public constructor(mesh: Mesh) {
    this.all = mesh.ofKind('networking.istio.io', 'VirtualService').map(object => viewOf(object, mesh.settings.defaultExportTo?.virtualServices));
    for (const view of this.all) if (!view.isDelegate) this.merge(view);
    const roots = this.all.filter(({ isDelegate }) => !isDelegate);
    this.byGateway = byGatewayOf(roots);
    for (const view of roots) for (const { host } of view.hosts) this.byHost.add(host, view);
  }

  /** Those that are bound to `mesh` or to a Gateway `namespace/name`. */
  public onGateway(key: string): VirtualServiceView[] {
    return this.byGateway.get(key) ?? [];
  }

  /** Those with a host that is this one or contains it, the most specific first. */
  public forHost(host: string): VirtualServiceView[] {
    return [...new Set(this.byHost.covering(host))];
  }

  /** Those with this very host. */
  public at(host: string): VirtualServiceView[] {
    return this.byHost.at(host);
  }

  /** Those of that `namespace/name`: more than one is a mistake. */
  public find(key: string): VirtualServiceView[] {
    this.byKey ??= groupBy(this.all, keyOf);
    return this.byKey.get(key) ?? [];
  }

  /** The rules that hand over to a VirtualService. */
  public delegationsTo(view: VirtualServiceView): Delegation[] {
    this.byDelegate ??= groupBy(this.delegations, ({ key }) => key);
    return this.byDelegate.get(keyOf(view)) ?? [];
  }

  /** Those whose hosts and gateways the rules of one are used with: itself, or those that name it. */
  public rootsOf(view: VirtualServiceView): VirtualServiceView[] {
    return view.isDelegate ? [...new Set(this.delegationsTo(view).map(({ root }) => root))] : [view];
  }

  /** Puts the rules of delegates in their places (L3). One level only. */
  private merge(root: VirtualServiceView): void {
    const merge: Merge = (rule, field) => {
      const { name = '', namespace } = rule.delegate;
      const key = `${namespace || root.namespace}/${name}`;
      this.delegations.push({ root, field, rule, key });
      // No hosts make a delegate: one with hosts is not found.
      return this.find(key).find(({ isDelegate, exportTo, namespace: owner }) => isDelegate && isExported(exportTo, owner, root.namespace));
    };
    root.http.push(...rulesOf(root, merge));
  }
}

function viewOf(object: MeshObject, otherwise: readonly string[] | undefined): VirtualServiceView {
  const { spec } = object;
  const namespace = homeOf(object);
  const hosts = textsOf(spec.hosts).map((written, i) => ({ host: expandHost(written, namespace), written, field: `spec.hosts[${i}]` }));
  const isDelegate = hosts.length === 0;
  const view: VirtualServiceView = {
    object,
    namespace,
    hosts,
    isDelegate,
    ...gatewaysOf(textsOf(spec.gateways), namespace, isDelegate),
    http: [],
    tls: listOf(spec.tls),
    tcp: listOf(spec.tcp),
    exportTo: exportToOf(spec.exportTo && textsOf(spec.exportTo), otherwise),
  };
  if (isDelegate) view.http.push(...ownRules(view));
  return view;
}

function gatewaysOf(written: string[], namespace: string, isDelegate: boolean): Pick<VirtualServiceView, 'gateways' | 'onMesh'> {
  if (isDelegate) return { gateways: [], onMesh: false };
  if (written.length === 0) return { gateways: [{ key: 'mesh' }], onMesh: true };
  const gateways = written.map((name, i) => ({ key: gatewayKey(name, namespace), field: `spec.gateways[${i}]` }));
  return { gateways, onMesh: gateways.some(({ key }) => key === 'mesh') };
}

/** `mesh`, or the `namespace/name` of a Gateway that a VirtualService names (L2). */
export function gatewayKey(written: string, namespace: string): string {
  if (written === 'mesh') return written;
  if (written.includes('/')) return written.startsWith('./') ? namespace + written.slice(1) : written;
  const [name, home] = written.split('.');
  return `${home ?? namespace}/${name}`;
}

function keyOf({ namespace, object }: VirtualServiceView): string {
  return `${namespace}/${object.name}`;
}

function byGatewayOf(views: VirtualServiceView[]): Map<string, VirtualServiceView[]> {
  const bound = new Map<string, VirtualServiceView[]>();
  for (const view of views) {
    for (const { key } of view.gateways) {
      const list = bound.get(key);
      if (!list) bound.set(key, [view]);
      // A gateway may be named twice.
      else if (list[list.length - 1] !== view) list.push(view);
    }
  }
  return bound;
}
