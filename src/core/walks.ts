import { ConstructOrder, IConstruct } from 'constructs';

/**
 * Has cdk8s walk through the constructs of an app once, until that ends. It asks for all of them again for each chart that it writes, which
 * takes longer than all else in an app of a thousand charts. What joins the app after the walk is not found from its root; a chart finds what is
 * in it.
 */
export function walkOnce({ node }: IConstruct): void {
  if (Object.hasOwn(node, 'findAll')) return;
  const walk = node.findAll;
  let all: IConstruct[] | undefined;
  node.findAll = order => {
    if (order === ConstructOrder.POSTORDER) return walk.call(node, order);
    all ??= walk.call(node);
    return all.slice();
  };
}

/** Ends that. */
export function walkAfresh({ node }: IConstruct): void {
  Reflect.deleteProperty(node, 'findAll');
}
