import { Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Call, callingNamespaces, callsSentOnTo } from './call-graph';
import { exportedTo } from './exported-to';
import { NamespaceReference } from './namespace-reference';
import { CallerConfig, ICaller, IMeshNamespace, IRouteTarget } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { addNotices, Notice } from '../core/notices';
import { isAnyone } from '../core/recognizable';
import { requireSome } from '../core/require';
import { Visibility } from '../resources/visibility';

/** What constructs for something outside the mesh have in common. */
export interface ExternalPlace {
  readonly callers?: ICaller[];
  readonly namespace?: IMeshNamespace;
}

/** Who calls something outside the mesh, where its objects are, and where they are seen because of that. */
export class ExternalCallers {
  /** Namespace of the objects. */
  public readonly namespace: IMeshNamespace;
  /** How they are recognized. Nothing where nobody is named. */
  public readonly configs: CallerConfig[];

  /** @param gatewayNamespace the one of the pods of an egress gateway, which has to see the objects too */
  public constructor(private readonly owner: Construct, props: ExternalPlace, private readonly gatewayNamespace?: IMeshNamespace) {
    const { callers = [] } = props;
    if (props.callers) requireSome(owner, 'callers', callers);
    this.configs = callers.map(caller => caller.callerConfig());
    this.namespace = props.namespace ?? homeOf(owner, callers);
  }

  /** What to write as `exportTo`. What the mesh says where nobody is named. */
  public get visibility(): Visibility {
    const names = this.visibleIn;
    if (!names) return exportedTo(this.owner, this.namespace.namespaceName, () => this.configs.length > 0 ? undefined : this.neededIn);
    return names.length === 1 ? Visibility.ownNamespace() : Visibility.namespaces(...names.map(name => new NamespaceReference(name)));
  }

  private get neededIn(): string[] | undefined {
    const calling = callingNamespaces(this.owner);
    return calling && this.gatewayNamespace ? [...calling, this.gatewayNamespace.namespaceName] : calling;
  }

  /** Hosts that callers have to see, in `namespace/host` form. */
  public hostsToSee(hosts: string[]): string[] {
    return hosts.map(host => `${this.namespace.namespaceName}/${host}`);
  }

  /** Refuses a gateway that would send requests there, and does not see it, or is turned away by the egress gateway. */
  public requireGateway(where: IConstruct, gateway: ICaller, host: string): void {
    const problem = this.problemOf(gateway.callerConfig(), host);
    if (problem) throw new UsageError(where, `${problem}, and the gateway is none of them`, 'add the gateway to its callers');
  }

  /** Reports callers of services of the mesh whose requests would be sent on to it, as `requireGateway` refuses gateways. Who calls whom may be said later. */
  public watchSenders(owner: Construct & IRouteTarget): void {
    if (this.configs.length > 0) addNotices(owner, () => callsSentOnTo(owner).flatMap(({ service, call }) => this.noticesOf(owner, service, call)));
  }

  private noticesOf(owner: Construct & IRouteTarget, service: IConstruct, { caller, fromGateway }: Call): Notice[] {
    const problem = fromGateway ? undefined : this.problemOf(caller, owner.describeAction());
    if (!problem) return [];
    return [{
      rule: 'external-api/unknown-caller',
      severity: 'error',
      problem: `[${pathOf(service)}] sends requests on to it. ${problem}, and ${namesOf(caller)} is none of them`,
      why: 'the proxy of the caller sends the request on, not the service: it finds no such host, or is refused by the egress gateway',
      fix: 'add everybody who calls the service to the callers, or leave callers out',
      and: [service],
    }];
  }

  private problemOf(config: CallerConfig, host: string): string | undefined {
    const names = this.visibleIn;
    if (names && !namespacesOf(config)?.every(name => names.includes(name))) return `${host} is visible to the callers of [${pathOf(this.owner)}] only`;
    if (this.gatewayNamespace && !this.areRecognizedIn(config)) return `the egress gateway lets the callers of [${pathOf(this.owner)}] through only`;
    return undefined;
  }

  /** Everywhere when nobody is named, or somebody whose namespace cannot be told. */
  private get visibleIn(): string[] | undefined {
    const names = this.configs.map(namespacesOf);
    if (names.length === 0 || names.includes(undefined)) return undefined;
    const others = this.gatewayNamespace ? [this.gatewayNamespace.namespaceName] : [];
    return [...new Set([...(names as string[][]).flat(), this.namespace.namespaceName, ...others])].sort();
  }

  /** Whether all that somebody may be known by is known of a caller. */
  private areRecognizedIn(other: CallerConfig): boolean {
    if (this.configs.length === 0 || this.configs.some(config => isAnyone(config) || config.anyIdentity)) return true;
    const namespaces = this.configs.flatMap(config => config.namespaces ?? []);
    const identities = this.configs.flatMap(config => config.identities ?? []);
    const known = [...(other.identities ?? []).map(identity => identities.includes(identity) || namespaces.includes(identity.split('/')[0])),
      ...(other.namespaces ?? []).map(namespace => namespaces.includes(namespace))];
    return known.length > 0 && known.every(each => each);
  }
}

/** The namespace of the first caller that is no gateway: those are other people's. */
function homeOf(owner: Construct, callers: ICaller[]): IMeshNamespace {
  const [ofCaller] = callers.filter(caller => !('gatewayName' in caller)).flatMap(caller => namespacesOf(caller.callerConfig()) ?? []);
  const name = ofCaller ?? Chart.of(owner).namespace;
  if (name === undefined) throw new UsageError(owner, 'no namespace is known', 'pass namespace or callers that are no gateways, or give the chart one: new Chart(app, id, { namespace })');
  return new NamespaceReference(name);
}

/** Where a caller is, if it can only be in namespaces that are known. */
function namespacesOf({ workloadNamespace, namespaces = [], identities = [], anyIdentity, peerIps = [], clientIps = [] }: CallerConfig): string[] | undefined {
  const known = [...workloadNamespace === undefined ? [] : [workloadNamespace], ...namespaces, ...identities.map(identity => identity.split('/')[0])];
  return known.length === 0 || anyIdentity || peerIps.length > 0 || clientIps.length > 0 ? undefined : [...new Set(known)];
}

/** A caller, for messages. */
function namesOf({ identities, namespaces = [], labels, workloadNamespace }: CallerConfig): string {
  if (identities) return identities.join(', ');
  if (labels) return `${Object.values(labels).join('-')} in ${workloadNamespace}`;
  return namespaces.join(', ') || 'a caller that may be anywhere';
}
