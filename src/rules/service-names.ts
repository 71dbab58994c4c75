import { perMesh } from './per-mesh';
import { groupBy } from '../model/group-by';
import { serviceOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { didYouMean } from '../report/did-you-mean';

/** Services of Kubernetes by their short name, over all namespaces. */
export const servicesByName = perMesh((mesh: Mesh) => groupBy(mesh.services.all.filter(({ kubernetes }) => kubernetes), ({ object }) => object.name));

const byNamespace = perMesh((mesh: Mesh) => groupBy(mesh.services.all.filter(({ kubernetes }) => kubernetes), ({ namespace }) => namespace));

/** What may be meant by the host of a service that is missing: the same name in another namespace, or else one like it in this. */
export function nearHosts(mesh: Mesh, host: string): string {
  const { name, namespace } = serviceOf(host)!;
  const elsewhere = servicesByName(mesh).get(name) ?? [];
  if (elsewhere.length > 0) return `; there is ${elsewhere.slice(0, 3).map(service => service.host).join(', ')}`;
  return didYouMean(name, (byNamespace(mesh).get(namespace) ?? []).map(({ object }) => object.name));
}
