import { ruleFor } from './cel';
import { Crd, oneVersion, withoutProse } from './crd';

/** Expressions of CEL become `rules`; only their author's words for the failure are lost. */
const EXPRESSIONS = 'x-kubernetes-validations';

/** The schema of one kind, as it is written into `imports/schema`. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  /** The version whose schema it is; the others that are served have the same, but for what was added later. */
  readonly version: string;
  readonly servedVersions: string[];
  readonly schema: object;
}

/** Structure, enums, limits and the rules that stand for CEL; no texts. */
export function kindSchema(crd: Crd): KindSchema {
  const { group, names: { kind }, versions } = crd.spec;
  const [{ name, schema }] = oneVersion(crd).spec.versions;
  return {
    group,
    kind,
    version: name,
    servedVersions: versions.filter(({ served }) => served).map(version => version.name),
    schema: withRules(withoutProse(schema.openAPIV3Schema), kind) as object,
  };
}

/** Every CEL expression of one kind. */
export function expressionsOf(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => key === EXPRESSIONS ? rulesIn(value) : expressionsOf(value));
}

function withRules(node: unknown, place: string): unknown {
  if (Array.isArray(node)) return node.map((item, index) => withRules(item, `${place}[${index}]`));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => key === EXPRESSIONS
    ? ['rules', [...new Set(rulesIn(value).map(expression => ruleFor(expression, place)))]]
    : [key, withRules(value, key === 'properties' ? place : `${place}.${key}`)]));
}

function rulesIn(validations: { rule: string }[]): string[] {
  return validations.map(({ rule }) => rule);
}

/** Name of the file of a kind: `VirtualService` is in `virtual-service.json`. */
export function schemaFile(kind: string): string {
  return `${kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
}

/** The module that loads the schemas. A file is read when its kind is asked for, and tsc never looks inside. */
export function schemaIndex(kinds: string[]): string {
  const files = [...kinds].sort().map(kind => `  ${kind}: '${schemaFile(kind)}',`);
  return `// generated from the CRDs of Istio; run \`npm run imports\` instead of editing

/** A node of a schema as Kubernetes has them (OpenAPI v3); \`rules\` stands for the CEL expressions of the node. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: SchemaNode };
  readonly items?: SchemaNode;
  readonly rules?: string[];
  readonly [keyword: string]: unknown;
}

/** The schema of one kind. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly servedVersions: string[];
  readonly schema: SchemaNode;
}

const FILES: { readonly [kind: string]: string } = {
${files.join('\n')}
};

/** Kinds that have a schema. */
export const SCHEMA_KINDS = Object.keys(FILES);

/** The schema of a kind of Istio, read when it is asked for; none for other kinds. */
export function schemaOf(kind: string): KindSchema | undefined {
  return Object.hasOwn(FILES, kind) ? require(\`./\${FILES[kind]}\`) : undefined;
}
`;
}
