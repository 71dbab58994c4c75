import { ConstructOrder, IConstruct } from 'constructs';

/**
 * Has cdk8s walk through the constructs of an app once, until that ends. It asks for all of them again for each chart that it writes, which
 * takes longer than all else in an app of a thousand charts. By then nothing more joins the app.
 */
export function walkOnce({ node }: IConstruct): void {
  if (Object.hasOwn(node, 'findAll')) return;
  const walk = node.findAll;
  const all = node.findAll();
  node.findAll = order => order === ConstructOrder.POSTORDER ? walk.call(node, order) : all.slice();
}

/** Ends that. */
export function walkAfresh({ node }: IConstruct): void {
  Reflect.deleteProperty(node, 'findAll');
}
