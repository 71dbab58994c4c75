import { ConstructOrder, IConstruct } from 'constructs';

/**
 * Has cdk8s and the checks walk through the constructs of an app once, until that ends: for one synthesis. cdk8s asks for all of them again for
 * each chart that it writes, which takes longer than all else in an app of a thousand charts. Nothing is to join the app any more; should a
 * chart be put into it, it is found.
 */
export function walkOnce({ node }: IConstruct): void {
  if (Object.hasOwn(node, 'findAll')) return;
  const walk = node.findAll;
  let all: IConstruct[] = [];
  let children = -1;
  node.findAll = order => {
    if (order === ConstructOrder.POSTORDER) return walk.call(node, order);
    if (node.children.length !== children) {
      children = node.children.length;
      all = walk.call(node);
    }
    return all.slice();
  };
}

/** Ends that. */
export function walkAfresh({ node }: IConstruct): void {
  Reflect.deleteProperty(node, 'findAll');
}
