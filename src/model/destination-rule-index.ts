import { mergeRules } from './destination-rule-merge';
import { DestinationRuleView, Effective } from './destination-rules';
import { groupBy } from './group-by';
import { HostIndex } from './host-index';
import { Labels } from './label-index';
import { isExported } from './visibility';

/** Which DestinationRules a client looks at, by namespace and host. */
export class DestinationRuleIndex {
  /** Those that clients of the namespace itself look at. */
  private readonly local: Map<string, HostIndex<DestinationRuleView>>;
  /** Those that clients of other namespaces look at. */
  private readonly exported: Map<string, HostIndex<DestinationRuleView>>;
  /** The private ones of the root namespace. */
  private readonly rootLocal: HostIndex<DestinationRuleView>;

  public constructor(all: DestinationRuleView[], private readonly rootNamespace: string) {
    this.local = byNamespace(all.filter(view => isExported(view.exportTo, view.namespace, view.namespace)));
    this.exported = byNamespace(all.filter(view => !isPrivate(view)));
    this.rootLocal = byNamespace(all.filter(view => isPrivate(view) && view.namespace === rootNamespace)).get(rootNamespace) ?? new HostIndex();
  }

  /** The first namespace of a client's, the service's and the root's own with a rule for the host decides: no more is looked at. */
  public lookup(host: string, serviceNamespace: string | undefined, clientNamespace: string, labels?: Labels): Effective | undefined {
    const own = mostSpecificOf(clientNamespace === this.rootNamespace ? this.rootLocal : this.local.get(clientNamespace), host);
    if (own.length > 0) return mergeRules(own, () => true, labels);
    for (const namespace of serviceNamespace === undefined ? [this.rootNamespace] : [serviceNamespace, this.rootNamespace]) {
      // The most specific host is chosen first: a private rule for it hides the wildcard over it.
      const exported = mostSpecificOf(this.exported.get(namespace), host);
      const found = exported.length > 0 ? mergeRules(exported, view => isFor(view, clientNamespace)) : undefined;
      if (found) return found;
    }
    return undefined;
  }
}

/** Whether clients of another namespace get it. */
function isFor({ exportTo, namespace }: DestinationRuleView, clientNamespace: string): boolean {
  return isExported(exportTo?.filter(to => to !== '.'), namespace, clientNamespace);
}

function mostSpecificOf(index: HostIndex<DestinationRuleView> | undefined, host: string): DestinationRuleView[] {
  const [first] = index?.covering(host) ?? [];
  return first ? index!.at(first.host) : [];
}

function byNamespace(views: DestinationRuleView[]): Map<string, HostIndex<DestinationRuleView>> {
  return new Map([...groupBy(views, ({ namespace }) => namespace)].map(([namespace, list]) => {
    const index = new HostIndex<DestinationRuleView>();
    for (const view of list) index.add(view.host, view);
    return [namespace, index];
  }));
}

function isPrivate({ exportTo, namespace }: DestinationRuleView): boolean {
  return exportTo?.length === 1 && (exportTo[0] === '.' || exportTo[0] === namespace);
}
