import { Workload } from '../model/workloads';

/** Whether connections to a port reach the application past the sidecar, as the annotations of its pods ask for. */
export function isPastSidecar({ annotations }: Workload, port: number): boolean {
  const { 'traffic.sidecar.istio.io/excludeInboundPorts': excluded = '', 'traffic.sidecar.istio.io/includeInboundPorts': included } = annotations;
  return excluded.split(',').some(each => each.trim() === String(port)) || (included !== undefined && included.trim() !== '*');
}
