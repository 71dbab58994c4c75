import { Check } from './violation';
import { SchemaNode } from '../../../imports/schema';

/** What a value has to be. The schema's own types, and two that it writes in other ways. */
export type NodeType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | 'any';

/** Smallest and largest size of a list, a text or an object, or of a number. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** A check with the id that its violations have. */
export interface NamedCheck extends Check {
  readonly id: string;
  /** The schema does not ask for it, but istiod's webhook does. */
  readonly webhook: boolean;
}

/** Finds the checks of a node by the ids in its schema and by its place in the kind: `spec.http[].timeout`. */
export type ChecksOf = (ids: readonly string[], place: string) => NamedCheck[];

const KNOWN = new Set([
  'type', 'properties', 'items', 'rules', 'additionalProperties', 'required', 'enum', 'nullable', 'pattern', 'format', 'oneOf', 'allOf', 'anyOf',
  'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties',
  'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-int-or-string', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys',
]);

/** What a text may be refused for. */
const LIMITING = ['enum', 'pattern', 'format', 'minLength', 'maxLength'];

/**
 * A node of a schema in the form that is fast to hold values against. What is in it is prepared when it is asked for: an object has few of the
 * fields that its schema knows.
 */
export class CheckNode {
  public readonly type: NodeType;
  /** Any text will do, or either boolean: nothing but the type is to be looked at. */
  public readonly plain: boolean;
  /** Of an object or a list: nothing but the type and what it holds is to be looked at. */
  public readonly bare: boolean;
  public readonly nullable: boolean;
  /** What any other field has to be: objects that are maps. */
  public readonly others?: CheckNode;
  /** Other fields are kept as they are. */
  public readonly open: boolean;
  public readonly required: readonly string[];
  /** Of each of these at most one field may be there. */
  public readonly exclusive: readonly (readonly string[])[];
  public readonly items?: CheckNode;
  /** Fields that together tell the items of a list apart. */
  public readonly keys?: readonly string[];
  public readonly values?: ReadonlySet<unknown>;
  public readonly limits?: Limits;
  public readonly pattern?: RegExp;
  public readonly format?: string;
  public readonly checks: readonly NamedCheck[];
  private known?: ReadonlyMap<string, CheckNode>;

  /** A keyword that nothing here looks at stops it: nothing would check it. */
  public constructor(private readonly schema: SchemaNode, private readonly place: string, private readonly checksOf: ChecksOf) {
    const strange = Object.keys(schema).find(keyword => !KNOWN.has(keyword));
    if (strange) throw new Error(`${place} has the keyword ${strange} of OpenAPI, which nothing checks; teach it to src/model/structure`);
    const { additionalProperties: others } = schema as { additionalProperties?: SchemaNode };
    this.type = typeOf(schema);
    this.checks = checksOf(schema.rules ?? [], place);
    this.required = (schema.required as string[] | undefined) ?? [];
    this.exclusive = exclusiveOf(schema, place);
    this.keys = schema['x-kubernetes-list-map-keys'] as string[] | undefined;
    this.limits = limitsOf(schema);
    this.plain = (this.type === 'string' || this.type === 'boolean') && this.checks.length === 0 && !LIMITING.some(keyword => schema[keyword] !== undefined);
    this.bare = this.checks.length + this.required.length + this.exclusive.length === 0 && !this.keys && !this.limits;
    this.nullable = schema.nullable === true;
    this.open = schema['x-kubernetes-preserve-unknown-fields'] === true;
    this.others = others && new CheckNode(others, `${place}.*`, checksOf);
    this.items = schema.items && new CheckNode(schema.items, `${place}[]`, checksOf);
    this.values = schema.enum === undefined ? undefined : new Set(schema.enum as unknown[]);
    this.pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern as string);
    this.format = schema.format as string | undefined;
  }

  /** Fields by name. */
  public get fields(): ReadonlyMap<string, CheckNode> | undefined {
    return this.schema.properties && (this.known ??= this.prepared(this.schema.properties));
  }

  private prepared(properties: { readonly [name: string]: SchemaNode }): ReadonlyMap<string, CheckNode> {
    return new Map(Object.entries(properties).map(([name, field]) => [name, new CheckNode(field, this.pathOf(name), this.checksOf)]));
  }

  private pathOf(field: string): string {
    return this.place ? `${this.place}.${field}` : field;
  }
}

function typeOf(schema: SchemaNode): NodeType {
  if (schema['x-kubernetes-int-or-string'] === true) return 'int-or-string';
  return (schema.type as NodeType | undefined) ?? 'any';
}

const BOUNDS: { readonly [type: string]: readonly [string, string] } = {
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  string: ['minLength', 'maxLength'],
  array: ['minItems', 'maxItems'],
  object: ['minProperties', 'maxProperties'],
};

function limitsOf(schema: SchemaNode): Limits | undefined {
  const [low, high] = BOUNDS[schema.type ?? ''] ?? [];
  const int32 = schema.format === 'int32';
  const min = schema[low] as number | undefined ?? (int32 ? -(2 ** 31) : undefined);
  const max = schema[high] as number | undefined ?? (int32 ? 2 ** 31 - 1 : undefined);
  return min === undefined && max === undefined ? undefined : { min: min ?? -Infinity, max: max ?? Infinity };
}

/** The one form in which Istio's CRDs say "at most one of": none of them, or just one. */
function exclusiveOf(schema: SchemaNode, place: string): string[][] {
  if (schema['x-kubernetes-int-or-string'] === true) return [];
  if (schema.anyOf) throw new Error(`${place} has an anyOf that nothing checks; teach it to src/model/structure`);
  return [schema, ...((schema.allOf as SchemaNode[] | undefined) ?? [])].flatMap(each => each.oneOf ? [namesOf(each.oneOf as any[], place)] : []);
}

function namesOf(oneOf: any[], place: string): string[] {
  const names = oneOf.slice(1).map(each => each.required[0] as string);
  const form = [{ not: { anyOf: names.map(name => ({ required: [name] })) } }, ...names.map(name => ({ required: [name] }))];
  if (JSON.stringify(oneOf) !== JSON.stringify(form)) throw new Error(`${place} has a oneOf of a form that nothing checks; teach it to src/model/structure`);
  return names;
}
