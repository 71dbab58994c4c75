import { perMesh } from './per-mesh';
import { serviceOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { VirtualServiceView } from '../model/virtual-services';

/** Clients of one kind that a VirtualService is used by. */
export interface Clients {
  /** As a message names them. */
  readonly text: string;
  readonly namespaces: string[];
}

const withWorkloads = perMesh((mesh: Mesh) => [...new Set(mesh.workloads.all.filter(({ proxy }) => proxy !== 'gateway').map(({ namespace }) => namespace))]);

/** Those that use the rules of a VirtualService for certain, as far as they are known. */
export function clientsOf(mesh: Mesh, view: VirtualServiceView): Clients[] {
  return mesh.virtualServices.rootsOf(view).flatMap(root => root.gateways.flatMap(({ key }) => {
    const namespaces = key === 'mesh' ? meshClients(mesh, root) : gatewayNamespaces(mesh, key);
    return namespaces.length > 0 ? [{ text: `clients in ${namespaces.join(', ')}`, namespaces }] : [];
  }));
}

/** Where the pods of a Gateway run, as far as they are known. */
export function gatewayNamespaces(mesh: Mesh, key: string): string[] {
  return [...new Set(mesh.gateways.find(key).flatMap(gateway => mesh.gateways.workloadsOf(gateway)).map(({ namespace }) => namespace))];
}

/** A VirtualService for all is at least for its own namespace, unless the workloads are known to be elsewhere. */
function meshClients(mesh: Mesh, { namespace, exportTo = [] }: VirtualServiceView): string[] {
  if (exportTo.length > 0 && !exportTo.includes('*')) return [...new Set(exportTo.filter(to => to !== '~').map(to => to === '.' ? namespace : to))];
  const known = withWorkloads(mesh);
  return known.length === 0 || known.includes(namespace) ? [namespace] : known;
}

/** Where the service of a host is. Nothing where that is not known. */
export function namespaceOfHost(mesh: Mesh, host: string): string | undefined {
  return mesh.services.byHost(host)[0]?.namespace ?? serviceOf(host)?.namespace;
}
