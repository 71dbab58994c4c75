/**
 * How traffic comes to a listener.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode
 */
export enum CaptureMode {
  /** As the mesh does it. */
  DEFAULT = 'DEFAULT',
  /** Redirected by iptables. */
  IPTABLES = 'IPTABLES',
  /** Not at all: who wants to use the listener connects to it. */
  NONE = 'NONE',
}
