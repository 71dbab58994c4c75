import { Construct } from 'constructs';
import { Delegation, delegationOf } from './delegation';
import { exportedTo } from './exported-to';
import { gatewayRoutes, placed } from './gateway-routes';
import { keepWritable } from './kept-writable';
import { namespaceOfRoutes, reach, requireReachable } from './route-reach';
import { addWays, requireWays } from './ways-in';
import { IIngressGateway, IMeshNamespace, IRouteAction } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { addNotices, Notice } from '../core/notices';
import { partOf } from '../core/owner';
import { requireSome } from '../core/require';
import { CorsPolicy } from '../resources/cors-policy';
import { HeaderOperations } from '../resources/header-operations';
import { HttpRoute } from '../resources/http-route';
import { HttpRouteTable } from '../resources/http-route-table';
import { Route } from '../resources/route';

/** Properties for `DelegatedRoutes`. */
export interface DelegatedRoutesProps {
  /**
   * What goes where. Paths are those of the requests, so they begin with the one that is delegated. `Route.all` is all that is delegated.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-http
   */
  readonly routes: Route[];
  /**
   * Gateways whose routes, in another app, delegate to these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
   * @default - those of the ingress routes of this app that delegate to these
   */
  readonly gateways?: IIngressGateway[];
  /**
   * Cross-origin calls.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-cors_policy
   * @default - the one of the route that delegates
   */
  readonly cors?: CorsPolicy;
  /**
   * Changes to the responses of every route. What a route says about a header itself counts.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-response
   * @default - those of the route that delegates, for routes that change no headers
   */
  readonly responseHeaders?: HeaderOperations;
  /**
   * Namespace of the VirtualService.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the service of the first route, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
}

/**
 * What a team does with the requests under a path of a host that somebody else owns: an `IngressRoute` has these routes as the action of
 * one of its own. They are a VirtualService without hosts, which does nothing until something delegates to it. Requests that none of them
 * is for go on to the next route of the host.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export class DelegatedRoutes extends Construct implements IRouteAction {
  /**
   * Routes of another app, to delegate to.
   * @param name name of the VirtualService
   * @param namespace its namespace; its `exportTo` has to have the one of the routes that delegate
   */
  public static fromName(name: string, namespace: IMeshNamespace): IRouteAction {
    return new DelegatedRoutesReference(name, namespace);
  }

  /** The VirtualService without hosts, for overrides. */
  public readonly routeTable: HttpRouteTable;
  /**
   * What goes where, as it was said.
   * @internal
   */
  public readonly _routes: Route[];
  private readonly actions: IRouteAction[];
  private readonly produce: () => HttpRoute[];
  private readonly gateways = new Array<IIngressGateway>();
  /** Namespaces of the VirtualServices that delegate to these. Istio wants them in `exportTo`. */
  private readonly roots = new Set<string>();
  /** Whether some are of another app, in whatever namespace. */
  private readonly elsewhere: boolean;

  public constructor(scope: Construct, id: string, props: DelegatedRoutesProps) {
    super(scope, id);
    watch(this);
    const { routes, cors, responseHeaders, gateways = [] } = props;
    requireSome(this, 'routes', routes);
    this._routes = [...routes];
    this.actions = routes.map(route => route._action);
    const further = this.actions.find(action => delegationOf(action));
    if (further) throw new UsageError(this, `a route goes to ${further.describeAction()}`, 'let the ingress route delegate to them itself: Istio follows one delegation');
    const list = placed(this, responseHeaders ? routes.map(route => route._withResponseHeaders(responseHeaders)) : routes);
    this.produce = () => gatewayRoutes(this, list, cors);
    this.produce();
    const namespace = namespaceOfRoutes(this, props.namespace, this.actions);
    gateways.forEach(gateway => requireReachable(this, gateway, this.actions));
    const way = { owner: this, namespace: namespace.namespaceName, routes, content: () => ({ http: this.produce(), tcp: [], tls: [] }), delegated: true };
    requireWays(way);
    const exportTo = exportedTo(this, namespace.namespaceName, () => this.elsewhere ? undefined : [...this.roots]);
    this.routeTable = partOf(this, new HttpRouteTable(this, 'Routes', { namespace, metadata: { name: objectName(this) }, exportTo }));
    this.routeTable._contentFrom(this.produce);
    addWays(way, this.routeTable);
    this.elsewhere = gateways.length > 0;
    gateways.forEach(gateway => this.attach(gateway));
    keepWritable(this, routes);
    addNotices(this, () => this.notices());
  }

  /** Name of the routes for messages and traces. */
  public describeAction(): string {
    return `the routes of [${this.node.path}]`;
  }

  /**
   * What routes that delegate to these have to know.
   * @internal
   */
  public _delegation(): Delegation {
    return { table: this.routeTable, owner: this, routes: this.produce, actions: this.actions, attach: (gateway, from) => this.attach(gateway, from) };
  }

  private attach(gateway: IIngressGateway, from?: string): void {
    if (from !== undefined) this.roots.add(from);
    if (this.gateways.includes(gateway)) return;
    this.gateways.push(gateway);
    reach(this, gateway, this.routeTable.namespace, this.actions);
  }

  private notices(): Notice[] {
    if (this.gateways.length > 0) return [];
    return [{
      rule: 'delegated-routes/nobody-delegates',
      severity: 'warning',
      problem: 'no ingress route delegates to these routes',
      why: 'a VirtualService without hosts is for no request of its own',
      fix: 'make it the action of a route of an IngressRoute, for example Route.prefix("/shop", …), or name the gateways of another app whose routes delegate to it',
    }];
  }
}

/** Routes that another app writes. */
class DelegatedRoutesReference implements IRouteAction {
  public constructor(private readonly name: string, private readonly at: IMeshNamespace) {
    HttpRouteTable.fromName(name, at.namespaceName);
  }

  public describeAction(): string {
    return `the routes ${this.at.namespaceName}/${this.name}`;
  }

  public _delegation(): Delegation {
    return { table: HttpRouteTable.fromName(this.name, this.at.namespaceName), actions: [] };
  }
}
