import { IConstruct } from 'constructs';
import { registryOf } from './scopes';

/** How grave the user holds a rule to be; `off` where its findings are accepted. */
export type Verdict = 'error' | 'warning' | 'advice' | 'off';

const VERDICTS = Symbol('verdicts');
const ADVISED = Symbol('advised');

/** Says how grave a rule is for a construct and all below it. */
export function judge(scope: IConstruct, rule: string, verdict: Verdict): void {
  const verdicts = verdictsOf(scope);
  verdicts.set(scope, (verdicts.get(scope) ?? new Map<string, Verdict>()).set(rule, verdict));
}

/** What was said of a rule for a construct: the nearest scope decides. Nothing where nothing was said. */
export function verdictFor(construct: IConstruct, rule: string): Verdict | undefined {
  const verdicts = verdictsOf(construct);
  if (verdicts.size === 0) return undefined;
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
    const verdict = verdicts.get(scope)?.get(rule);
    if (verdict) return verdict;
  }
  return undefined;
}

/** Wants advice for a construct and all below it. */
export function advise(scope: IConstruct): void {
  advisedIn(scope).add(scope);
}

/** Whether advice is wanted for a construct. */
export function isAdvised(construct: IConstruct): boolean {
  const advised = advisedIn(construct);
  return advised.size > 0 && construct.node.scopes.some(scope => advised.has(scope));
}

/** Whether advice of a rule may be wanted somewhere in an app. Else it need not be worked out. */
export function mayAdvise(construct: IConstruct, rule: string): boolean {
  return advisedIn(construct).size > 0 || [...verdictsOf(construct).values()].some(verdicts => verdicts.has(rule));
}

function verdictsOf(construct: IConstruct): Map<IConstruct, Map<string, Verdict>> {
  return registryOf(construct, VERDICTS, () => new Map<IConstruct, Map<string, Verdict>>());
}

function advisedIn(construct: IConstruct): Set<IConstruct> {
  return registryOf(construct, ADVISED, () => new Set<IConstruct>());
}
