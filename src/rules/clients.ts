import { gatewaysOfMatch } from './gateway-names';
import { perMesh } from './per-mesh';
import { serviceOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { listOf, mapOf } from '../model/read';
import { Target } from '../model/targets';
import { VirtualServiceView } from '../model/virtual-services';
import { isExported } from '../model/visibility';

/** Clients of one kind that a VirtualService is used by. */
export interface Clients {
  /** As a message names them. */
  readonly text: string;
  readonly namespaces: string[];
}

/** Namespaces with workloads that are known and may be clients: gateways have routes of their own, and what has no proxy uses none. */
export const clientNamespaces = perMesh((mesh: Mesh) => [...new Set(mesh.workloads.all.filter(({ proxy }) => proxy !== 'gateway' && proxy !== 'none').map(({ namespace }) => namespace))]);

/** Those that a route leads there for certain, as far as they are known. */
export function clientsOf(mesh: Mesh, target: Target): Clients[] {
  return leadingThere(mesh, target).flatMap(({ key, root }) => {
    const namespaces = key === 'mesh' ? meshClients(mesh, root).filter(client => takesRule(mesh, target, client)) : gatewayNamespaces(mesh, key);
    return namespaces.length > 0 ? [{ text: `clients in ${namespaces.join(', ')}`, namespaces }] : [];
  });
}

/** The Gateways, or `mesh`, whose proxies a route leads there for certain. */
export function leadingThere(mesh: Mesh, { view, matches }: Target): Array<{ readonly key: string; readonly root: VirtualServiceView }> {
  return mesh.virtualServices.rootsOf(view).flatMap(root => root.gateways
    .filter(({ key }) => matchesAt(key, view, matches) && (root === view || delegatesAt(key, root)))
    .map(({ key }) => ({ key, root })));
}

/** Whether some match is for the proxies of a gateway, or of the mesh. */
function matchesAt(key: string, { namespace }: VirtualServiceView, matches: any[]): boolean {
  return matches.length === 0 || matches.some(match => {
    const keys = gatewaysOfMatch(match, namespace);
    return keys.length === 0 || keys.includes(key);
  });
}

/** Whether every rule that delegates does so there. */
function delegatesAt(key: string, root: VirtualServiceView): boolean {
  const rules = listOf(root.object.spec.http).map(mapOf).filter(({ delegate }) => delegate);
  return rules.every(({ match }) => matchesAt(key, root, listOf(match).map(mapOf)));
}

/** Where the pods of a Gateway run, as far as they are known. */
export function gatewayNamespaces(mesh: Mesh, key: string): string[] {
  return [...new Set(mesh.gateways.find(key).flatMap(gateway => mesh.gateways.workloadsOf(gateway)).map(({ namespace }) => namespace))];
}

/** Rules for connections are those of the services that a client sees; rules for requests go by the name that it asks for. */
function takesRule(mesh: Mesh, { role, view }: Target, client: string): boolean {
  if (role !== 'tls' && role !== 'tcp') return true;
  const services = view.hosts.flatMap(({ host }) => [...mesh.services.covering(host), ...mesh.services.within(host)]);
  return services.length === 0 || services.some(({ exportTo, namespace }) => isExported(exportTo, namespace, client));
}

/** A VirtualService for all is at least for its own namespace, unless the workloads are known to be elsewhere. */
function meshClients(mesh: Mesh, { namespace, exportTo = [] }: VirtualServiceView): string[] {
  if (exportTo.length > 0 && !exportTo.includes('*')) return [...new Set(exportTo.filter(to => to !== '~').map(to => to === '.' ? namespace : to))];
  const known = clientNamespaces(mesh);
  // What is written in the root namespace is for clients elsewhere.
  if (namespace === mesh.settings.rootNamespace) return known.filter(each => each !== namespace);
  return known.length === 0 || known.includes(namespace) ? [namespace] : known;
}

/** Where the service of a host is. Nothing where that is not known. */
export function namespaceOfHost(mesh: Mesh, host: string): string | undefined {
  return mesh.services.byHost(host)[0]?.namespace ?? serviceOf(host)?.namespace;
}
