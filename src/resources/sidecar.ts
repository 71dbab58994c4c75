import { Construct } from 'constructs';
import { ConnectionLimits } from './connection-limits';
import { OutboundPolicy } from './outbound-policy';
import { SidecarContent } from './sidecar-content';
import { SidecarEgressListener } from './sidecar-egress-listener';
import { SidecarIngressListener } from './sidecar-ingress-listener';
import { renderIngressListener, requireIngressListener } from './sidecar-port';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { IstioResource, IstioResourceProps } from '../core/resource';
import { settingsOf } from '../core/scopes';


/** Properties for `Sidecar`. */
export interface SidecarProps extends IstioResourceProps {
  /**
   * Labels of the workloads that are meant. Of several Sidecars for a workload, or for a namespace, Istio takes the oldest.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-workload_selector
   * @default - every workload of the namespace without a Sidecar of its own; of the mesh, in its root namespace
   */
  readonly workloadSelector?: { [key: string]: string };
  /**
   * Where calls of the workload are taken, and which hosts are known there.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   * @default - the namespace's or the mesh's Sidecar, else everything
   */
  readonly egress?: SidecarEgressListener[];
  /**
   * Where calls for the workload are taken. With one of them, Istio makes no others.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-ingress
   * @default - the ports of the workload's services
   */
  readonly ingress?: SidecarIngressListener[];
  /**
   * What happens to calls for hosts that the proxy does not know.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-outbound_traffic_policy
   * @default - what the mesh says, which is OutboundPolicy.ALLOW_ANY unless it says otherwise
   */
  readonly outboundTrafficPolicy?: OutboundPolicy;
  /**
   * How much all callers together may have open at one workload.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-inbound_connection_pool
   * @default - what a DestinationRule for the service says
   */
  readonly inboundConnectionPool?: ConnectionLimits;
}

/**
 * What the sidecars of workloads take in and send out. It makes configuration smaller and dependencies visible; it is no access
 * control. In ambient mode it has no effect.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar
 */
export class Sidecar extends IstioResource {
  private readonly said: SidecarProps;
  private readonly _egress = new Array<SidecarEgressListener>();
  private readonly _ingress = new Array<SidecarIngressListener>();
  private produce?: () => SidecarContent;

  public constructor(scope: Construct, id: string, props: SidecarProps = {}) {
    super(scope, id, objectHead(l1.Sidecar, scope, id, props));
    this.said = props;
    if (props.workloadSelector) requireSelector(this, 'workloadSelector', props.workloadSelector);
    props.egress?.forEach(listener => this.addEgress(listener));
    props.ingress?.forEach(listener => this.addIngress(listener));
  }

  /** The outbound listeners so far, as a copy. */
  public get egress(): SidecarEgressListener[] {
    return [...this._egress];
  }

  /** The inbound listeners so far, as a copy. */
  public get ingress(): SidecarIngressListener[] {
    return [...this._ingress];
  }

  /**
   * Adds an outbound listener.
   * @param listener its port or socket must be new in this Sidecar
   */
  public addEgress(listener: SidecarEgressListener): void {
    requireOwn(this, this.produce);
    if (this._egress.some(other => other._place === listener._place)) {
      throw new UsageError(this, `egress has two listeners for ${listener._place}`, 'put the hosts of both into one');
    }
    // In the root namespace "." is the namespace of whatever proxy reads it.
    listener._requireDistinctHosts(this, this.namespace === settingsOf(this).rootNamespace ? undefined : this.namespace);
    this._egress.push(listener);
  }

  /**
   * Adds an inbound listener.
   * @param listener its port must be new in this Sidecar
   */
  public addIngress(listener: SidecarIngressListener): void {
    requireOwn(this, this.produce);
    requireIngressListener(this, listener);
    if (this._ingress.some(other => other.port.port === listener.port.port)) {
      throw new UsageError(this, `ingress has two listeners for port ${listener.port.port}`, 'leave one out');
    }
    this._ingress.push(listener);
  }

  /**
   * Lets a pattern write egress and outbound policy when the object is written, in place of what was given.
   * @internal
   */
  public _contentFrom(produce: () => SidecarContent): void {
    this.produce = produce;
  }

  /**
   * @internal
   */
  protected _spec(): l1.SidecarSpec {
    const { inboundConnectionPool, workloadSelector } = this.said;
    const { egress, outboundTrafficPolicy } = this.produce?.() ?? { egress: this._egress, outboundTrafficPolicy: this.said.outboundTrafficPolicy };
    if (egress.length === 0 && this._ingress.length === 0 && !outboundTrafficPolicy && !inboundConnectionPool) {
      throw new UsageError(this, 'the Sidecar says nothing, which Istio refuses', 'add egress or ingress, or give outboundTrafficPolicy or inboundConnectionPool');
    }
    return {
      workloadSelector: workloadSelector && { labels: { ...workloadSelector } },
      egress: renderEgress(egress),
      ingress: this._ingress.length > 0 ? this._ingress.map(renderIngressListener) : undefined,
      outboundTrafficPolicy: outboundTrafficPolicy && { mode: outboundTrafficPolicy as unknown as l1.SidecarSpecOutboundTrafficPolicyMode },
      inboundConnectionPool: inboundConnectionPool?._render() as l1.SidecarSpecInboundConnectionPool | undefined,
    };
  }
}

/** The listener for all other ports goes last: Istio refuses another order. */
function renderEgress(egress: SidecarEgressListener[]): l1.SidecarSpecEgress[] | undefined {
  const written = egress.map(listener => listener._render());
  return written.length > 0 ? [...written.filter(({ port }) => port), ...written.filter(({ port }) => !port)] : undefined;
}
