// Which box somebody is.
import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Picture } from './picture';
import { MeshNamespace, MeshService, MeshWorkload, ServiceVersion, Waypoint } from '../../src';
import { CallerConfig, ICaller, IGateway, IMeshNamespace, IPolicyTarget, IRouteTarget } from '../../src/core/bindings';
import { meshScopeOf } from '../../src/core/scopes';
import { Callee } from '../../src/patterns/call-graph';
import { routingOf } from '../../src/patterns/routing';

type AnyGateway = IGateway & IPolicyTarget;

/** Each asks for a construct of the mesh that is meant: an app may have several, with namespaces of one name. */
export class Boxes {
  /** What is special about a namespace. */
  private readonly remarks = new Map<string, string>();
  private readonly services: MeshService[];

  public constructor(private readonly picture: Picture, app: App) {
    const constructs = app.node.findAll();
    this.services = constructs.filter(construct => construct instanceof MeshService);
    for (const construct of constructs) {
      if (construct instanceof MeshNamespace && construct.dataPlane._isAmbient) this.remarks.set(place(construct, construct.namespaceName), ', ambient');
    }
    for (const construct of constructs) {
      if (construct instanceof Waypoint) this.remarks.set(place(construct, construct.namespace.namespaceName), ', ambient, with a waypoint');
    }
  }

  /** Clients that come in by a gateway. */
  public get clients(): string {
    return this.picture.box('outside', ['clients']);
  }

  public get everybody(): string {
    return this.picture.box('outside', ['every workload', 'of the mesh']);
  }

  public gateway(by: IConstruct, gateway: AnyGateway): string {
    const [, name] = gateway.gatewayName.split('/');
    return this.picture.box('gateway', [name], this.frame(by, gateway.policyTargetConfig().namespace));
  }

  public workload(workload: MeshWorkload): string {
    return this.picture.box('service', [workload.name], this.frame(workload, workload.namespace.namespaceName));
  }

  /** Some of the pods of a service. */
  public version(service: MeshService, name: string): string {
    return this.picture.box('version', [name], this.frame(service, service.namespace.namespaceName));
  }

  /** Hosts that are not services of the app. */
  public host(...hosts: string[]): string {
    return this.picture.box('host', few(hosts));
  }

  /** Somebody who calls. */
  public caller(by: IConstruct, caller: ICaller, config: CallerConfig): string {
    if (caller instanceof MeshWorkload) return this.workload(caller);
    if ('gatewayName' in caller) return this.gateway(by, caller as ICaller & AnyGateway);
    return this.picture.box('outside', describe(config));
  }

  /** Something that is called, as the call graph knows it. */
  public callee(by: IConstruct, callee: Callee): string {
    if (callee instanceof MeshWorkload) return this.workload(callee);
    const { namespaceName } = callee as Partial<IMeshNamespace>;
    if (namespaceName !== undefined) return this.picture.box('service', ['every workload'], this.frame(by, namespaceName));
    const { serviceEntries, serviceEntry } = callee as { serviceEntries?: { hosts: string[] }[]; serviceEntry?: { hosts: string[] } };
    const entries = serviceEntries ?? (serviceEntry ? [serviceEntry] : []);
    return entries.length ? this.host(...entries.flatMap(({ hosts }) => hosts)) : this.target(by, callee as IRouteTarget);
  }

  /** Something that requests are sent to. */
  public target(by: IConstruct, target: IRouteTarget): string {
    const workload = routingOf(target)?.workload;
    if (target instanceof ServiceVersion) return this.version(target.service, `${target.service.name} ${target.name}`);
    if (workload) return this.workload(workload);
    const { host, authority } = target.targetConfig();
    // A target behind an egress gateway has the host of that.
    const service = this.services.find(each => each.host === host && meshScopeOf(each) === meshScopeOf(by));
    return service ? this.workload(service) : this.host(authority === undefined ? host : target.describeAction());
  }

  private frame(by: IConstruct, namespace: string): string {
    return `namespace ${place(by, namespace)}${this.remarks.get(place(by, namespace)) ?? ''}`;
  }
}

/** A namespace, with its mesh where that is not the whole app. */
function place(by: IConstruct, namespace: string): string {
  const { path } = meshScopeOf(by).node;
  return path ? `${namespace} of ${path}` : namespace;
}

/** Callers that are no constructs, by what they are recognized by. */
function describe({ identities = [], namespaces = [], peerIps = [], clientIps = [], anyIdentity }: CallerConfig): string[] {
  const said = [
    ...identities,
    ...namespaces.map(name => `every workload of ${name}`),
    ...peerIps,
    ...clientIps.map(range => `clients in ${range}`),
    ...anyIdentity ? ['everybody with an identity'] : [],
  ];
  return said.length ? few(said) : ['everybody'];
}

function few(lines: string[]): string[] {
  return lines.length > 3 ? [...lines.slice(0, 2), `and ${lines.length - 2} more`] : lines;
}
