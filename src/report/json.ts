import { Report, ReportedFinding, ReportedPlace } from './finding';

/** A report for programs: `{"findings": [...], "objects": 12}`. What is not known is null; the path of a construct is there where constructs were checked. */
export function jsonText({ findings, objects }: Report): string {
  return `${JSON.stringify({ findings: findings.map(finding), objects }, undefined, 2)}\n`;
}

function finding(found: ReportedFinding): object {
  const { rule, severity, problem, why = null, fix, also, sameAs } = found;
  return { rule, severity, ...place(found), problem, why, fix, also: also.map(place), sameAs };
}

function place({ kind, namespace, name, file, line, field, construct }: ReportedPlace): object {
  return { kind, namespace, name, file: file ?? null, line: line ?? null, field: field ?? null, ...(construct === undefined ? {} : { construct }) };
}
