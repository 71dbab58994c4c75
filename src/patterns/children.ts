import { Construct } from 'constructs';

/** Idempotent: a child that is there and is to be there stays as it is. */
export function exists(scope: Construct, id: string, wanted: boolean, make: () => void): void {
  if (!wanted) scope.node.tryRemoveChild(id);
  else if (!scope.node.tryFindChild(id)) make();
}
