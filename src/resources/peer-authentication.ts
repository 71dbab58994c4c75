import { Construct } from 'constructs';
import { Attachment } from './attachment';
import { MtlsMode } from './mtls-mode';
import * as l1 from '../../imports/security.istio.io';
import { quoted, UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requirePort } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';
import { settingsOf } from '../core/scopes';


/** One port of a workload that takes something else. */
export interface PortMtls {
  /**
   * Port that the container listens on, not the one of the Service.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-port_level_mtls
   */
  readonly port: number;
  /**
   * What it takes.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-mode
   */
  readonly mode: MtlsMode;
}

/** Properties for `PeerAuthentication`. */
export interface PeerAuthenticationProps extends IstioResourceProps {
  /**
   * What is taken from callers. Always written out.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-mtls
   */
  readonly mode: MtlsMode;
  /**
   * For whom: `Attachment.workloads`, `Attachment.workload` or `Attachment.namespace`. It has no targets.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-selector
   * @default Attachment.namespace() - every workload of the namespace; in the root namespace, of the mesh
   */
  readonly attachTo?: Attachment;
  /**
   * Ports that take something else. Only for selected workloads.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-port_level_mtls
   * @default - none
   */
  readonly portModes?: PortMtls[];
}

/**
 * Whether workloads take mutual TLS, plain text or both. The narrowest says it: port, workload, namespace, mesh. Where nobody does, both
 * are taken. Of several for one scope the oldest counts, so write one.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication
 */
export class PeerAuthentication extends IstioResource {
  private readonly mode: MtlsMode;
  private readonly attachTo: Attachment;
  private readonly _portModes = new Array<PortMtls>();

  public constructor(scope: Construct, id: string, props: PeerAuthenticationProps) {
    super(scope, id, objectHead(l1.PeerAuthentication, scope, id, props));
    this.mode = props.mode;
    this.attachTo = props.attachTo ?? Attachment.namespace();
    if (this.attachTo._hasTargets) {
      throw new UsageError(this, 'attachTo has targets, and a PeerAuthentication has none', 'use Attachment.workloads, or Attachment.namespace()');
    }
    props.portModes?.forEach(port => this.addPortMode(port));
  }

  /** The ports that take something else so far, as a copy. */
  public get portModes(): PortMtls[] {
    return [...this._portModes];
  }

  /**
   * Adds a port that takes something else.
   * @param portMode the port must be new here
   */
  public addPortMode(portMode: PortMtls): void {
    const { port } = portMode;
    requirePort(this, 'port', port);
    if (!this.attachTo._selects) {
      throw new UsageError(this, `portModes has port ${port}, and no workloads are selected`, 'select them with attachTo: Attachment.workloads({ … }); Istio knows ports of workloads only');
    }
    if (this._portModes.some(other => other.port === port)) throw new UsageError(this, `portModes has port ${port} twice`, 'leave one out');
    this._portModes.push(portMode);
  }

  /**
   * @internal
   */
  protected _spec(): l1.PeerAuthenticationSpec {
    if (this.attachTo._selects && this.namespace === settingsOf(this).rootNamespace) {
      throw new UsageError(this, `it selects workloads in the root namespace ${quoted(this.namespace)}, and Istio ignores it there`, 'put it into the namespace of the workloads, or leave attachTo out');
    }
    const { selector } = this.attachTo._render(this);
    const portLevelMtls: { [port: string]: l1.PeerAuthenticationSpecPortLevelMtls } = {};
    for (const { port, mode } of this._portModes) portLevelMtls[port] = { mode: mode as unknown as l1.PeerAuthenticationSpecPortLevelMtlsMode };
    return {
      mtls: { mode: this.mode as unknown as l1.PeerAuthenticationSpecMtlsMode },
      portLevelMtls: this._portModes.length ? portLevelMtls : undefined,
      selector,
    };
  }
}
