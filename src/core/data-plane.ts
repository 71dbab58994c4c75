import { requireDnsLabel } from './require';

/** How the workloads of a namespace are part of the mesh. */
export class DataPlane {
  /** A sidecar beside each workload, injected by the default revision (`istio-injection: enabled`). */
  public static sidecar(): DataPlane {
    return new DataPlane('sidecar', { 'istio-injection': 'enabled' });
  }

  /**
   * A sidecar injected by a named control plane revision (`istio.io/rev`).
   * @param revision revision or tag, for example `1-31`
   */
  public static sidecarRevision(revision: string): DataPlane {
    requireDnsLabel('DataPlane.sidecarRevision', 'revision', revision);
    return new DataPlane('sidecar', { 'istio.io/rev': revision });
  }

  /** Node proxies (ztunnel), with waypoints for HTTP (`istio.io/dataplane-mode: ambient`). */
  public static ambient(): DataPlane {
    return new DataPlane('ambient', { 'istio.io/dataplane-mode': 'ambient' });
  }

  /** Not part of the mesh. */
  public static outside(): DataPlane {
    return new DataPlane('outside', {});
  }

  private constructor(private readonly mode: string, private readonly labels: { [key: string]: string }) {}

  /**
   * Whether a proxy beside each workload serves it.
   * @internal
   */
  public get _isSidecar(): boolean {
    return this.mode === 'sidecar';
  }

  /**
   * Whether node proxies serve the workloads.
   * @internal
   */
  public get _isAmbient(): boolean {
    return this.mode === 'ambient';
  }

  /**
   * Labels of the Namespace.
   * @internal
   */
  public get _labels(): { [key: string]: string } {
    return { ...this.labels };
  }
}
