import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { applyBefore } from './chart-order';
import { GatewayReference } from './gateway-reference';
import { gatewayRoutes, onPort, passthroughRoutes, placed } from './gateway-routes';
import { IngressGateway } from './ingress-gateway';
import { NamespaceReference } from './namespace-reference';
import { watchOverlaps } from './route-overlaps';
import { routingOf } from './routing';
import { IIngressGateway, IMeshNamespace, IPolicyTarget, IRouteAction, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requirePort, requireSome, requireWildcardHost } from '../core/require';
import { CorsPolicy } from '../resources/cors-policy';
import { HttpRoute } from '../resources/http-route';
import { requirePreflights } from '../resources/http-route-order';
import { Redirect, RedirectScheme } from '../resources/redirect';
import { RequestMatch } from '../resources/request-match';
import { Route } from '../resources/route';
import { ServerTls } from '../resources/server-tls';
import { VirtualService } from '../resources/virtual-service';
import { VirtualServiceContent } from '../resources/virtual-service-content';

/** Properties for `IngressRoute`. */
export interface IngressRouteProps {
  /**
   * Gateway that lets the requests in.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
   */
  readonly gateway: IIngressGateway;
  /**
   * Hosts of the requests. `*` is every host and has to be written.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly hosts: string[];
  /**
   * What goes where.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-http
   */
  readonly routes: Route[];
  /**
   * How the gateway ends TLS. `ServerTls.none()` is plain HTTP and has to be written.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-tls
   * @default - that is up to the owner of a gateway from `IngressGateway.fromName`; needed for other gateways
   */
  readonly tls?: ServerTls;
  /**
   * Port of the gateway. Where it has a host on several ports, the routes are for this one only.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   * @default - its HTTPS port; its HTTP port with `ServerTls.none()`
   */
  readonly port?: number;
  /**
   * Send plain HTTP to HTTPS on its usual port, with status 301.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-https_redirect
   * @default - true on the HTTPS port of the gateway
   */
  readonly httpsRedirect?: boolean;
  /**
   * Cross-origin calls.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-cors_policy
   * @default - left to the services
   */
  readonly cors?: CorsPolicy;
  /**
   * Namespace of the VirtualService.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the service of the first route, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
}

/**
 * Brings requests from a gateway to services. What releases, policies and faults say about a service holds here too.
 * Services that refuse by default let the gateway in.
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/
 */
export class IngressRoute extends Construct implements IPolicyTarget {
  /** The VirtualService, for overrides. */
  public readonly virtualService: VirtualService;
  private readonly gateway: IIngressGateway;
  private readonly hosts: string[];

  public constructor(scope: Construct, id: string, props: IngressRouteProps) {
    super(scope, id);
    watch(this);
    this.gateway = props.gateway;
    this.hosts = [...props.hosts];
    requireSome(this, 'hosts', props.hosts);
    props.hosts.forEach(host => requireWildcardHost(this, 'hosts', host));
    requireSome(this, 'routes', props.routes);
    const namespace = this.routesNamespace(props);
    const produce = this.content(props, namespace);
    // What cannot be written is refused here, and not only at synthesis.
    produce();
    this.serve(props, namespace);
    this.virtualService = partOf(this, new VirtualService(this, 'VirtualService', {
      hosts: this.hosts, gateways: [this.gateway], namespace, metadata: { name: objectName(this) },
    }));
    this.virtualService._contentFrom(produce);
    props.routes.forEach(route => this.reach(route._action));
    const listener = this.gateway instanceof IngressGateway ? `${this.gateway.gatewayName} ${this.portOf(props)}` : this.gateway.gatewayName;
    watchOverlaps({ owner: this, listener, hosts: this.hosts, routes: () => produce().http });
  }

  /** The pods of the gateway, for the hosts of this route. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { ...this.gateway.policyTargetConfig(), hosts: [...this.hosts] };
  }

  private content(props: IngressRouteProps, namespace: IMeshNamespace): () => VirtualServiceContent {
    const { routes, cors, tls } = props;
    if (tls?._mode === 'PASSTHROUGH') {
      if (cors) throw new UsageError(this, 'cors is said, but with ServerTls.passthrough() the gateway sees no requests', 'leave it out');
      // Istio redirects only where it has HTTP routes for the host, and a bare name for it: those of a namespace are none.
      const http = this.redirects(props) ? [redirectToHttps((props.gateway as IngressGateway)._ports.http)] : [];
      return () => ({ http, tcp: [], tls: passthroughRoutes(this, this.hosts, this.portOf(props), routes) });
    }
    const list = placed(this, routes);
    return () => {
      const http = gatewayRoutes(this, onPort(list, this.writtenPort(props, namespace)), cors);
      requirePreflights(this, http);
      return { http, tcp: [], tls: [] };
    };
  }

  private serve(props: IngressRouteProps, namespace: IMeshNamespace): void {
    const { gateway, tls, httpsRedirect } = props;
    if (!(gateway instanceof IngressGateway)) {
      if (tls && tls._mode !== 'PASSTHROUGH') throw new UsageError(this, 'tls is said for a gateway that somebody else owns', 'leave it out: hosts and certificates are its owner\'s');
      return;
    }
    if (!tls) throw new UsageError(this, 'tls is not said', 'use ServerTls.simple(secret), or ServerTls.none() for plain HTTP');
    if (httpsRedirect && tls._mode === 'NONE') throw new UsageError(this, 'httpsRedirect is true with ServerTls.none()', 'leave it out, or give the gateway a certificate');
    gateway._serve({
      owner: this,
      hosts: this.hostsOf(namespace),
      port: this.portOf(props),
      tls,
      redirectPort: this.redirects(props) ? gateway._ports.http : undefined,
    });
  }

  /** As a Gateway has them: only routes of that namespace can bind to them. */
  private hostsOf({ namespaceName }: IMeshNamespace): string[] {
    return this.hosts.map(host => `${namespaceName}/${host}`);
  }

  /** Whether its gateway sends plain HTTP to HTTPS. The location has no port, so it is for the usual one unless that is asked for. */
  private redirects({ gateway, tls, httpsRedirect, port }: IngressRouteProps): boolean {
    if (!(gateway instanceof IngressGateway) || !tls || tls._mode === 'NONE') return false;
    return httpsRedirect ?? (port === undefined || port === gateway._ports.https);
  }

  /** The port that the routes have to say, so that they are not for other ports of the gateway too. */
  private writtenPort(props: IngressRouteProps, namespace: IMeshNamespace): number | undefined {
    const { gateway } = props;
    const port = this.portOf(props);
    if (!(gateway instanceof IngressGateway)) return props.port;
    return gateway._listensElsewhere(this.hostsOf(namespace), port) ? port : undefined;
  }

  private portOf({ gateway, port, tls }: IngressRouteProps): number {
    if (port !== undefined) requirePort(this, 'port', port);
    const known = gateway instanceof IngressGateway || gateway instanceof GatewayReference ? gateway._ports : { http: 80, https: 443 };
    return port ?? (tls?._mode === 'NONE' ? known.http : known.https);
  }

  private routesNamespace({ namespace, routes }: IngressRouteProps): IMeshNamespace {
    const ofService = routes.map(({ _action }) => namespaceOf(_action)).find(found => found);
    const ofChart = Chart.of(this).namespace;
    const found = namespace ?? ofService ?? (ofChart === undefined ? undefined : new NamespaceReference(ofChart));
    if (!found) throw new UsageError(this, 'no namespace is known for its VirtualService', 'pass namespace: no route goes to a service of this app');
    return found;
  }

  /** Lets the gateway in where the requests go, and has the destination rule applied first. */
  private reach(action: IRouteAction): void {
    const { workload, requireVisible } = routingOf(action) ?? {};
    requireVisible?.(this, this.gateway);
    if (!workload) return;
    workload._attachGateway(this.gateway);
    applyBefore(workload, this);
  }
}

function redirectToHttps(port: number): HttpRoute {
  return HttpRoute.redirect(Redirect.to({ scheme: RedirectScheme.HTTPS }), { matches: [RequestMatch.port(port)] });
}

function namespaceOf(action: IRouteAction): IMeshNamespace | undefined {
  return routingOf(action)?.workload?.namespace ?? (action as { namespace?: IMeshNamespace }).namespace;
}
