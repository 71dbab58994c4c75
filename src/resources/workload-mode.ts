/**
 * Which side of a call a proxy is on.
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadMode
 */
export enum WorkloadMode {
  /** Calls that the workload makes (outbound), and all calls through a gateway. */
  CLIENT = 'CLIENT',
  /** Calls that it answers (inbound). */
  SERVER = 'SERVER',
  /** Both. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
}
