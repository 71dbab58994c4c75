import { IConstruct } from 'constructs';

/** The root of a tree. `node.root` makes a list of all scopes for it, each time. */
export function rootOf(construct: IConstruct): IConstruct {
  let root = construct;
  while (root.node.scope) root = root.node.scope;
  return root;
}
