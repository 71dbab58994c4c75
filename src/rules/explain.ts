import { allRules } from './folders';
import { NOTICES } from './notices';
import { REPEATED_KEY } from './repeated-key';
import { rulePage, RulePage } from '../report/rule-page';

/** All that can be explained, by id: rules, and what constructs report themselves. */
export function pages(): Map<string, RulePage> {
  const all: RulePage[] = [...allRules(), REPEATED_KEY, ...Object.entries(NOTICES).map(([id, text]): RulePage => ({ id, ...text, only: 'at synthesis' }))];
  return new Map(all.sort((a, b) => a.id < b.id ? -1 : 1).map(page => [page.id, page]));
}

/** The page of a rule. Nothing when there is none. */
export function explain(id: string): string | undefined {
  const page = pages().get(id);
  return page && rulePage(page);
}
