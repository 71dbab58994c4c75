import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { guarded } from './ambiguous-paths';
import { delegationOf } from './delegation';
import { exportedTo } from './exported-to';
import { gatewayRoutes, onPort, passthroughRoutes, placed } from './gateway-routes';
import { HostAccess } from './host-access';
import { boundHosts, portOn, requireClientHosts, serve } from './ingress-binding';
import { IngressGateway } from './ingress-gateway';
import { keepWritable } from './kept-writable';
import { watchOverlaps } from './route-overlaps';
import { namespaceOfRoutes, reach, requireReachable } from './route-reach';
import { addWays, requireWays } from './ways-in';
import { ICaller, IIngressGateway, IMeshNamespace, IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireSome } from '../core/require';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { CorsPolicy } from '../resources/cors-policy';
import { HeaderOperations } from '../resources/header-operations';
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
   * Changes to the responses of every route, such as `SecurityHeaders.strict()`. What a route says about a header itself counts.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-response
   * @default - none
   */
  readonly responseHeaders?: HeaderOperations;
  /**
   * Answer 400 to paths that this gateway and what is behind it understand differently: `/open/%2e%2e;/admin` is under `/open/` for the gateway, and
   * `/admin` for the sidecar of the service, or for Tomcat. Written as the first route. With `true` always, for path rules that this app does not know.
   * @see https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
   * @default - where paths make a difference: a route matches or rewrites them or delegates to routes that may, an access policy or rate limit of
   * this app asks for them at the gateway, or an authorizer is asked there
   */
  readonly refuseAmbiguousPaths?: boolean;
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
  /** The Certificate that cert-manager reads, with `ServerTls.certManager`. Routes with the same hosts share it. */
  public readonly certificate?: ApiObject;
  /**
   * What goes where, as it was said.
   * @internal
   */
  public readonly _routes: Route[];
  /**
   * The gateway that lets them in.
   * @internal
   */
  public readonly _gateway: IIngressGateway;
  private readonly hosts: string[];
  private readonly access: HostAccess;
  private readonly passesThrough: boolean;

  public constructor(scope: Construct, id: string, props: IngressRouteProps) {
    super(scope, id);
    watch(this);
    this._gateway = props.gateway;
    this._routes = [...props.routes];
    this.hosts = [...props.hosts];
    this.passesThrough = props.tls?._mode === 'PASSTHROUGH';
    this.access = new HostAccess(this, this._gateway, this.hosts, this.passesThrough);
    const { hosts, _gateway: gateway } = this;
    requireClientHosts(this, hosts);
    requireSome(this, 'routes', props.routes);
    const actions = props.routes.map(route => route._action);
    const namespace = namespaceOfRoutes(this, props.namespace, actions);
    const port = portOn(this, gateway, props.port, props.tls);
    const produce = this.content(props, namespace, port);
    // What cannot be written is refused here, and not only at synthesis.
    produce();
    requireReachable(this, gateway, actions);
    const way = { owner: this, namespace: namespace.namespaceName, routes: props.routes, content: produce };
    requireWays(way);
    this.requireRedirect(props);
    this.certificate = serve({ owner: this, gateway, hosts, port, tls: props.tls, redirectPort: this.redirectPort(props) }, namespace);
    const exportTo = exportedTo(this, namespace.namespaceName, () => [gateway.policyTargetConfig().namespace]);
    this.virtualService = partOf(this, new VirtualService(this, 'VirtualService', { hosts, gateways: [gateway], namespace, metadata: { name: objectName(this) }, exportTo }));
    this.virtualService._contentFrom(this.passesThrough ? produce : () => this.guarded(props, produce(), this.writtenPort(props, namespace, port)));
    reach(this, gateway, namespace.namespaceName, actions);
    addWays(way, this.virtualService);
    if (props.tls?._mode !== 'PASSTHROUGH') keepWritable(this, props.routes);
    const listener = gateway instanceof IngressGateway ? `${gateway.gatewayName} ${port}` : gateway.gatewayName;
    watchOverlaps({ owner: this, listener, namespace: namespace.namespaceName, server: serverKey(props), hosts, routes: () => produce().http });
  }

  /** The policy that refuses other clients. None without `allowFrom`. */
  public get clientsPolicy(): AuthorizationPolicy | undefined {
    return this.access.policy;
  }

  /**
   * Lets only some clients ask for these hosts: from the first call on, others are refused with status 403, and where TLS passes through their
   * connections are closed. Other hosts of the gateway are as they were. It is written as a DENY policy for the pods of the gateway, and takes nothing back that the gateway refuses.
   * @param caller `Caller.clientIps` or `Caller.peerIps`; clients of a gateway have no identity of the mesh
   */
  public allowFrom(caller: ICaller): void {
    this.access.allow(caller);
  }

  /** The pods of the gateway, for the hosts of this route. With `*` it is every host of the gateway. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { ...this._gateway.policyTargetConfig(), ...!this.hosts.includes('*') && { hosts: [...this.hosts] }, ...this.passesThrough && { httpPorts: [] } };
  }

  private content(props: IngressRouteProps, namespace: IMeshNamespace, port: number): () => VirtualServiceContent {
    const { cors, responseHeaders } = props;
    if (props.tls?._mode === 'PASSTHROUGH') return this.passthrough(props, port);
    const routes = responseHeaders ? props.routes.map(route => route._withResponseHeaders(responseHeaders)) : props.routes;
    const list = placed(this, routes);
    return () => {
      const http = gatewayRoutes(this, onPort(list, this.writtenPort(props, namespace, port)), cors);
      requirePreflights(this, http);
      return { http, tcp: [], tls: [] };
    };
  }

  /** Only what is written. Others look at the routes without the one that refuses: it takes no request from them that another one should have. */
  private guarded(props: IngressRouteProps, content: VirtualServiceContent, port: number | undefined): VirtualServiceContent {
    const { _routes: routes, _gateway: gateway } = this;
    const { responseHeaders, refuseAmbiguousPaths: refuse } = props;
    return { ...content, http: guarded({ owner: this, gateway, hosts: this.hosts, routes, responseHeaders, refuse }, content.http, port) };
  }

  private passthrough(props: IngressRouteProps, port: number): () => VirtualServiceContent {
    const { routes, cors, responseHeaders, refuseAmbiguousPaths } = props;
    const option = Object.entries({ cors, responseHeaders, refuseAmbiguousPaths }).find(([, said]) => said)?.[0];
    if (option) throw new UsageError(this, `${option} is said, but with ServerTls.passthrough() the gateway sees no requests`, 'leave it out');
    const delegated = routes.find(({ _action }) => delegationOf(_action))?._action;
    if (delegated) throw new UsageError(this, `a route goes to ${delegated.describeAction()}, but with ServerTls.passthrough() the gateway sees no requests`, 'name the service that ends TLS, or end TLS at the gateway with ServerTls.simple(secret)');
    // Istio redirects only where it has HTTP routes for the host, and a bare name for it: those of a namespace are none.
    const redirectPort = this.redirectPort(props);
    const http = redirectPort === undefined ? [] : [redirectToHttps(redirectPort)];
    return () => ({ http, tcp: [], tls: passthroughRoutes(this, this.hosts, port, routes) });
  }

  private requireRedirect({ gateway, tls, httpsRedirect }: IngressRouteProps): void {
    if (!httpsRedirect || tls?._mode !== 'NONE' || !(gateway instanceof IngressGateway)) return;
    throw new UsageError(this, 'httpsRedirect is true with ServerTls.none()', 'leave it out, or give the gateway a certificate');
  }

  /** The port where its gateway sends plain HTTP to HTTPS. The location has no port, so it is for the usual one unless that is asked for. */
  private redirectPort({ gateway, tls, httpsRedirect, port }: IngressRouteProps): number | undefined {
    if (!(gateway instanceof IngressGateway) || !tls || tls._mode === 'NONE') return undefined;
    const { http, https } = gateway._ports;
    return httpsRedirect ?? (port === undefined || port === https) ? http : undefined;
  }

  /** The port that the routes have to say, so that they are not for other ports of the gateway too. */
  private writtenPort({ gateway, port: said }: IngressRouteProps, namespace: IMeshNamespace, port: number): number | undefined {
    if (!(gateway instanceof IngressGateway)) return said;
    return gateway._listensElsewhere(boundHosts(this.hosts, namespace), port) ? port : undefined;
  }
}

/** Hosts with the same settings share a server, but for those that get a certificate of their own. */
function serverKey({ tls, hosts }: IngressRouteProps): string {
  return `${tls?._key} ${tls?._issuer === undefined ? '' : hosts.join(' ')}`;
}

function redirectToHttps(port: number): HttpRoute {
  return HttpRoute.redirect(Redirect.to({ scheme: RedirectScheme.HTTPS }), { matches: [RequestMatch.port(port)] });
}
