import { Place, Rule } from './rule';
import { Reported } from './run';
import { ReportedFinding, ReportedPlace } from '../report/finding';

/** What is told, whether a rule found it or whoever read the file. */
interface Told extends Pick<Reported, 'severity' | 'problem' | 'fix'> {
  readonly rule: Pick<Rule, 'id' | 'why' | 'sameAs'>;
}

/**
 * A finding for reports.
 * @param at where it is; whoever reports it knows the construct or the line
 * @param also where the others are that take part
 */
export function plainFinding({ rule, severity, problem, fix }: Told, at: ReportedPlace, also: ReportedPlace[]): ReportedFinding {
  const { id, why, sameAs } = rule;
  return { ...at, rule: id, severity, problem, why, fix, also, sameAs };
}

/** A place for reports, as far as the object itself knows it. */
export function plainPlace({ object, field }: Place): ReportedPlace {
  const { group, kind, namespace, name, origin } = object;
  return { group, kind, namespace, name, field, file: origin.file };
}
