import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { IReleasable } from './mesh-service';
import { ServiceVersion } from './service-version';
import { UsageError } from '../core/errors';
import { requirePort } from '../core/require';
import { ConnectionLimits } from '../resources/connection-limits';
import { Ejection } from '../resources/ejection';
import { LoadBalancing } from '../resources/load-balancing';
import { Locality } from '../resources/locality';
import { RequestMatch } from '../resources/request-match';
import { Retries } from '../resources/retries';

/** Properties for `ServicePolicy`. At least one of them says something. */
export interface ServicePolicyProps {
  /**
   * Service that is called, or one of its versions. What is not said about a version is as for the service; timeout and retries are for
   * the service only.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly service: IReleasable;
  /**
   * Service port that all of it is for. What is not said about a port is as for all ports, and what a version says counts more.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-port_level_settings
   * @default - all ports
   */
  readonly port?: number;
  /**
   * Requests that timeout and retries are for: those that hold one of these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - all of them
   */
  readonly matching?: RequestMatch[];
  /**
   * Limit for a request with all its retries, at least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - none; Istio has no limit of its own
   */
  readonly timeout?: Duration;
  /**
   * When to try again. All tries must fit into the timeout: (attempts + 1) × `perTryTimeout`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - Istio's two retries before processing
   */
  readonly retries?: Retries;
  /**
   * How an endpoint is chosen.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-load_balancer
   * @default LoadBalancing.leastRequest()
   */
  readonly loadBalancing?: LoadBalancing;
  /**
   * When an endpoint is taken out.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-outlier_detection
   * @default - never
   */
  readonly ejection?: Ejection;
  /**
   * How much one proxy may have open.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   * @default - no limits
   */
  readonly limits?: ConnectionLimits;
  /**
   * Regions and zones. With failover it brings its own ejection, because without one nothing fails over.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-locality_lb_setting
   * @default - what the mesh says
   */
  readonly locality?: Locality;
}

/**
 * How callers treat a service: limits, retries, ejection, load balancing. For requests from the mesh and behind gateways.
 * @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/
 */
export class ServicePolicy extends Construct {
  public constructor(scope: Construct, id: string, props: ServicePolicyProps) {
    super(scope, id);
    const { service: of, port, matching, timeout, retries, loadBalancing, ejection, limits, locality } = props;
    if (port !== undefined) requirePort(this, 'port', port);
    this.requireSense(props);
    const requests = { timeout, retries };
    const endpoints = { loadBalancing, ejection, limits, locality };
    of.service._contribute(...[
      ...saysSomething(requests) ? [{ owner: this, matching: onPort(port, matching), ...requests }] : [],
      ...saysSomething(endpoints) ? [{ owner: this, port, version: versionOf(of), ...endpoints }] : [],
    ]);
  }

  private requireSense({ service: of, port, matching, timeout, retries, loadBalancing, ejection, limits, locality }: ServicePolicyProps): void {
    const said = Object.entries({ timeout, retries, matching }).find(([, value]) => value !== undefined)?.[0];
    if (said && versionOf(of) !== undefined) {
      throw new UsageError(this, `${said} is said for ${of.describeAction()}, one version`, 'say it for the service: a route has one timeout and one kind of retries, whichever version it leads to');
    }
    if (matching && timeout === undefined && retries === undefined) {
      throw new UsageError(this, 'matching is given, but neither timeout nor retries', 'give one of them; the rest holds for the whole service');
    }
    if (port !== undefined) of.service.onPort(port);
    if (said && of.service.ports.some(each => each.port === port && !each._isHttp)) {
      throw new UsageError(this, `${said} is said for port ${port}, which carries no HTTP`, 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
    }
    if (saysSomething({ timeout, retries, loadBalancing, ejection, limits, locality })) return;
    throw new UsageError(this, 'it says nothing about the traffic', 'give at least one of timeout, retries, loadBalancing, ejection, limits, locality');
  }
}

function saysSomething(fields: object): boolean {
  return Object.values(fields).some(value => value !== undefined);
}

/** Asking a version of a service for its destination would say that a route leads there. */
function versionOf(of: IReleasable): string | undefined {
  if (of instanceof ServiceVersion) return of.name;
  return of === of.service ? undefined : of.targetConfig().subset;
}

function onPort(port: number | undefined, matching: RequestMatch[] | undefined): RequestMatch[] | undefined {
  if (port === undefined) return matching;
  return (matching ?? [RequestMatch.all()]).map(match => RequestMatch.allOf(match, RequestMatch.port(port)));
}
