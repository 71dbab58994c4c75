import { counting } from './counting';
import { Report, ReportedFault, ReportedFinding } from './finding';
import { messageText } from './message';
import { fieldOf, whereOf } from './places';

/** Of several cases with one class and name GitLab shows only one. Lines are not part of a name, so that it stays the same while they move. */
type Name = (of: string, name: string) => string;

/**
 * A report as JUnit XML, which most CI systems show. Each finding is a test case that failed, so that a list of failed tests is the list of
 * what to change. Advice fails nothing. One case for all objects passes always.
 */
export function junitText({ findings, objects, unread = [] }: Report): string {
  const failures = findings.filter(({ severity }) => severity !== 'advice').length;
  const name = unique();
  const cases = [
    `    <testcase ${name('cdk8s-istio', `${objects} ${objects === 1 ? 'object was' : 'objects were'} checked`)}/>`,
    ...findings.map(finding => findingCase(finding, name)),
    ...unread.map(fault => faultCase(fault, name)),
  ];
  const counts = `tests="${cases.length}" failures="${failures}" errors="${unread.length}" time="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk8s-istio" ${counts}>`,
    `  <testsuite name="cdk8s-istio" ${counts} skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>\n',
  ].join('\n');
}

function unique(): Name {
  const count = counting();
  return (of, name) => {
    const times = count(`${of}\n${name}`);
    // Some readers show a case without a time as one of NaN milliseconds.
    return `classname="${escaped(of)}" name="${escaped(times === 1 ? name : `${name} (${times})`)}" time="0"`;
  };
}

function findingCase(finding: ReportedFinding, name: Name): string {
  const { severity, rule, problem, why, fix, also, file, line, construct } = finding;
  const place = file === undefined ? '' : ` file="${escaped(file)}"${line === undefined ? '' : ` line="${line}"`}`;
  const head = `    <testcase ${name(file ?? construct ?? '', [fieldOf(finding), rule].filter(Boolean).join(': '))}${place}>`;
  const where = [whereOf(finding), fieldOf(finding)].filter(Boolean).join(', ');
  const text = messageText({ severity, rule, problem, at: where, and: also.map(other => [fieldOf(other), whereOf(other)].filter(Boolean).join(', from ')), why, fix });
  const body = severity === 'advice'
    ? `      <system-out>${escaped(text)}</system-out>`
    : `      <failure type="${escaped(rule)}" message="${escaped(`${severity}: ${problem}`)}">${escaped(text)}</failure>`;
  return `${head}\n${body}\n    </testcase>`;
}

function faultCase({ file, line, text }: ReportedFault, name: Name): string {
  const message = escaped(text);
  return [
    `    <testcase ${name(file, 'can be read')}${line === undefined ? '' : ` line="${line}"`}>`,
    `      <error type="unreadable" message="${message}">${escaped(whereOf({ file, line }))}: ${message}</error>`,
    '    </testcase>',
  ].join('\n');
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

/** For elements and attributes. XML has no word at all for most control characters and for halves of surrogate pairs. */
function escaped(text: string): string {
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, character => ENTITIES[character]);
}
