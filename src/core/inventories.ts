import { IConstruct } from 'constructs';
import { meshScopeOf, registryOf } from './scopes';

/** Objects that live elsewhere in the cluster, said for a scope. What they are only the checks know. */
interface Inventory {
  readonly scope: IConstruct;
  readonly objects: readonly unknown[];
}

const INVENTORIES = Symbol('inventories');

export function addInventory(scope: IConstruct, objects: readonly unknown[]): void {
  inventories(scope).push({ scope, objects });
}

/** What lives elsewhere in the mesh of a scope. A mesh that was set apart after an inventory was added for it keeps it. */
export function inventoryOf(mesh: IConstruct): readonly unknown[] {
  return inventories(mesh).filter(({ scope }) => meshScopeOf(scope) === mesh).flatMap(({ objects }) => objects);
}

function inventories(construct: IConstruct): Inventory[] {
  return registryOf<Inventory[]>(construct, INVENTORIES, () => []);
}
