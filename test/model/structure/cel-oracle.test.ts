import { holds } from './cel';
import { EDGES } from './edges';
import { casesIn, crdSchemas, FOLDERS } from './upstream';
import { CEL_RULES } from '../../../scripts/imports/cel';
import { structureOf, violationsOf } from '../../../src/model/structure';
import { checksOf } from '../../../src/model/structure/checks';

const SCHEMAS = crdSchemas();

/** One expression, and a value that it is about. */
interface Question {
  readonly expression: string;
  readonly self: unknown;
  readonly schema: any;
}

/** Every expression that an object is asked about. */
function questions(value: any, schema: any): Question[] {
  if (value === undefined || value === null || !schema) return [];
  const own = (schema['x-kubernetes-validations'] ?? []).map(({ rule }: any) => ({ expression: rule, self: value, schema }));
  if (Array.isArray(value)) return [...own, ...value.flatMap(item => questions(item, schema.items))];
  if (typeof value !== 'object') return own;
  return [...own, ...Object.entries(value).flatMap(([key, item]) => questions(item, schema.properties?.[key] ?? schema.additionalProperties))];
}

function ours({ expression, self }: Question): boolean {
  const [check] = checksOf('', [CEL_RULES[expression]], '');
  return check.holds(self);
}

function sayBoth(question: Question) {
  const { expression, self, schema } = question;
  return { expression, self, ours: ours(question), cel: holds(expression, self, schema) };
}

/** A check is for several expressions, and a value may have fields that one of them does not ask about. */
function fits(self: unknown, expression: string): boolean {
  return CEL_RULES[expression] !== 'common/one-attachment' || Object.keys(self as object).every(key => expression.includes(`self.${key})`));
}

/** The schema of the first node that has an expression. */
function schemaWith(expression: string, schema: any): any {
  if (typeof schema !== 'object' || schema === null) return undefined;
  if (schema['x-kubernetes-validations']?.some(({ rule }: any) => rule === expression)) return schema;
  return Object.values(schema).map(each => schemaWith(expression, each)).find(each => each);
}

// Where the Go modules or the corpus are not at hand, there is nothing to compare with; conformance needs them and says so.
const described = FOLDERS.length ? describe.each(FOLDERS) : describe.skip.each([['no cases at hand', '']]);

described('the cases of %s', (_, folder) => {
  const cases = casesIn(folder);

  test('are all decided as Istio says', () => {
    expect(cases.length).toBeGreaterThan(100);
    const decided = cases.map(({ title, json }) => ({ title, refused: violationsOf(json).length > 0 }));
    expect(decided).toEqual(cases.map(({ title, refusal }) => ({ title, refused: refusal !== undefined })));
  });

  (SCHEMAS ? test : test.skip)('have the same answer from a CEL library, expression by expression', () => {
    const answers = cases.flatMap(({ json }) => questions(structureOf(json).admitted, SCHEMAS!.get(json.kind))).map(sayBoth);
    expect(answers.length).toBeGreaterThan(250);
    expect(answers.filter(answer => answer.ours !== answer.cel)).toEqual([]);
  });
});

(SCHEMAS ? describe : describe.skip)('at its edges', () => {
  const all = Object.keys(CEL_RULES).map(expression => [CEL_RULES[expression], expression]);

  test.each(all)('%s has the answer of a CEL library: %s', (id, expression) => {
    const schema = [...SCHEMAS!.values()].map(each => schemaWith(expression, each)).find(each => each);
    expect(schema).toBeDefined();
    const answers = EDGES[id].filter(self => fits(self, expression)).map(self => sayBoth({ expression, self, schema }));
    expect(answers.filter(answer => answer.ours !== answer.cel)).toEqual([]);
    expect(new Set(answers.map(answer => answer.cel)).size).toBe(2);
  });
});
