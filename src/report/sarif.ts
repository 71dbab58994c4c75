import { createHash } from 'node:crypto';
import { counting } from './counting';
import { Report, ReportedFault, ReportedFinding, ReportedPlace } from './finding';
import { Severity } from './message';
import { fieldOf, objectOf } from './places';
import { rulePage, RulePage } from './rule-page';

const LEVELS: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', advice: 'note' };

/** A report as SARIF 2.1.0, which GitHub and other hosts show at the lines of a change. */
export function sarifText(report: Report): string {
  const ids = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk8s-istio', ...(report.version ? { semanticVersion: report.version } : {}), rules: ids.map(id => descriptor(id, report)) } },
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the folder in which the check ran' } } },
      invocations: [{ executionSuccessful: !report.unread?.length, toolExecutionNotifications: (report.unread ?? []).map(notification) }],
      columnKind: 'utf16CodeUnits',
      results: results(report.findings, ids),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(id: string, { rules = [], findings }: Report): object {
  const first = findings.find(({ rule }) => rule === id)!;
  const page: RulePage = rules.find(rule => rule.id === id) ?? { id, severity: first.severity, summary: id, why: first.why, sameAs: first.sameAs };
  return {
    id,
    name: id.split(/[/-]/).map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
    shortDescription: { text: page.summary },
    fullDescription: { text: page.why ?? page.summary },
    help: { text: rulePage(page), markdown: rulePage(page) },
    defaultConfiguration: { level: LEVELS[page.severity] },
    properties: { tags: ['istio', id.split('/')[0], ...(page.sameAs ?? [])] },
  };
}

function results(findings: ReportedFinding[], ids: string[]): object[] {
  const count = counting();
  return findings.map(finding => {
    const key = [finding.rule, finding.group, finding.kind, finding.namespace, finding.name, finding.field ?? '', finding.construct ?? ''].join('\n');
    return result(finding, ids.indexOf(finding.rule), `${createHash('sha256').update(key).digest('hex').slice(0, 32)}:${count(key)}`);
  });
}

function result(finding: ReportedFinding, ruleIndex: number, fingerprint: string): object {
  const { rule, severity, problem, why, fix, also } = finding;
  const text = [`${fieldOf(finding) ? `${fieldOf(finding)}: ` : ''}${problem}`, ...(why ? [`Why: ${why}`] : []), `Fix: ${fix}`].join('\n');
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text },
    locations: [location(finding)],
    ...(also.length > 0 ? { relatedLocations: also.map((other, id) => ({ id, message: { text: fieldOf(other) || (other.construct ?? '') }, ...location(other) })) } : {}),
    // Of what the finding is about, and not of its line, so that it stays the same finding when lines move.
    partialFingerprints: { 'cdk8sIstio/v1': fingerprint },
  };
}

function location(place: ReportedPlace): object {
  const { file, line, construct } = place;
  const names = [...(objectOf(place) ? [{ fullyQualifiedName: fieldOf(place), kind: 'object' }] : []), ...(construct === undefined ? [] : [{ fullyQualifiedName: construct, kind: 'object' }])];
  return { ...physicalOf(file, line, construct), ...(names.length > 0 ? { logicalLocations: names } : {}) };
}

/** GitHub refuses a report with a place that is in no file: the path of a construct takes the place of one. */
function physicalOf(file: string | undefined, line: number | undefined, construct: string | undefined): object {
  if (file !== undefined) return physical(file, line);
  if (construct === undefined) return {};
  const uri = construct.split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri, description: { text: 'path of a construct, and of no file' } }, region: { startLine: 1 } } };
}

function physical(file: string, line: number | undefined): object {
  return { physicalLocation: { artifactLocation: artifact(file), ...(line === undefined ? {} : { region: { startLine: line } }) } };
}

/** Relative to where the check ran, as hosts of repositories want it. */
function artifact(file: string): object {
  const path = file.replace(/\\/g, '/');
  const uri = path.replace(/^(\.\/)+/, '').split('/').map(encodeURIComponent).join('/');
  if (/^[a-zA-Z]:\//.test(path)) return { uri: `file:///${path.split('/').map(encodeURIComponent).join('/').replace('%3A', ':')}` };
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

function notification({ file, line, text }: ReportedFault): object {
  return { level: 'error', message: { text }, locations: [physical(file, line)] };
}
