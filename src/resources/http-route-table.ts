import { Construct } from 'constructs';
import { HttpRoute, IHttpRouteTable } from './http-route';
import { requireEffective, requirePreflights } from './http-route-order';
import { Visibility } from './visibility';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { requireDnsLabel, requireDnsSubdomain } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

/** Properties for `HttpRouteTable`. */
export interface HttpRouteTableProps extends IstioResourceProps {
  /**
   * Rules for requests, in order. The first that matches decides.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-http
   * @default - none yet; at least one must be added
   */
  readonly http?: HttpRoute[];
  /**
   * Namespaces that see the routes. The one of the VirtualService that delegates to them must be among them.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-export_to
   * @default - what the mesh says, usually everywhere
   */
  readonly exportTo?: Visibility;
}

/**
 * A VirtualService without hosts, which others delegate to with `HttpRoute.delegate`: one team owns the host, another the routes under a path.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export class HttpRouteTable extends IstioResource implements IHttpRouteTable {
  /**
   * Routes of another app.
   * @param name name of the VirtualService
   * @param namespace its namespace
   */
  public static fromName(name: string, namespace: string): IHttpRouteTable {
    requireDnsSubdomain('HttpRouteTable.fromName', 'name', name);
    requireDnsLabel('HttpRouteTable.fromName', 'namespace', namespace);
    return { name, namespace };
  }

  private readonly exportTo?: Visibility;
  private readonly routes = new Array<HttpRoute>();
  private produce?: () => HttpRoute[];

  public constructor(scope: Construct, id: string, props: HttpRouteTableProps = {}) {
    super(scope, id, objectHead(l1.VirtualService, scope, id, props));
    this.exportTo = props.exportTo;
    props.http?.forEach(route => this.addHttpRoute(route));
  }

  /** The rules so far, as a copy. */
  public get http(): HttpRoute[] {
    return [...this.produce?.() ?? this.routes];
  }

  /**
   * Adds a rule after the others.
   * @param route what to do with which requests; not a further delegation, and not only requests that earlier rules take
   */
  public addHttpRoute(route: HttpRoute): void {
    requireOwn(this, this.produce);
    if (route._delegates) throw new UsageError(this, 'the route delegates further', 'delegate from the VirtualService with the hosts; Istio follows one delegation');
    requireEffective(this, this.routes, route);
    this.routes.push(route);
  }

  /**
   * Lets a pattern write the rules when the object is written, in place of what was added.
   * @internal
   */
  public _contentFrom(produce: () => HttpRoute[]): void {
    this.produce = produce;
  }

  /**
   * @internal
   */
  protected _spec(): l1.VirtualServiceSpec {
    return { http: this.renderHttp(), exportTo: this.exportTo?._render() };
  }

  private renderHttp(): l1.VirtualServiceSpecHttp[] {
    const routes = this.produce?.() ?? this.routes;
    if (routes.length === 0) throw new UsageError(this, 'there is no route', 'add one with addHttpRoute');
    requirePreflights(this, routes);
    return routes.flatMap(route => route._render());
  }
}
