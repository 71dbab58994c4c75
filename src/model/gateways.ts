import { groupBy } from './group-by';
import { HostIndex } from './host-index';
import { homeOf } from './hosts';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { Workload } from './workloads';

/** A host of a server, and which namespace may bind to it: `*` is every one. */
export interface ServerHost {
  readonly namespace: string;
  /** In lower case. */
  readonly host: string;
  readonly field: string;
}

/** One server of a Gateway. */
export interface Server {
  readonly gateway: GatewayView;
  readonly port: number;
  /** In upper case, as Istio's documentation writes it. */
  readonly protocol: string;
  readonly portName: string;
  readonly hosts: ServerHost[];
  readonly tls?: any;
  /** Where it listens, besides the port. Empty is everywhere. */
  readonly bind: string;
  readonly field: string;
}

/** A Gateway of Istio. */
export interface GatewayView {
  readonly object: MeshObject;
  /** `namespace/name`, as a VirtualService names it. */
  readonly key: string;
  readonly namespace: string;
  /** Labels of the pods. Without any, every gateway proxy. */
  readonly selector: { readonly [key: string]: string };
  readonly servers: Server[];
}

/** A host of a Gateway, and the server it is of. */
export interface ServedHost extends ServerHost {
  readonly server: Server;
}

/** The Gateways of Istio, with their servers. */
export class Gateways {
  public readonly all: GatewayView[];
  private readonly byKey: Map<string, GatewayView[]>;
  private readonly hosts = new Map<GatewayView, HostIndex<ServedHost>>();
  private shared?: GatewayView[][];

  public constructor(private readonly mesh: Mesh) {
    this.all = mesh.ofKind('networking.istio.io', 'Gateway').map(viewOf);
    this.byKey = groupBy(this.all, ({ key }) => key);
  }

  /** The Gateways of that `namespace/name`: more than one is a mistake. */
  public find(key: string): GatewayView[] {
    return this.byKey.get(key) ?? [];
  }

  /** A Gateway is missing only from a namespace that is known completely. */
  public status(key: string): 'known' | 'missing' | 'unknown' {
    if (this.byKey.has(key)) return 'known';
    return this.mesh.namespaces.isWhole(key.slice(0, key.indexOf('/'))) ? 'missing' : 'unknown';
  }

  /** Hosts of a Gateway that have a name in common with a host, whoever may bind them. */
  public serving(gateway: GatewayView, host: string): ServedHost[] {
    let index = this.hosts.get(gateway);
    if (!index) {
      index = new HostIndex();
      for (const server of gateway.servers) for (const each of server.hosts) index.add(each.host, { ...each, server });
      this.hosts.set(gateway, index);
    }
    return index.overlapping(host);
  }

  /** The pods that a Gateway configures, as far as they are known. A selector reaches into every namespace. */
  public workloadsOf({ selector }: GatewayView): Workload[] {
    return Object.keys(selector).length > 0 ? this.mesh.workloads.selectedBy(undefined, selector) : [];
  }

  /** Gateways that configure the same pods (H9): those with one selector, and those that a known workload has in common. */
  public sharingPods(): GatewayView[][] {
    if (this.shared) return this.shared;
    const bySelector = groupBy(this.all, ({ selector }) => selectorText(selector));
    const byWorkload = new Map<Workload, GatewayView[]>();
    for (const same of bySelector.size > 1 ? bySelector.values() : []) {
      for (const workload of this.workloadsOf(same[0])) byWorkload.set(workload, [...(byWorkload.get(workload) ?? []), ...same]);
    }
    const groups = [...byWorkload.values(), ...bySelector.values()].filter(group => group.length > 1);
    this.shared = [...new Map(groups.map(group => [group.map(({ key }) => key).sort().join(), group])).values()];
    return this.shared;
  }
}

function viewOf(object: MeshObject): GatewayView {
  const servers: Server[] = [];
  const namespace = homeOf(object);
  const view: GatewayView = { object, key: `${namespace}/${object.name}`, namespace, selector: object.spec.selector ?? {}, servers };
  (object.spec.servers ?? []).forEach((server: any, i: number) => servers.push(serverOf(view, server ?? {}, `spec.servers[${i}]`)));
  return view;
}

function serverOf(gateway: GatewayView, { port, hosts, tls, bind }: any, field: string): Server {
  return {
    gateway,
    port: port?.number ?? 0,
    protocol: String(port?.protocol ?? '').toUpperCase(),
    portName: port?.name ?? '',
    hosts: (hosts ?? []).map((host: string, i: number) => hostOf(host, gateway.namespace, `${field}.hosts[${i}]`)),
    tls,
    bind: bind ?? '',
    field,
  };
}

function hostOf(written: string, home: string, field: string): ServerHost {
  const slash = written.indexOf('/');
  const namespace = slash < 0 ? '*' : written.slice(0, slash);
  return { namespace: namespace === '.' ? home : namespace, host: written.slice(slash + 1).toLowerCase(), field };
}

function selectorText(selector: { readonly [key: string]: string }): string {
  return JSON.stringify(Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1)));
}
