import { IConstruct } from 'constructs';
import { EgressGateway } from './egress-gateway';
import { httpRoutes } from './http-routes';
import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { ICaller, IMeshNamespace, IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { HeaderOperations } from '../resources/header-operations';
import { HttpRoute } from '../resources/http-route';
import { MeshPort } from '../resources/mesh-port';
import { TcpRoute } from '../resources/tcp-route';
import { TlsRoute } from '../resources/tls-route';
import { VirtualServiceContent } from '../resources/virtual-service-content';
import { fromMesh } from '../traffic/way-in';

/** A host that goes through an egress gateway. */
export interface ChainOptions {
  readonly gateway: EgressGateway;
  readonly host: string;
  /** Namespace of the routes. */
  readonly namespace: IMeshNamespace;
  /** Port on which callers send requests. */
  readonly http?: MeshPort;
  /** Port on which callers speak TLS themselves. */
  readonly tls?: MeshPort;
  readonly callers?: ICaller[];
  /** What callers do with requests. */
  readonly traffic: ServiceTraffic;
  /** What the gateway does with requests. */
  readonly exitTraffic: ServiceTraffic;
  /** What the gateway does to requests. */
  readonly exitHeaders?: HeaderOperations;
}

/** The way of requests and connections from callers to an egress gateway, and from there to the host. */
export class EgressChain {
  private readonly subset: string;

  public constructor(private readonly owner: IConstruct, private readonly options: ChainOptions) {
    const { gateway, host, namespace, http, tls, callers } = options;
    const exit = { owner, host, namespace: namespace.namespaceName, http: http !== undefined, tls: tls !== undefined, callers };
    this.subset = gateway._addExit(exit);
  }

  /** The gateway as a destination: it sends on to the host. */
  public targetConfig(): RouteTargetConfig {
    const { gateway, host, http } = this.options;
    const { http: requests, https } = gateway._ports;
    return { host: gateway._host, subset: this.subset, port: http ? requests : https, authority: host };
  }

  /** Ports of the gateway that a route to the host may mean. */
  public get ports(): MeshPort[] {
    const { gateway, http } = this.options;
    const { http: requests, https } = gateway._ports;
    return [http ? MeshPort.http(requests) : MeshPort.tls(https)];
  }

  /** What callers do. */
  public toGateway(): VirtualServiceContent {
    const { gateway, host, http, tls, traffic } = this.options;
    const target = this.targetOn(this.targetConfig());
    const tlsTarget = this.targetOn({ host: gateway._host, subset: this.subset, port: gateway._ports.https });
    return {
      http: http ? this.requests(http, { target, traffic, ports: this.ports, splits: true }) : [],
      tcp: [],
      tls: tls ? [TlsRoute.to([{ sniHosts: [host], port: tls.port }], [{ target: tlsTarget }])] : [],
    };
  }

  /** What the gateway does. It has ended the mutual TLS of the mesh, so TLS of applications is just bytes to it. */
  public toHost(): VirtualServiceContent {
    const { gateway, host, http, tls, exitTraffic, exitHeaders } = this.options;
    const direct = (port: MeshPort) => this.targetOn({ host, port: port.port });
    return {
      http: http ? this.requests(http, { target: direct(http), traffic: exitTraffic, ports: [http], splits: true }, exitHeaders) : [],
      tcp: tls ? [TcpRoute.to([{ target: direct(tls) }], { matches: [{ port: gateway._ports.https }] })] : [],
      tls: [],
    };
  }

  /** Requests for the host have its name already. */
  private requests(port: MeshPort, routing: Routing, requestHeaders?: HeaderOperations): HttpRoute[] {
    return httpRoutes(this.owner, routing, port, [fromMesh(port.port, true)], [], { host: this.options.host, requestHeaders });
  }

  private targetOn(config: RouteTargetConfig): IRouteTarget {
    return { targetConfig: () => config, describeAction: () => this.options.host };
  }
}
