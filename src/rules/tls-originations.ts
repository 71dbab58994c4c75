import { perMesh } from './per-mesh';
import { DestinationRuleView } from '../model/destination-rules';
import { HostIndex } from '../model/host-index';
import { Mesh } from '../model/mesh';
import { listOf, mapOf } from '../model/read';

/** Whether a traffic policy wraps what it sends in TLS towards a server without the mesh's certificates. */
export function originatesTls(policy: unknown): boolean {
  return ['SIMPLE', 'MUTUAL'].includes(mapOf(mapOf(policy).tls).mode);
}

/** DestinationRules that originate TLS for their host, on whatever port and for whatever subset. They are few. */
export const tlsOriginations = perMesh((mesh: Mesh): DestinationRuleView[] => mesh.destinationRules.all.filter(({ object }) => {
  const { trafficPolicy, subsets } = object.spec;
  return somewhere(trafficPolicy) || listOf(subsets).some(subset => somewhere(mapOf(subset).trafficPolicy));
}));

/** The same by their hosts. */
export const originatingHosts = perMesh((mesh: Mesh): HostIndex<DestinationRuleView> => {
  const index = new HostIndex<DestinationRuleView>();
  for (const view of tlsOriginations(mesh)) index.add(view.host, view);
  return index;
});

function somewhere(policy: unknown): boolean {
  return originatesTls(policy) || listOf(mapOf(policy).portLevelSettings).some(originatesTls);
}
