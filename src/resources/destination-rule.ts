import { Construct } from 'constructs';
import { Subset } from './subset';
import { SubsetTarget } from './subset-target';
import { TrafficPolicy } from './traffic-policy';
import { renderTrafficPolicy, requireTrafficPolicy } from './traffic-policy-render';
import { Visibility } from './visibility';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { requirePort, requireWildcardHost } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';


/** Properties for `DestinationRule`. */
export interface DestinationRuleProps extends IstioResourceProps {
  /**
   * Host the rule is for: fully qualified as `reviews.shop.svc.cluster.local`, external as `api.example.com`, or with a wildcard as `*.example.com`.
   * A name without a dot is a service in the namespace of this object, as Istio reads it, and is written out in full.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-host
   */
  readonly host: string;
  /**
   * How requests for the host are treated.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-traffic_policy
   * @default - as the mesh says
   */
  readonly trafficPolicy?: TrafficPolicy;
  /**
   * Named versions of the host.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-subsets
   * @default - none; routes can address only the whole host
   */
  readonly subsets?: Subset[];
  /**
   * Namespaces whose proxies use the rule.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-export_to
   * @default - what the mesh says, commonly every namespace
   */
  readonly exportTo?: Visibility;
  /**
   * Labels of the pods, in the namespace of this object, whose proxies use the rule. Then it is visible there only,
   * and `exportTo` can be nothing but `Visibility.ownNamespace()`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-workload_selector
   * @default - every proxy that sees the rule
   */
  readonly workloadSelector?: { [key: string]: string };
}

/** What of a rule may grow. */
interface DestinationRuleContent {
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: Subset[];
  readonly workloadSelector?: { [key: string]: string };
}

/**
 * What a client's proxy does with a request after routing has picked a host: load balancing, limits, ejection, TLS. And the versions of the host.
 *
 * Of the rules for a host, a proxy uses one: that of its own namespace, else of the service's, else of the root namespace. Two rules for one host
 * in one namespace are merged in an order that is known only after deployment, so write one.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
 */
export class DestinationRule extends IstioResource {
  /** Host the rule is for, in full. */
  public readonly host: string;
  private readonly exportTo?: Visibility;
  private readonly added: DestinationRuleContent & { readonly subsets: Subset[] };
  private produce?: () => DestinationRuleContent;

  public constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id, objectHead(l1.DestinationRule, scope, id, props));
    requireWildcardHost(this, 'host', props.host);
    const isShort = props.host !== '*' && !props.host.includes('.');
    this.host = isShort ? `${props.host}.${this.namespace}.svc.cluster.local` : props.host;
    this.exportTo = props.exportTo;
    this.added = { trafficPolicy: props.trafficPolicy, workloadSelector: props.workloadSelector, subsets: [] };
    this.requireContent(this.added);
    props.subsets?.forEach(subset => this.addSubset(subset));
  }

  /** The subsets so far, as a copy. */
  public get subsets(): Subset[] {
    return [...this.content.subsets];
  }

  /**
   * Adds a named version of the host.
   * @param subset the version; its name must be new in this rule
   */
  public addSubset(subset: Subset): void {
    requireOwn(this, this.produce);
    this.requireSubset(subset, this.added.subsets, this.added);
    this.added.subsets.push(subset);
  }

  /**
   * A version of the host, as a destination of routes.
   * @param name name of a subset that the rule has already
   * @param port service port; without it a sidecar uses the port that the request came in on
   */
  public subset(name: string, port?: number): SubsetTarget {
    const known = this.subsets.map(subset => subset.name);
    if (!known.includes(name)) {
      throw new UsageError(this, `there is no subset ${quoted(name)}; known: ${known.join(', ') || 'none'}${didYouMean(name, known)}`, 'add the subset first, or use a known one');
    }
    if (this.host.includes('*')) throw new UsageError(this, `host is ${quoted(this.host)}, and a route needs one host`, 'write a rule for the host itself');
    if (port !== undefined) requirePort(this, 'port', port);
    return SubsetTarget._of({ host: this.host, subset: name, port });
  }

  /**
   * Takes the content from a pattern, at synthesis, in place of what was added.
   * @internal
   */
  public _contentFrom(produce: () => DestinationRuleContent): void {
    this.produce = produce;
  }

  private get content(): DestinationRuleContent {
    return this.produce?.() ?? this.added;
  }

  /**
   * @internal
   */
  protected _spec(): l1.DestinationRuleSpec {
    const content = this.content;
    this.requireContent(content);
    const { trafficPolicy, subsets, workloadSelector } = content;
    subsets.forEach((subset, i) => this.requireSubset(subset, subsets.slice(0, i), content));
    return {
      exportTo: this.exportTo?._render(),
      host: this.host,
      subsets: subsets.length ? subsets.map(subset => subset._render(this.namespace, trafficPolicy)) : undefined,
      trafficPolicy: trafficPolicy && renderTrafficPolicy(this.namespace, trafficPolicy),
      workloadSelector: workloadSelector && { matchLabels: { ...workloadSelector } },
    };
  }

  private requireContent(content: DestinationRuleContent): void {
    const { trafficPolicy, workloadSelector } = content;
    if (workloadSelector) requireSelector(this, 'workloadSelector', workloadSelector);
    if (workloadSelector && this.exportTo && !this.exportTo._isOwnNamespaceOnly(this.namespace)) {
      throw new UsageError(this, `exportTo is ${this.exportTo._render()?.join(', ')}, and a rule with workloadSelector is for its own namespace only`,
        'leave exportTo out, or use Visibility.ownNamespace()');
    }
    if (!trafficPolicy) return;
    requireTrafficPolicy(this, trafficPolicy);
    this.requireReadableSecrets('trafficPolicy', trafficPolicy, content);
  }

  private requireSubset(subset: Subset, others: Subset[], content: DestinationRuleContent): void {
    if (others.some(other => other.name === subset.name)) {
      throw new UsageError(this, `subset ${quoted(subset.name)} is already defined`, 'give the second subset another name');
    }
    if (subset.trafficPolicy) this.requireReadableSecrets(`trafficPolicy of subset ${subset.name}`, subset.trafficPolicy, content);
  }

  /** Sidecars ignore the whole TLS block, and send plain text. */
  private requireReadableSecrets(place: string, policy: TrafficPolicy, { workloadSelector }: DestinationRuleContent): void {
    if (workloadSelector) return;
    const secret = [policy, ...policy.ports ?? []].map(part => part.tls?._secretForSelected).find(name => name !== undefined);
    if (secret === undefined) return;
    throw new UsageError(this, `${place} has TLS with Secret ${quoted(secret)} and no workloadSelector: sidecars would ignore it and send plain text`,
      'add workloadSelector for the callers that have the Secret, use files, or say ClientTls.….forGateways() where only gateways call');
  }
}
