import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Filed, StatementIndex, Topic } from './statement-index';
import { UsageError } from '../core/errors';
import { addNotices, Notice } from '../core/notices';
import { meshScopeOf, registryOf } from '../core/scopes';

/** Something said that must not contradict what others of its kind say. */
export interface Statement {
  readonly owner: Construct;
  /** What it is about. Only what differs about one thing can contradict each other, so that nothing else is compared. */
  readonly topics: Topic[];
}

/** Why two of a kind cannot both be. */
export interface Conflict {
  readonly fact: string;
  readonly why: string;
  readonly fix: string;
}

/** What two of a kind are compared by, the later one first. */
type Compare<T> = (said: T, other: T) => Conflict | undefined;

/**
 * Two of a kind that contradict each other are refused within a chart. Charts may go to different clusters, so across charts it is
 * reported at synthesis.
 */
export function stateConsistently<T extends Statement>(rule: Notice['rule'], said: T, compare: Compare<T>): void {
  const index = registryOf(said.owner, Symbol.for(`cdk8s-istio ${rule}`), () => new StatementIndex<T>());
  const chart = Chart.of(said.owner);
  const near = index.near(said.topics);
  for (const other of near.filter(each => each.chart === chart)) {
    const conflict = compare(said, other.said);
    if (conflict) throw new UsageError(said.owner, conflict.fact, conflict.fix);
  }
  const others = near.filter(each => each.chart !== chart);
  index.add(said.topics, { said, chart });
  if (others.length) addNotices(said.owner, () => notices(rule, said, others, compare));
}

function notices<T extends Statement>(rule: Notice['rule'], said: T, others: Filed<T>[], compare: Compare<T>): Notice[] {
  const mesh = meshScopeOf(said.owner);
  return others.filter(other => meshScopeOf(other.said.owner) === mesh).flatMap(other => {
    const conflict = compare(said, other.said);
    return conflict ? [{ rule, severity: 'error' as const, problem: conflict.fact, why: conflict.why, fix: conflict.fix, and: [other.said.owner] }] : [];
  });
}
