import { ConstructOrder, IConstruct } from 'constructs';

/**
 * Has cdk8s and the checks walk through the constructs of an app once, until that ends. cdk8s asks for all of them again for each chart that it
 * writes, which takes longer than all else in an app of a thousand charts. What joins the app in between is not found.
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

/** Has the next walk be a new one: what validations added is to be written. */
export function walkAgain(root: IConstruct): void {
  walkAfresh(root);
  walkOnce(root);
}

/** Ends that. */
export function walkAfresh({ node }: IConstruct): void {
  Reflect.deleteProperty(node, 'findAll');
}
