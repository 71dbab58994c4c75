/** What is known of a workload without its address: all that workloads of a group have in common. */
export interface WorkloadTemplate {
  /**
   * Ports of the workload by name of the service port, where they differ from the target ports of the service.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-ports
   * @default - the target ports of the service
   */
  readonly ports?: { [portName: string]: number };
  /**
   * Network the workload is in. Workloads of one network reach each other directly, others through a gateway.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-network
   * @default - the network of the proxies that call it
   */
  readonly network?: string;
  /**
   * Where the workload runs, as `region/zone/subzone`, for load balancing by locality.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-locality
   * @default - unknown
   */
  readonly locality?: string;
  /**
   * Share of requests compared with other endpoints, 1 or more. 2 gets twice as many as 1.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-weight
   * @default - all the same
   */
  readonly weight?: number;
  /**
   * Kubernetes service account that the workload's proxy has its certificate from, in the namespace of the object.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-service_account
   * @default - none; Istio reads that as `default` for a WorkloadGroup
   */
  readonly serviceAccount?: string;
}

/**
 * Something that serves requests: an address, and what is known of it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface ServiceEntryEndpoint extends WorkloadTemplate {
  /**
   * An IP address, a DNS name (for DNS resolution), or `unix:///path` for a socket beside the calling proxy. Without port.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-address
   * @default - the gateway of `network`, which is needed then
   */
  readonly address?: string;
  /**
   * Labels of the endpoint: subsets and selectors look at them.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-labels
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}
