import { DestinationRuleIndex } from './destination-rule-index';
import { HostIndex } from './host-index';
import { expandHost, homeOf } from './hosts';
import { Labels } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { labelsOf, textsOf } from './read';
import { exportToOf } from './visibility';

/** A DestinationRule with its names in full. */
export interface DestinationRuleView {
  readonly object: MeshObject;
  readonly namespace: string;
  readonly host: string;
  readonly written: string;
  /** What holds for it. A rule for some clients is for its own namespace only, whatever it says. */
  readonly exportTo: readonly string[] | undefined;
  /** Labels of the clients that it is for. */
  readonly selector?: Labels;
}

/** A subset, and the object that defines it. */
export interface Subset {
  readonly name: string;
  readonly labels: Labels;
  readonly trafficPolicy?: any;
  readonly from: MeshObject;
  readonly field: string;
}

/** What holds for a client that calls a host. */
export interface Effective {
  /** The DestinationRules that take part, in the order Istio would merge them if the one that sorts first by name were the oldest. */
  readonly rules: MeshObject[];
  readonly trafficPolicy?: any;
  readonly trafficPolicyFrom?: MeshObject;
  readonly subsets: Subset[];
  /** Another order of creation gives something else. */
  readonly orderDependent: boolean;
  /** Some clients have a rule of their own, and their labels were not given. */
  readonly perWorkload: boolean;
}

/** The DestinationRules, and which of them holds for whom (8.7). */
export class DestinationRules {
  public readonly all: DestinationRuleView[];
  private readonly byHost = new HostIndex<DestinationRuleView>();
  private readonly looked = new Map<string, Effective | undefined>();
  private ownIndex?: DestinationRuleIndex;

  public constructor(private readonly mesh: Mesh) {
    const isPrivate = mesh.settings.defaultExportTo?.destinationRules?.includes('.');
    this.all = mesh.ofKind('networking.istio.io', 'DestinationRule').map(object => viewOf(object, isPrivate ? ['.'] : undefined));
    for (const view of this.all) this.byHost.add(view.host, view);
  }

  /** Those for precisely this host or wildcard. */
  public forHost(host: string): DestinationRuleView[] {
    return this.byHost.at(host);
  }

  /** Those whose host is this one or contains it, the most specific first. */
  public covering(host: string): DestinationRuleView[] {
    return this.byHost.covering(host);
  }

  /**
   * What holds for a client.
   * @param serviceNamespace where the service is; nothing where that is not known
   * @param clientLabels labels of the client's pod; without them only what holds for all pods of its namespace
   */
  public forClient(
    host: string, serviceNamespace: string | undefined, clientNamespace: string, clientLabels?: Labels,
  ): Effective | undefined {
    if (clientLabels) return this.index.lookup(host, serviceNamespace, clientNamespace, clientLabels);
    const key = `${host}\n${serviceNamespace}\n${clientNamespace}`;
    if (!this.looked.has(key)) this.looked.set(key, this.index.lookup(host, serviceNamespace, clientNamespace));
    return this.looked.get(key);
  }

  private get index(): DestinationRuleIndex {
    return this.ownIndex ??= new DestinationRuleIndex(this.all, this.mesh.settings.rootNamespace);
  }
}

/** Of what the mesh says here Istio takes "." and nothing else. */
function viewOf(object: MeshObject, otherwise: string[] | undefined): DestinationRuleView {
  const { host: written = '', exportTo, workloadSelector } = object.spec;
  const namespace = homeOf(object);
  const selector = workloadSelector ? labelsOf(workloadSelector.matchLabels) : undefined;
  return { object, namespace, written, host: expandHost(written, namespace), exportTo: selector ? ['.'] : exportToOf(exportTo && textsOf(exportTo), otherwise), selector };
}
