import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { exportedTo } from './exported-to';
import { portOn, requireClientHosts, serve } from './ingress-binding';
import { IngressGateway } from './ingress-gateway';
import { namespaceOfRoutes, reach, requireReachable } from './route-reach';
import { destination, routingOf, splitOf } from './routing';
import { atGateway } from './service-waypoint';
import { addWays, requireWays } from './ways-in';
import { IIngressGateway, IMeshNamespace, IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requirePort } from '../core/require';
import { Route } from '../resources/route';
import { WeightedDestination } from '../resources/route-destination';
import { ServerTls } from '../resources/server-tls';
import { TcpRoute } from '../resources/tcp-route';
import { VirtualService } from '../resources/virtual-service';

/** Properties for `TcpIngressRoute`. */
export interface TcpIngressRouteProps {
  /**
   * Gateway that lets the connections in.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
   */
  readonly gateway: IIngressGateway;
  /**
   * Port of the gateway. Its Service has to offer it.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   */
  readonly port: number;
  /**
   * Where the connections go: a service, a version or one port of it. Of a service, its one TCP port.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute-route
   */
  readonly target: IRouteTarget;
  /**
   * How the gateway ends TLS. `ServerTls.none()` is plain TCP and has to be written.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-tls
   * @default - that is up to the owner of a gateway from `IngressGateway.fromName`; needed for other gateways
   */
  readonly tls?: ServerTls;
  /**
   * Server names of the TLS connections. Several routes can share a port by them. Plain connections have none.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-hosts
   * @default - every connection of the port
   */
  readonly hosts?: string[];
  /**
   * Port that the pods of the gateway listen on for it, for rules that have to leave it out.
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
   * @default - the same as `port`
   */
  readonly targetPort?: number;
  /**
   * Namespace of the VirtualService.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the service, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
}

/**
 * Brings connections from a port of a gateway to a service, whatever is spoken on them. A release for all of its connections holds here too.
 * A service that refuses by default lets the gateway in.
 * @see https://istio.io/latest/docs/tasks/traffic-management/tcp-traffic-shifting/
 */
export class TcpIngressRoute extends Construct {
  /** The VirtualService, for overrides. */
  public readonly virtualService: VirtualService;
  /** The Certificate that cert-manager reads, with `ServerTls.certManager`. Routes with the same hosts share it. */
  public readonly certificate?: ApiObject;
  /**
   * Where its connections go.
   * @internal
   */
  public readonly _target: IRouteTarget;
  /**
   * The gateway that lets them in.
   * @internal
   */
  public readonly _gateway: IIngressGateway;

  public constructor(scope: Construct, id: string, props: TcpIngressRouteProps) {
    super(scope, id);
    watch(this);
    const { gateway, tls, target, targetPort } = props;
    this._target = target;
    this._gateway = gateway;
    const hosts = this.hosts(props);
    const port = portOn(this, gateway, props.port, tls);
    if (targetPort !== undefined) requirePort(this, 'targetPort', targetPort);
    const namespace = namespaceOfRoutes(this, props.namespace, [target]);
    const produce = () => ({ http: [], tls: [], tcp: [TcpRoute.to(destinations(this, target), { matches: [{ port }] })] });
    // What cannot be written is refused here, and not only at synthesis.
    produce();
    requireReachable(this, gateway, [target]);
    const way = { owner: this, namespace: namespace.namespaceName, routes: [Route.all(target)], content: produce };
    requireWays(way);
    this.certificate = serve({ owner: this, gateway, hosts, port, tls, tcp: true, targetPort }, namespace);
    const exportTo = exportedTo(this, namespace.namespaceName, () => [gateway.policyTargetConfig().namespace]);
    this.virtualService = partOf(this, new VirtualService(this, 'VirtualService', { hosts, gateways: [gateway], namespace, metadata: { name: objectName(this) }, exportTo }));
    this.virtualService._contentFrom(produce);
    reach(this, gateway, namespace.namespaceName, [target]);
    addWays(way, this.virtualService);
  }

  private hosts({ gateway, tls, hosts }: TcpIngressRouteProps): string[] {
    if (tls?._mode === 'PASSTHROUGH') {
      throw new UsageError(this, 'tls is ServerTls.passthrough()', 'use an IngressRoute with it: connections are told apart by server name, and the service ends TLS');
    }
    if (hosts === undefined) return ['*'];
    if (gateway instanceof IngressGateway && tls?._mode === 'NONE') {
      throw new UsageError(this, 'hosts is said with ServerTls.none(), and plain connections have no host', 'leave hosts out, or give the gateway a certificate');
    }
    requireClientHosts(this, hosts);
    return [...hosts];
  }
}

function destinations(where: Construct, target: IRouteTarget): WeightedDestination[] {
  const routing = atGateway(where, target, routingOf(target));
  if (!routing) return [{ target }];
  const ports = routing.ports.filter(port => !port._isHttp);
  if (ports.length !== 1) {
    const known = routing.ports.map(port => port.name).join(', ');
    throw ports.length === 0
      ? new UsageError(where, `${target.describeAction()} has no TCP port; it has ${known}`, 'use an IngressRoute for HTTP, or describe the port with MeshPort.tcp')
      : new UsageError(where, `${target.describeAction()} has several TCP ports: ${ports.map(port => port.name).join(', ')}`, 'say which with onPort(port)');
  }
  const split = splitOf(routing) ?? [{ target: routing.target, percent: 100 }];
  return split.map(share => ({ target: destination(share.target, ports[0].port), weight: split.length > 1 ? share.percent : undefined }));
}
