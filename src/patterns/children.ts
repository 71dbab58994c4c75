import { Construct } from 'constructs';

/** Idempotent: a child that is there and is to be there stays as it is. */
export function exists(scope: Construct, id: string, wanted: boolean, make: () => void): void {
  const there = scope.node.tryFindChild(id) !== undefined;
  if (wanted && !there) make();
  if (!wanted && there) scope.node.tryRemoveChild(id);
}
