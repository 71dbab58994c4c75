import { Construct } from 'constructs';
import { HttpRoute } from './http-route';
import { requireEffective, requirePreflights } from './http-route-order';
import { TcpMatch } from './l4-match';
import { aboutSource, waysIn } from './l4-match-checks';
import { TcpRoute } from './tcp-route';
import { TlsRoute } from './tls-route';
import { VirtualServiceContent } from './virtual-service-content';
import { expandedHost, requireCovered, requireHosts } from './virtual-service-hosts';
import { Visibility } from './visibility';
import * as l1 from '../../imports/networking.istio.io';
import { IGateway } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { requireSome } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const MESH = 'mesh';

/** Properties for `VirtualService`. */
export interface VirtualServiceProps extends IstioResourceProps {
  /**
   * Hosts that clients ask for: full names, or wildcards such as `*.example.com`. A short name is read in the namespace of this object.
   * None may cover another. `*` only at gateways.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly hosts: string[];
  /**
   * Gateways where the routes hold.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
   * @default - none; the routes hold inside the mesh
   */
  readonly gateways?: IGateway[];
  /**
   * Whether the routes hold for clients inside the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
   * @default - true without gateways, false with them
   */
  readonly mesh?: boolean;
  /**
   * Rules for requests, in order. The first that matches decides.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-http
   * @default - none
   */
  readonly http?: HttpRoute[];
  /**
   * Rules for connections, in order. The first that matches decides.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-tcp
   * @default - none
   */
  readonly tcp?: TcpRoute[];
  /**
   * Rules for TLS connections that are not ended here, in order. The first that matches decides.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-tls
   * @default - none
   */
  readonly tls?: TlsRoute[];
  /**
   * Namespaces whose proxies see the routes. For a gateway, the one of its pods.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-export_to
   * @default - what the mesh says, usually everywhere
   */
  readonly exportTo?: Visibility;
}

/**
 * What happens to requests for a host, in the proxy of the caller or at a gateway.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export class VirtualService extends IstioResource {
  private readonly _hosts: string[];
  private readonly gatewayNames: string[];
  private readonly _http: HttpRoute[] = [];
  private readonly _tcp: TcpRoute[] = [];
  private readonly _tls: TlsRoute[] = [];
  private readonly exportTo?: Visibility;
  private produce?: () => VirtualServiceContent;

  public constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id, objectHead(l1.VirtualService, scope, id, props));
    const { gateways, mesh = !gateways } = props;
    if (gateways) requireSome(this, 'gateways', gateways);
    if (!gateways && !mesh) throw new UsageError(this, 'mesh is false, and there is no gateway', 'give gateways, or leave mesh out');
    this.gatewayNames = gateways ? namesOf(gateways, mesh) : [MESH];
    this._hosts = props.hosts.map(host => expandedHost(host, this.namespace));
    requireHosts(this, this._hosts, mesh);
    this.exportTo = props.exportTo;
    this.addRoutes(props);
  }

  /** The hosts with full names, as a copy. */
  public get hosts(): string[] {
    return [...this._hosts];
  }

  /** The rules for requests so far, as a copy. */
  public get http(): HttpRoute[] {
    return [...this.content.http];
  }

  /** The rules for connections so far, as a copy. */
  public get tcp(): TcpRoute[] {
    return [...this.content.tcp];
  }

  /** The rules for TLS connections so far, as a copy. */
  public get tls(): TlsRoute[] {
    return [...this.content.tls];
  }

  /**
   * Adds a rule for requests after the others.
   * @param route what to do with which requests; not only requests that earlier rules take
   */
  public addHttpRoute(route: HttpRoute): void {
    requireOwn(this, this.produce);
    requireEffective(this, this._http, route);
    for (const { values } of route._matches) {
      const ways = values.gateway?.is === 'oneOf' ? values.gateway.values : values.gateway?.is === 'exact' ? [values.gateway.value] : [];
      this.requireBound(ways);
      this.requireNoClaims(Object.keys(values));
      this.requireCallers(Object.keys(values).some(key => key.startsWith('source:')));
    }
    this._http.push(route);
  }

  /**
   * Adds a rule for connections after the others.
   * @param route where to send which connections; none is reached after a rule for all
   */
  public addTcpRoute(route: TcpRoute): void {
    requireOwn(this, this.produce);
    if (this._tcp.some(earlier => earlier._matches.length === 0)) {
      throw new UsageError(this, 'the TCP route is never reached: an earlier one takes every connection', 'add the route for every connection last');
    }
    route._matches.forEach(match => this.requireL4(match));
    this._tcp.push(route);
  }

  /**
   * Adds a rule for TLS connections after the others.
   * @param route where to send which connections; its server names must be covered by the hosts
   */
  public addTlsRoute(route: TlsRoute): void {
    requireOwn(this, this.produce);
    for (const match of route._matches) {
      this.requireL4(match);
      requireCovered(this, match.sniHosts, this._hosts);
    }
    this._tls.push(route);
  }

  /**
   * Lets a pattern write the content when the object is written, in place of what was added.
   * @internal
   */
  public _contentFrom(produce: () => VirtualServiceContent): void {
    this.produce = produce;
  }

  private addRoutes({ http, tcp, tls }: VirtualServiceProps): void {
    http?.forEach(route => this.addHttpRoute(route));
    tcp?.forEach(route => this.addTcpRoute(route));
    tls?.forEach(route => this.addTlsRoute(route));
  }

  private get inMesh(): boolean {
    return this.gatewayNames.includes(MESH);
  }

  private requireL4(match: TcpMatch): void {
    this.requireBound(waysIn(match));
    this.requireCallers(aboutSource(match));
  }

  private requireBound(ways: string[]): void {
    const missing = ways.find(way => !this.gatewayNames.includes(way));
    if (missing === undefined) return;
    if (missing === MESH) throw new UsageError(this, 'a match is for the mesh, where the routes do not hold', 'set mesh: true');
    throw new UsageError(this, `a match is for the gateway ${quoted(missing)}, where the routes do not hold`, 'add it to gateways');
  }

  /** Istio refuses them as soon as the routes hold inside the mesh, where no proxy of a caller validates tokens. */
  private requireNoClaims(keys: string[]): void {
    const claim = keys.find(key => key.startsWith('claim:'));
    if (!claim || !this.inMesh) return;
    throw new UsageError(this, `a match is about the claim ${quoted(claim.slice('claim:'.length))}, inside the mesh`, 'write a VirtualService that holds only at gateways');
  }

  private requireCallers(source: boolean): void {
    if (!source || this.inMesh) return;
    throw new UsageError(this, 'a match is about callers inside the mesh, and the routes hold only at gateways', 'set mesh: true, or leave the caller out; Istio would compare the pods of the gateway');
  }

  /**
   * @internal
   */
  protected _spec(): l1.VirtualServiceSpec {
    const { hosts = this._hosts, http, tcp, tls } = this.content;
    if (!this.produce) requirePreflights(this, this._http);
    if (http.length + tcp.length + tls.length === 0) throw new UsageError(this, 'there is no route', 'add one with addHttpRoute, addTcpRoute or addTlsRoute');
    const meshOnly = this.gatewayNames.length === 1 && this.inMesh;
    return {
      exportTo: this.exportTo?._render(),
      gateways: meshOnly ? undefined : this.gatewayNames,
      hosts,
      http: http.length ? http.flatMap(route => route._render()) : undefined,
      tcp: tcp.length ? tcp.map(route => route._render()) : undefined,
      tls: tls.length ? tls.map(route => route._render()) : undefined,
    };
  }

  private get content(): VirtualServiceContent {
    return this.produce?.() ?? { http: this._http, tcp: this._tcp, tls: this._tls };
  }
}

function namesOf(gateways: IGateway[], mesh: boolean): string[] {
  return [...new Set(gateways.map(gateway => gateway.gatewayName)), ...mesh ? [MESH] : []];
}
