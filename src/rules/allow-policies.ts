import { AccessPolicy, accessPolicyOf } from './authorization';
import { Reached } from './policy-reach';
import { Mesh } from '../model/mesh';

/** The policies in force at some pods that let somebody in. */
export function allowPolicies(mesh: Mesh, { workload, namespace, labels }: Pick<Reached, 'workload' | 'namespace' | 'labels'>): AccessPolicy[] {
  const known = accessPolicyOf(mesh);
  const all = workload ? mesh.policies.authorization(workload) : mesh.policies.authorizationOf(namespace, labels);
  return all.map(each => known.get(each)!).filter(({ action, dryRun }) => action === 'ALLOW' && !dryRun);
}
