import { clientNamespaces } from './clients';
import { Mesh } from '../model/mesh';
import { VirtualServiceView } from '../model/virtual-services';
import { isExported } from '../model/visibility';

/** Whether the proxy of some workload may use both of two VirtualServices for a host: Sidecars may leave each namespace with its own. */
export function shareProxies(mesh: Mesh, one: VirtualServiceView, other: VirtualServiceView, host: string): boolean {
  const clients = new Set([one.namespace, other.namespace, ...named(one), ...named(other), ...clientNamespaces(mesh)]);
  return [...clients].some(client => isUsedIn(mesh, one, host, client) && isUsedIn(mesh, other, host, client));
}

function named({ exportTo = [] }: VirtualServiceView): string[] {
  return exportTo.filter(to => !['*', '.', '~'].includes(to));
}

/** What a VirtualService is for is imported with its own namespace, not with that of the service. */
function isUsedIn(mesh: Mesh, { exportTo, namespace }: VirtualServiceView, host: string, client: string): boolean {
  if (!isExported(exportTo, namespace, client)) return false;
  const sidecars = mesh.sidecars.ofNamespace(client);
  return sidecars.length === 0 || sidecars.some(sidecar => mesh.sidecars.imports(sidecar, client, host, namespace));
}
