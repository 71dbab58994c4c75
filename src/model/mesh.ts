import { DestinationRules } from './destination-rules';
import { Gateways } from './gateways';
import { MutualTls } from './mtls';
import { Namespaces } from './namespaces';
import { MeshObject, ObjectKey } from './object';
import { ObjectIndex } from './object-index';
import { Policies } from './policies';
import { Services } from './services';
import { DEFAULT_SETTINGS, Settings } from './settings';
import { Sidecars } from './sidecars';
import { Target, targetsOf } from './targets';
import { VirtualServices } from './virtual-services';
import { Workloads } from './workloads';

/** One mesh as its cluster would see it, from the written objects and what was said about the rest. */
export class Mesh {
  private readonly written: ObjectIndex;
  private all?: ObjectIndex;
  private ownGateways?: Gateways;
  private ownVirtualServices?: VirtualServices;
  private ownDestinationRules?: DestinationRules;
  private ownTargets?: Target[];
  private ownNamespaces?: Namespaces;
  private ownServices?: Services;
  private ownWorkloads?: Workloads;
  private ownSidecars?: Sidecars;
  private ownPolicies?: Policies;
  private ownMtls?: MutualTls;

  /**
   * @param objects what is written for this mesh, in the order of the construct tree or of the files
   * @param byFile all objects of the app by the file for them alone; files are shared by the meshes of an app
   * @param settings what is known of the mesh besides
   * @param inventory what exists elsewhere; what is written replaces what has the same name there
   */
  public constructor(
    public readonly objects: MeshObject[],
    private readonly byFile: Map<string, MeshObject[]>,
    public readonly settings: Settings = DEFAULT_SETTINGS,
    public readonly inventory: MeshObject[] = [],
  ) {
    this.written = new ObjectIndex(objects);
  }

  public get namespaces(): Namespaces {
    return this.ownNamespaces ??= new Namespaces(this);
  }

  public get services(): Services {
    return this.ownServices ??= new Services(this);
  }

  public get workloads(): Workloads {
    return this.ownWorkloads ??= new Workloads(this);
  }

  public get sidecars(): Sidecars {
    return this.ownSidecars ??= new Sidecars(this);
  }

  public get policies(): Policies {
    return this.ownPolicies ??= new Policies(this);
  }

  public get mtls(): MutualTls {
    return this.ownMtls ??= new MutualTls(this);
  }

  public get gateways(): Gateways {
    return this.ownGateways ??= new Gateways(this);
  }

  public get virtualServices(): VirtualServices {
    return this.ownVirtualServices ??= new VirtualServices(this);
  }

  public get destinationRules(): DestinationRules {
    return this.ownDestinationRules ??= new DestinationRules(this);
  }

  /** Every destination of every route. */
  public targets(): Target[] {
    return this.ownTargets ??= targetsOf(this);
  }

  /** All objects of one kind: those that are written, and then those of the inventory that stay beside them. */
  public ofKind(group: string, kind: string): MeshObject[] {
    return this.known.ofKind(group, kind);
  }

  /** Whether there is a kind of this name, of whatever group. */
  public hasKind(kind: string): boolean {
    return this.known.hasKind(kind);
  }

  /** The written objects of one kind, namespace and name, wherever they are more than one: that is a mistake. */
  public doubles(): MeshObject[][] {
    return this.written.doubles();
  }

  /** The written objects of one kind, namespace and name. */
  public find(key: ObjectKey): MeshObject[] {
    return this.written.find(key);
  }

  /** The objects of the whole app that are written to one and the same file for a single object. */
  public inFile(file: string): MeshObject[] {
    return this.byFile.get(file) ?? [];
  }

  private get known(): ObjectIndex {
    if (this.inventory.length === 0) return this.written;
    return this.all ??= new ObjectIndex([...this.objects, ...this.inventory.filter(object => !this.isReplaced(object))]);
  }

  /** What names no namespace counts as being in the default one. */
  private isReplaced({ group, kind, namespace, name }: MeshObject): boolean {
    return [namespace, ...namespace === 'default' ? [''] : []].some(home => this.find({ group, kind, namespace: home, name }).length > 0);
  }
}
