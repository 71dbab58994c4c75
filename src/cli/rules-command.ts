import { Terminal } from './terminal';
import { argumentsOf, WrongUse } from './usage';
import { didYouMean } from '../core/errors';
import { rulePage, RulePage } from '../report/rule-page';
import { pages } from '../rules/explain';

const MOST_ALIKE = 5;
const HELP = { help: { type: 'boolean', short: 'h' } } as const;

export const EXPLAIN_HELP = `cdk8s-istio explain ID

Prints what a rule is about, why, and a bad and a good example. ID is between the brackets of a message: virtual-service/undefined-subset.
`;

export const RULES_HELP = `cdk8s-istio rules

Lists all rules: severity, id and what is wrong.
`;

/** Runs `explain`. */
export function explain(args: string[], terminal: Terminal): number {
  const { values, positionals } = argumentsOf(args, HELP);
  if (values.help) {
    terminal.out(EXPLAIN_HELP);
    return 0;
  }
  if (positionals.length !== 1) throw new WrongUse('name one rule to explain; `cdk8s-istio rules` lists them');
  const known = pages();
  const page = known.get(positionals[0]);
  if (!page) throw new WrongUse(`there is no rule ${positionals[0]}${alike(positionals[0], known) || didYouMean(positionals[0], known.keys()) || '; `cdk8s-istio rules` lists them'}`);
  terminal.out(rulePage(page));
  return 0;
}

/** Rules that have this name in some folder, or this code in another tool. Istio has one code for whatever its webhook refuses. */
function alike(name: string, known: Map<string, RulePage>): string {
  const found = [...known.values()].filter(({ id, sameAs }) => id.endsWith(`/${name}`) || sameAs?.includes(name.toUpperCase())).map(({ id }) => id);
  return found.length === 0 || found.length > MOST_ALIKE ? '' : `; did you mean ${found.join(' or ')}?`;
}

/** Runs `rules`. */
export function rules(args: string[], terminal: Terminal): number {
  const { values, positionals } = argumentsOf(args, HELP);
  if (positionals.length > 0) throw new WrongUse(`rules takes no ${positionals[0]}; one rule is explained by \`cdk8s-istio explain ${positionals[0]}\``);
  if (values.help) terminal.out(RULES_HELP);
  else for (const { severity, id, summary } of pages().values()) terminal.out(`${severity.padEnd(8)} ${id}: ${summary}\n`);
  return 0;
}
