import { homeOf, isSubsetOf } from './hosts';
import { Labels, SelectorIndex } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { labelsOf, listOf, mapOf, textsOf } from './read';

/** A host that a Sidecar imports or leaves out. */
interface Import {
  /** `*` for every one. */
  readonly namespace: string;
  readonly host: string;
  readonly excluded: boolean;
}

/** Which services the proxies are told of. */
export class Sidecars {
  public readonly all: MeshObject[];
  private readonly index: SelectorIndex<MeshObject>;
  private readonly imported = new Map<MeshObject, Import[][]>();

  public constructor(private readonly mesh: Mesh) {
    this.all = mesh.ofKind('networking.istio.io', 'Sidecar');
    this.index = new SelectorIndex(this.all, homeOf, selectorOf);
  }

  /**
   * The Sidecar in force for a proxy beside a workload. Of several the oldest is, which nobody knows before they are applied; without any,
   * everything is imported. Gateways have none.
   */
  public inForce(namespace: string, labels: Labels): MeshObject[] {
    const whole = this.index.unselective(namespace);
    // An empty selector is one: it selects everything, and goes before those without.
    const selective = [...this.index.selective(namespace, labels), ...whole.filter(hasSelector)];
    if (selective.length > 0) return selective;
    return whole.length > 0 ? whole : this.index.unselective(this.mesh.settings.rootNamespace).filter(each => !hasSelector(each));
  }

  /** The Sidecars in force for whatever in a namespace no selector selects. */
  public ofNamespace(namespace: string): MeshObject[] {
    return this.inForce(namespace, {});
  }

  /**
   * Whether a Sidecar imports a service, on some listener. What the routes of an imported VirtualService lead to is imported besides.
   * @param client namespace of the workload; not always that of the Sidecar
   */
  public imports(sidecar: MeshObject, client: string, host: string, serviceNamespace: string): boolean {
    return this.importsOf(sidecar).some(listener => {
      const relevant = listener.filter(each => [serviceNamespace, '*'].includes(each.namespace === '.' ? client : each.namespace) && isSubsetOf(host, each.host));
      // What one listener leaves out another may import.
      return relevant.length > 0 && !relevant.some(({ excluded }) => excluded);
    });
  }

  /** What a Sidecar imports, by listener. Without an egress listener it is everything. */
  private importsOf(sidecar: MeshObject): Import[][] {
    let imports = this.imported.get(sidecar);
    if (!imports) {
      const listeners = listOf(sidecar.spec.egress);
      imports = listeners.length === 0 ? [[{ namespace: '*', host: '*', excluded: false }]] : listeners.map(each => textsOf(mapOf(each).hosts).map(importOf));
      this.imported.set(sidecar, imports);
    }
    return imports;
  }
}

/** `~shop/*` leaves out, and so does `~/*` for every namespace. */
function importOf(text: string): Import {
  const slash = text.indexOf('/');
  const namespace = text.slice(0, slash);
  const excluded = namespace.startsWith('~');
  return { namespace: excluded ? namespace.slice(1) || '*' : namespace, host: text.slice(slash + 1).toLowerCase(), excluded };
}

function hasSelector({ spec }: MeshObject): boolean {
  return spec.workloadSelector !== undefined && spec.workloadSelector !== null;
}

function selectorOf({ spec }: MeshObject): Labels {
  return labelsOf(mapOf(spec.workloadSelector).labels);
}
