import { Report, ReportedFinding } from '../../src/report/finding';
import { reportText } from '../../src/report/formats';
import { RulePage, rulePage } from '../../src/report/rule-page';

const FINDING: ReportedFinding = {
  rule: 'virtual-service/undefined-subset',
  severity: 'error',
  group: 'networking.istio.io',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'reviews',
  file: 'mesh/my routes.yaml',
  line: 12,
  field: 'spec.http[0].route[0].destination.subset',
  problem: 'reviews has no subset "v3" & <no> \u0000other',
  why: 'the proxy answers with HTTP 503',
  fix: 'add the subset',
  also: [{ group: 'networking.istio.io', kind: 'DestinationRule', namespace: 'shop', name: 'reviews', file: 'rules.yaml', line: 3, field: 'spec.subsets' }],
  sameAs: ['IST0101'],
};

/** As at synthesis: with constructs and without files. */
const OF_CONSTRUCT: ReportedFinding = {
  ...FINDING,
  severity: 'warning',
  file: undefined,
  line: undefined,
  construct: 'shop/Routes',
  also: [{ ...FINDING.also[0], file: undefined, line: undefined, construct: 'shop/Rules' }],
};

const REPORT: Report = { findings: [FINDING], objects: 2, version: '1.2.3' };

test('text is the frame of messages behind file and line', () => {
  expect(reportText({ ...REPORT, findings: [FINDING, OF_CONSTRUCT] }, 'text').replace(/\0/g, '')).toMatchInlineSnapshot(`
   "mesh/my routes.yaml:12: error[virtual-service/undefined-subset]: reviews has no subset "v3" & <no> other
       at:  VirtualService shop/reviews, spec.http[0].route[0].destination.subset
       and: DestinationRule shop/reviews, spec.subsets, from rules.yaml:3
       why: the proxy answers with HTTP 503
       fix: add the subset
       doc: cdk8s-istio explain virtual-service/undefined-subset

   [shop/Routes] warning[virtual-service/undefined-subset]: reviews has no subset "v3" & <no> other
       at:  VirtualService shop/reviews, spec.http[0].route[0].destination.subset
       and: DestinationRule shop/reviews, spec.subsets, from [shop/Rules]
       why: the proxy answers with HTTP 503
       fix: add the subset
       doc: cdk8s-istio explain virtual-service/undefined-subset

   1 error, 1 warning in 2 objects
   "
  `);
});

test.each([
  [{ findings: [], objects: 1 }, 'nothing found in 1 object\n'],
  [{ findings: [], objects: 0, unread: [{ file: 'a', text: 'x' }] }, 'nothing found in 0 objects; not everything could be read\n'],
])('text ends with a sum: %#', (report, expected) => {
  expect(reportText(report, 'text')).toBe(expected);
});

test('JSON has exactly the fields that are promised, and null for what is not known', () => {
  expect(JSON.parse(reportText(REPORT, 'json'))).toEqual({
    findings: [
      {
        rule: 'virtual-service/undefined-subset',
        severity: 'error',
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'reviews',
        file: 'mesh/my routes.yaml',
        line: 12,
        field: 'spec.http[0].route[0].destination.subset',
        problem: FINDING.problem,
        why: FINDING.why,
        fix: 'add the subset',
        also: [{ kind: 'DestinationRule', namespace: 'shop', name: 'reviews', file: 'rules.yaml', line: 3, field: 'spec.subsets' }],
        sameAs: ['IST0101'],
      },
    ],
    objects: 2,
  });
  const [finding] = JSON.parse(reportText({ findings: [{ ...OF_CONSTRUCT, field: undefined, why: undefined }], objects: 1 }, 'json')).findings;
  expect(finding).toMatchObject({ file: null, line: null, field: null, why: null, construct: 'shop/Routes' });
});

describe('SARIF', () => {
  const run = (report: Report) => JSON.parse(reportText(report, 'sarif')).runs[0];

  test('has file and line relative to where the check ran', () => {
    expect(run(REPORT).results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'mesh/my%20routes.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 12 },
    });
  });

  test.each([
    ['./a/b.yaml', { uri: 'a/b.yaml', uriBaseId: '%SRCROOT%' }],
    ['../b.yaml', { uri: '../b.yaml', uriBaseId: '%SRCROOT%' }],
    ['/a/b#c.yaml', { uri: 'file:///a/b%23c.yaml' }],
    ['a\\b.yaml', { uri: 'a/b.yaml', uriBaseId: '%SRCROOT%' }],
    ['C:\\a\\b.yaml', { uri: 'file:///C:/a/b.yaml' }],
  ])('writes %s as a URI', (file, expected) => {
    expect(run({ ...REPORT, findings: [{ ...FINDING, file }] }).results[0].locations[0].physicalLocation.artifactLocation).toEqual(expected);
  });

  test('describes each rule once', () => {
    const { tool, results } = run({ ...REPORT, findings: [FINDING, OF_CONSTRUCT, { ...FINDING, rule: 'a/b' }] });
    expect(tool.driver.rules.map(({ id }: any) => id)).toEqual(['a/b', 'virtual-service/undefined-subset']);
    expect(results.map(({ ruleIndex, level }: any) => [ruleIndex, level])).toEqual([
      [1, 'error'],
      [1, 'warning'],
      [0, 'error'],
    ]);
    expect(tool.driver.rules[1].help.markdown).toContain('**Why:** the proxy answers with HTTP 503.');
    expect(tool.driver).toMatchObject({ name: 'cdk8s-istio', semanticVersion: '1.2.3' });
  });

  test('knows a finding again when its line has moved, and tells two alike apart', () => {
    const prints = (findings: ReportedFinding[]) => run({ ...REPORT, findings }).results.map((each: any) => each.partialFingerprints['cdk8sIstio/v1']);
    expect(prints([{ ...FINDING, line: 99, problem: 'other words' }])).toEqual(prints([FINDING]));
    expect(prints([{ ...FINDING, name: 'ratings' }])).not.toEqual(prints([FINDING]));
    expect(new Set(prints([FINDING, FINDING])).size).toBe(2);
  });

  test('names constructs as logical locations, and in the place of a file, without which GitHub takes none of it', () => {
    const [location] = run({ ...REPORT, findings: [OF_CONSTRUCT] }).results[0].locations;
    expect(location.physicalLocation).toMatchObject({ artifactLocation: { uri: 'shop/Routes' }, region: { startLine: 1 } });
    expect(location.logicalLocations.map((each: any) => each.fullyQualifiedName)).toEqual([
      'VirtualService shop/reviews, spec.http[0].route[0].destination.subset',
      'shop/Routes',
    ]);
  });

  test('says what could not be read', () => {
    expect(run({ ...REPORT, unread: [{ file: 'a.yaml', line: 3, text: 'no YAML' }] }).invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'no YAML' } }],
    });
    expect(run(REPORT).invocations[0].executionSuccessful).toBe(true);
  });
});

describe('JUnit', () => {
  test('has a test case for each finding, escaped', () => {
    expect(reportText({ ...REPORT, findings: [FINDING], unread: [{ file: 'b.yaml', text: 'no "YAML"' }] }, 'junit')).toMatchInlineSnapshot(`
     "<?xml version="1.0" encoding="UTF-8"?>
     <testsuites name="cdk8s-istio" tests="3" failures="1" errors="1" time="0">
       <testsuite name="cdk8s-istio" tests="3" failures="1" errors="1" time="0" skipped="0">
         <testcase classname="cdk8s-istio" name="2 objects were checked" time="0"/>
         <testcase classname="mesh/my routes.yaml" name="VirtualService shop/reviews, spec.http[0].route[0].destination.subset: virtual-service/undefined-subset" time="0" file="mesh/my routes.yaml" line="12">
           <failure type="virtual-service/undefined-subset" message="error: reviews has no subset &quot;v3&quot; &amp; &lt;no&gt; �other">error[virtual-service/undefined-subset]: reviews has no subset &quot;v3&quot; &amp; &lt;no&gt; �other&#10;    at:  mesh/my routes.yaml:12, VirtualService shop/reviews, spec.http[0].route[0].destination.subset&#10;    and: DestinationRule shop/reviews, spec.subsets, from rules.yaml:3&#10;    why: the proxy answers with HTTP 503&#10;    fix: add the subset&#10;    doc: cdk8s-istio explain virtual-service/undefined-subset</failure>
         </testcase>
         <testcase classname="b.yaml" name="can be read" time="0">
           <error type="unreadable" message="no &quot;YAML&quot;">b.yaml: no &quot;YAML&quot;</error>
         </testcase>
       </testsuite>
     </testsuites>
     "
    `);
  });

  test('advice fails nothing', () => {
    const text = reportText({ ...REPORT, findings: [{ ...FINDING, severity: 'advice' }] }, 'junit');
    expect(text).toContain('tests="2" failures="0" errors="0"');
    expect(text).toContain('<system-out>advice[virtual-service/undefined-subset]');
    expect(text).not.toContain('<failure');
  });

  test('has no two cases of one class and name, of which GitLab would show one', () => {
    const fault = { file: 'b.yaml', line: 3, text: 'no YAML' };
    const text = reportText({ ...REPORT, findings: [FINDING, { ...FINDING, line: 20 }, { ...FINDING, field: 'spec.http[1]' }, OF_CONSTRUCT, OF_CONSTRUCT], unread: [fault, fault] }, 'junit');
    const names = [...text.matchAll(/<testcase (classname="[^"]*" name="[^"]*")/g)].map(([, name]) => name);
    expect(names).toHaveLength(8);
    expect(new Set(names).size).toBe(8);
    expect(names).toContain('classname="mesh/my routes.yaml" name="VirtualService shop/reviews, spec.http[0].route[0].destination.subset: virtual-service/undefined-subset (2)"');
    expect(names).toContain('classname="b.yaml" name="can be read (2)"');
  });

  test('holds nothing that XML cannot say', () => {
    const text = reportText({ ...REPORT, findings: [{ ...FINDING, problem: 'a\ud800b\u0001c\ufffe😀' }] }, 'junit');
    expect(text).toContain('a\ufffdb\ufffdc\ufffd😀');
  });
});

describe('the page of a rule', () => {
  const page = (only?: RulePage['only'], severity: RulePage['severity'] = 'error', id = 'a/b') => rulePage({ id, severity, summary: 'x', only });

  test('says where it is told, and how it is accepted there', () => {
    expect(page()).toContain('Error: synthesis fails, and `cdk8s-istio check` exits with 1.');
    expect(page()).toContain("Accept it for a part of an app with `Mesh.of(scope).allow('a/b', reason)`, or for one object with the annotation `galley.istio.io/analyze-suppress: a/b`.");
    expect(page(undefined, 'advice')).toContain('with `Mesh.of(scope).showAdvice()` or `cdk8s-istio check --advice`.');
  });

  test('says nothing of files where only constructs know it, nor of apps where only files show it', () => {
    expect(page('at synthesis')).toMatch(/Error: synthesis fails\.\n[^]*Accept it for a part of an app with `[^`]*`\.\n$/);
    expect(page('in files')).toMatch(/Error: `cdk8s-istio check` exits with 1\.\n[^]*Accept it for one object with the annotation `[^`]*`\.\n$/);
    expect(page('in files', 'advice')).toContain('with `cdk8s-istio check --advice`.');
  });

  test('says nothing of accepting what no rule is about', () => {
    expect(page(undefined, 'error', 'usage')).not.toContain('Accept');
  });
});

test('what a call was given wrong leads to no page', () => {
  const text = reportText({ findings: [{ ...OF_CONSTRUCT, rule: 'usage' }], objects: 1 }, 'text');
  expect(text).toContain('warning[usage]: ');
  expect(text).not.toContain('doc: ');
});

test('fails for a form that is none', () => {
  expect(() => reportText(REPORT, 'yaml')).toThrow('there is no report format yaml; there are text, json, sarif, junit');
  expect(() => reportText(REPORT, 'constructor')).toThrow('there is no report format constructor');
});
