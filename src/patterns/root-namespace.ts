import { IConstruct } from 'constructs';
import { PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { settingsOf } from '../core/scopes';

/** What is said for the whole root namespace is for every namespace of the mesh, which nobody meant who names a namespace. */
export function requireOneNamespace(where: IConstruct, namespace: string, fix: string): void {
  if (namespace !== settingsOf(where).rootNamespace) return;
  throw new UsageError(where, `${namespace} is the root namespace of the mesh, and what is said there is for every workload of the mesh`, fix);
}

/** The same for the target of a policy, which is one namespace, or some of its workloads. */
export function requireOneTarget(where: IConstruct, { namespace, selector, targetRef }: PolicyTargetConfig): void {
  if (!selector && !targetRef) requireOneNamespace(where, namespace, 'pass a service, a workload, another namespace, or a gateway');
}
