import { IConstruct } from 'constructs';
import { registryOf } from './scopes';

const ALLOWANCES = Symbol('allowances');

/** Silences a rule for a construct and all below it. */
export function allow(scope: IConstruct, rule: string): void {
  const allowed = allowancesOf(scope);
  allowed.set(scope, (allowed.get(scope) ?? new Set<string>()).add(rule));
}

/** Whether a rule was allowed for a construct or for a scope it is in. */
export function isAllowed(construct: IConstruct, rule: string): boolean {
  const allowed = allowancesOf(construct);
  return allowed.size > 0 && construct.node.scopes.some(scope => allowed.get(scope)?.has(rule));
}

function allowancesOf(construct: IConstruct): Map<IConstruct, Set<string>> {
  return registryOf(construct, ALLOWANCES, () => new Map<IConstruct, Set<string>>());
}
