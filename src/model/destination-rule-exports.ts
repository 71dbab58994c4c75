import { DestinationRuleView } from './destination-rules';
import { textsOf } from './read';

/** To whom a DestinationRule is exported, as Istio compares it: by what is written, whatever it comes to. */
interface Exports {
  readonly names: string[];
  readonly text: string;
}

const known = new WeakMap<DestinationRuleView, Exports>();

function exportsOf(view: DestinationRuleView): Exports {
  let found = known.get(view);
  if (!found) {
    // One for some clients is private, whatever it says.
    const names = view.selector ? ['.'] : [...new Set(textsOf(view.object.spec.exportTo))].sort();
    known.set(view, found = { names, text: names.join() });
  }
  return found;
}

/** The same for two that are exported alike. */
export function exportText(view: DestinationRuleView): string {
  return exportsOf(view).text;
}

/** Whether one is exported to all that another names, and to more. */
export function isWider(wide: DestinationRuleView, narrow: DestinationRuleView): boolean {
  const [all, some] = [exportsOf(wide).names, exportsOf(narrow).names];
  return some.length > 0 && some.length < all.length && some.every(name => all.includes(name));
}
