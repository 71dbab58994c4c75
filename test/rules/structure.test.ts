import { broken } from './broken';
import '../../src/rules';
import { CHECK_IDS } from '../../src/model/structure/checks';
import { KINDS } from '../../src/model/structure/violation';
import { toldKinds } from '../../src/rules/structural';

/** `rule at: problem; fix`, one a finding of the structure of objects. */
function said(text: string): string[] {
  return broken(text).map(({ rule, at, problem, fix }) => `${rule} at ${at}: ${problem}; ${fix}`);
}

test('a misplaced field is told with its place, once', () => {
  const text = `
kind: VirtualService
metadata: { name: reviews }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews }, timeout: 5s }] }] }
`;
  expect(broken(text).filter(({ severity }) => severity === 'error')).toEqual([{
    rule: 'common/unknown-field',
    severity: 'error',
    at: 'VirtualService default/reviews, spec.http[0].route[0].timeout',
    and: [],
    problem: 'spec.http[0].route[0] has no field "timeout"',
    fix: 'move it one level up: spec.http[0].timeout',
  }]);
});

describe('a key that a rule of an AuthorizationPolicy does not have', () => {
  const policy = (action: string, rules: string) =>
    `kind: AuthorizationPolicy\nmetadata: { name: a }\nspec: { selector: { matchLabels: { app: a } }, ${action && `action: ${action}, `}rules: [${rules}] }`;
  const FORM = '{ form: [{ source: { principals: [a/ns/b/sa/c] } }] }';
  const only = (text: string) => broken(text, { only: 'authz/misspelled-rule-key' }).map(({ at, problem, fix }) => `${at}: ${problem}; ${fix}`);

  test.each([
    ['', 'the rule allows every request'],
    ['ALLOW', 'the rule allows every request'],
    ['DENY', 'the rule denies every request'],
    ['AUDIT', 'the rule logs every request'],
  ])('action %j', (action, effect) => {
    expect(only(policy(action, FORM))).toEqual([
      `AuthorizationPolicy default/a, spec.rules[0].form: spec.rules[0] has no field "form"; without it ${effect}; write "from"`,
    ]);
  });

  test.each([
    ['too', '{ too: [{ operation: { paths: [/] } }] }', 'write "to"'],
    ['whne', '{ whne: [{ key: source.ip, values: [10.0.0.1] }] }', 'write "when"'],
    ['source', '{ source: { principals: [a] } }', 'move it to spec.rules[0].from[].source'],
    ['hosts', '{ hosts: [a] }', 'move it to spec.rules[0].to[].operation.hosts'],
  ])('%s', (key, rule, fix) => {
    expect(only(policy('', rule))).toEqual([
      `AuthorizationPolicy default/a, spec.rules[0].${key}: spec.rules[0] has no field "${key}"; without it the rule allows every request; ${fix}`,
    ]);
  });

  test('beside other conditions lets more through than was meant', () => {
    expect(only(policy('', '{ to: [{ operation: { methods: [GET] } }], whne: [] }'))).toEqual([
      'AuthorizationPolicy default/a, spec.rules[0].whne: spec.rules[0] has no field "whne"; without it the rule allows more than was meant; write "when"',
    ]);
  });

  test('is told by this rule alone', () => {
    expect(broken(policy('', FORM), { only: 'common' }).map(({ rule }) => rule)).toEqual([]);
  });

  test('deeper down is an unknown field like any other', () => {
    expect(
      broken(policy('', '{ from: [{ source: { principals: [cluster.local/ns/a/sa/b], namespcaes: [a] } }] }'), { only: 'common/unknown-field' }).map(
        ({ fix }) => fix,
      ),
    ).toEqual(['write "namespaces"']);
  });
});

test('what exists elsewhere is not reported', () => {
  expect(broken('kind: Namespace\nmetadata: { name: a }', { inventory: 'kind: DestinationRule\nspec: { hots: a }' })).toEqual([]);
});

test('a label of a Service that is no text is told, for Istio compares it', () => {
  expect(said('kind: Service\nmetadata: { name: a, labels: { version: 1 } }\nspec: { ports: [{ name: http, port: 80 }] }')).toEqual([
    'common/wrong-type at Service default/a, metadata.labels.version: metadata.labels.version is 1, a number, but has to be a string; put the value in quotes',
  ]);
});

describe('an expression for a long header', () => {
  const regex = (header: string, value: string) =>
    broken(
      `
kind: VirtualService
metadata: { name: a }
spec: { hosts: [a], http: [{ match: [{ headers: { ${header}: { regex: ${JSON.stringify(value)} } } }], route: [{ destination: { host: a } }] }, { route: [{ destination: { host: b } }] }] }
`,
      { only: 'common/regex-of-a-part' },
    ).map(({ at, problem, fix }) => `${at}: ${problem}; ${fix}`);

  test.each([
    ['user-agent', 'Chrome'],
    ['Cookie', 'user=jason'],
    ['user-agent', '^Chrome$'],
  ])('%s: %s is compared as a whole', (header, value) => {
    expect(regex(header, value)).toEqual([
      `VirtualService default/a, spec.http[0].match[0].headers.${header}.regex: ${header} is compared with ${JSON.stringify(value)} as a whole; write ".*${value.replace(/[$^]/g, '')}.*" for values that contain it, or exact where it is the whole value`,
    ]);
  });

  test.each([
    ['user-agent', '.*Chrome.*'],
    ['user-agent', 'curl/.*'],
    ['cookie', '^(.*?;)?(user=jason)(;.*)?$'],
    ['end-user', 'jason'],
    ['user-agent', 'a|b'],
  ])('%s: %s may be meant', (header, value) => {
    expect(regex(header, value)).toEqual([]);
  });
});

test('every way in which a schema can be broken has a rule', () => {
  expect([...toldKinds].sort()).toEqual([...KINDS, ...CHECK_IDS].sort());
});
