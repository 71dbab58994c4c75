import { Report, ReportedFinding, ReportedPlace } from './finding';
import { messageText } from './message';
import { fieldOf, whereOf } from './places';

/** A report for people: every finding as synthesis prints it, with file and line where it has them, and a sum at the end. */
export function plainText(report: Report): string {
  return [...report.findings.map(withPlace), sumOf(report)].map(text => `${text}\n`).join('\n');
}

/** A finding behind its file and line, or the path of its construct. */
function withPlace(finding: ReportedFinding): string {
  return `${whereOf(finding)}${finding.file === undefined ? ' ' : ': '}${findingText(finding)}`;
}

/** A finding as synthesis prints it, where the path of the construct goes before it. */
export function findingText(finding: ReportedFinding): string {
  const { severity, rule, problem, why, fix, also } = finding;
  return messageText({ severity, rule, problem, at: fieldOf(finding) || undefined, and: also.map(alsoText), why, fix });
}

function alsoText(place: ReportedPlace): string {
  return [fieldOf(place), whereOf(place)].filter(Boolean).join(', from ');
}

function sumOf({ findings, objects, unread = [] }: Report): string {
  const counts = (['error', 'warning', 'advice'] as const)
    .map(severity => ({ severity, count: findings.filter(each => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => severity === 'advice' ? `${count} of advice` : counted(count, severity));
  const found = counts.length > 0 ? counts.join(', ') : 'nothing found';
  return `${found} in ${counted(objects, 'object')}${unread.length > 0 ? '; not everything could be read' : ''}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
