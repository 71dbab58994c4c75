import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, JsonPatch, Testing } from 'cdk8s';
import * as extensions from '../imports/extensions.istio.io';
import * as networking from '../imports/networking.istio.io';
import { SCHEMA_KINDS, SchemaNode, schemaOf } from '../imports/schema';
import * as security from '../imports/security.istio.io';
import * as telemetry from '../imports/telemetry.istio.io';
import { CEL_RULES, requireAllUsed, ruleFor } from '../scripts/imports/cel';
import { polish } from '../scripts/imports/classes';
import { Crd, CrdVersion, oneVersion, withoutProse } from '../scripts/imports/crd';
import { expressionsOf, kindSchema, schemaFile, schemaIndex } from '../scripts/imports/schema';

const IMPORTS = join(__dirname, '..', 'imports');
const SOURCES = readdirSync(IMPORTS).filter(file => file.endsWith('.ts')).map(file => [file, readFileSync(join(IMPORTS, file), 'utf8')] as const);
const KINDS = { ...extensions, ...networking, ...security, ...telemetry };
const CLASSES = Object.entries(KINDS).filter(([, member]) => typeof member === 'function' && 'GVK' in member) as unknown as [string, KindClass][];

type KindClass = typeof security.PeerAuthentication;

function version(name: string, rest: Partial<CrdVersion> = {}): CrdVersion {
  return { name, served: true, storage: false, schema: { openAPIV3Schema: {} }, ...rest };
}

function crd(kind: string, ...versions: CrdVersion[]): Crd {
  return { metadata: { name: kind.toLowerCase() }, spec: { group: 'networking.istio.io', names: { kind }, versions } };
}

describe('the version of a kind', () => {
  test('is v1 where that is served, even when another is stored', () => {
    const { versions } = oneVersion(crd('Telemetry', version('v1alpha1', { storage: true }), version('v1'))).spec;
    expect(versions).toEqual([version('v1', { storage: true })]);
  });

  test('is the stored one of those served where there is no v1', () => {
    const { versions } = oneVersion(crd('WasmPlugin', version('v1', { served: false }), version('v1alpha1'), version('v1beta1', { storage: true }))).spec;
    expect(versions.map(({ name }) => name)).toEqual(['v1beta1']);
  });

  test('fails when none is served', () => {
    expect(() => oneVersion(crd('Gone', version('v1', { served: false })))).toThrow('gone serves no version');
  });
});

describe('the schema', () => {
  const node = {
    'description': 'A text of Istio.',
    'type': 'object',
    'properties': {
      description: { description: 'Another.', type: 'string', maxLength: 10 },
      spec: { 'type': 'object', 'x-kubernetes-validations': [{ rule: 'self.size() == 0', message: 'a third' }, { rule: 'self != "*"', message: 'a fourth' }] },
    },
    'x-kubernetes-validations': [{ rule: 'self.all(key, key.size() != 0)', message: 'a fifth' }],
  };

  test('loses texts, and keeps a field that is called description', () => {
    expect(withoutProse({ ...node, 'enum': ['a'], 'x-kubernetes-validations': undefined })).toMatchObject({
      properties: { description: { type: 'string', maxLength: 10 } },
      enum: ['a'],
    });
    expect(JSON.stringify(withoutProse(node))).not.toMatch(/A text|Another/);
  });

  test('has the rules in place of the expressions', () => {
    const written = kindSchema(crd('Sidecar', version('v1beta1', { schema: { openAPIV3Schema: node } }), version('v1', { schema: { openAPIV3Schema: node } })));
    expect(written).toEqual({
      group: 'networking.istio.io',
      kind: 'Sidecar',
      version: 'v1',
      servedVersions: ['v1beta1', 'v1'],
      schema: {
        type: 'object',
        properties: {
          description: { type: 'string', maxLength: 10 },
          spec: { type: 'object', rules: ['common/targetref-kind', 'service-entry/hosts'] },
        },
        rules: ['common/selector-wildcards#empty-key'],
      },
    });
  });

  test('fails with kind, place and text of an expression that no rule is known for', () => {
    const unknown = { properties: { spec: { properties: { hosts: { items: { 'x-kubernetes-validations': [{ rule: 'self.size() <\n 3 && self != "x"' }] } } } } } };
    const write = () => kindSchema(crd('Sidecar', version('v1', { schema: { openAPIV3Schema: unknown } })));
    expect(write).toThrow('Sidecar.spec.hosts.items has a CEL expression that no rule is known for');
    expect(write).toThrow('add the expression to CEL_RULES in scripts/imports/cel.ts:\nself.size() <\n 3 && self != "x"');
  });

  test('takes a name of Object for an unknown expression', () => {
    expect(() => ruleFor('constructor', 'Sidecar')).toThrow('no rule is known for');
  });

  test('fails when a known expression is in no CRD any more', () => {
    const [gone, ...others] = Object.keys(CEL_RULES);
    expect(() => requireAllUsed(new Set(others))).toThrow(`no CRD has these CEL expressions any more; take them out of CEL_RULES in scripts/imports/cel.ts, and look at their rules:\n${gone}`);
    expect(() => requireAllUsed(new Set([gone, ...others]))).not.toThrow();
  });

  test('finds expressions at any depth', () => {
    expect(expressionsOf([node])).toEqual(['self.size() == 0', 'self != "*"', 'self.all(key, key.size() != 0)']);
  });

  test.each([['VirtualService', 'virtual-service.json'], ['Gateway', 'gateway.json']])('of %s is in %s', (kind, file) => {
    expect(schemaFile(kind)).toBe(file);
    expect(schemaIndex([kind])).toContain(`  ${kind}: '${file}',`);
  });
});

describe('the schemas of the pinned Istio', () => {
  /** All that a node may hold; texts would be `description`, `title`, `example` or `message`. */
  const KEYWORDS = [
    'additionalProperties', 'allOf', 'anyOf', 'enum', 'format', 'items', 'maxItems', 'maxLength', 'maxProperties', 'maximum', 'minItems', 'minLength',
    'minProperties', 'minimum', 'not', 'nullable', 'oneOf', 'pattern', 'properties', 'required', 'rules', 'type',
    'x-kubernetes-int-or-string', 'x-kubernetes-list-map-keys', 'x-kubernetes-list-type', 'x-kubernetes-preserve-unknown-fields',
  ];
  const nodes = SCHEMA_KINDS.flatMap(kind => nodesBelow(schemaOf(kind)!.schema));

  function nodesBelow(node: SchemaNode): SchemaNode[] {
    const below = Object.entries(node).flatMap(([key, value]) => key === 'properties' ? Object.values(value as object) : Array.isArray(value) ? value : [value]);
    return [node, ...below.filter(each => each !== null && typeof each === 'object').flatMap(each => nodesBelow(each as SchemaNode))];
  }

  test('are there for each class, with its API version', () => {
    expect(CLASSES).toHaveLength(15);
    const versions = SCHEMA_KINDS.map(kind => schemaOf(kind)!).map(schema => ({ apiVersion: `${schema.group}/${schema.version}`, kind: schema.kind }));
    expect(versions).toEqual(CLASSES.map(([, { GVK }]) => ({ ...GVK })).sort((a, b) => a.kind < b.kind ? -1 : 1));
    expect(schemaOf('Deployment')).toBeUndefined();
    expect(schemaOf('constructor')).toBeUndefined();
  });

  test('hold structure, enums, limits and rules, and no text', () => {
    expect(nodes.length).toBeGreaterThan(1500);
    expect([...new Set(nodes.flatMap(node => Object.keys(node)))].sort()).toEqual(KEYWORDS);
  });

  test('have a rule for each of the 36 expressions, and no other', () => {
    expect(Object.keys(CEL_RULES)).toHaveLength(36);
    expect([...new Set(nodes.flatMap(node => node.rules ?? []))].sort()).toEqual([...new Set(Object.values(CEL_RULES))].sort());
  });

  test('say what the API server says', () => {
    const { spec } = schemaOf('DestinationRule')!.schema.properties!;
    expect(spec.required).toEqual(['host']);
    expect(spec.properties!.subsets.items!.required).toEqual(['name']);
    expect(schemaOf('ServiceEntry')!.schema.properties!.spec.rules).toEqual([
      'service-entry/selector-xor-endpoints',
      'service-entry/cidr-address',
      'service-entry/resolution-none',
      'service-entry/resolution-dns',
    ]);
  });
});

describe('the classes of the pinned Istio', () => {
  /** What cdk8s and the generator say; a line of a CRD would be another one. */
  const OURS = [
    /^@(schema|see|param) \S+/, /^Istio \w+, as the API server takes it\.$/, /^Properties of \w+\.$/, /^Converts an object of type '\w+' to JSON representation\.$/,
    /^Returns the apiVersion and kind for "\w+"$/, /^Renders a Kubernetes manifest for "\w+"\.$/, /^Defines a "\w+" API object$/, /^Renders the object to Kubernetes JSON\.$/,
    /^This can be used to inline resource manifests inside other objects \(e\.g\. as templates\)\.$/,
    /^Applies a set of RFC-6902 JSON patches to the written object, also to fields that its schema does not know\.$/, /^$/,
  ];

  test.each(SOURCES)('of %s link to the reference of Istio', (_, source) => {
    const blocks = [...source.matchAll(/\/\*\*\n((?: \*.*\n)*?) \*\/\nexport (?:class|interface|enum) (\w+)/g)];
    expect(blocks).toHaveLength([...source.matchAll(/^export (class|interface|enum) /gm)].length);
    expect(blocks.filter(([, doc]) => !doc.includes(' * @see https://istio.io/latest/docs/reference/config/')).map(([, , name]) => name)).toEqual([]);
  });

  test.each(SOURCES)('of %s repeat no text of Istio', (_, source) => {
    const lines = [...source.matchAll(/^ *\*(?!\/) ?(.*)$/gm)].map(([, line]) => line.trim());
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter(line => !OURS.some(known => known.test(line)))).toEqual([]);
  });

  test.each(CLASSES)('%s takes patches of fields that its schema does not know', (_, kind) => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
    const object = new kind(chart, 'Object', { metadata: { name: 'patched' }, spec: {} });
    object.addJsonPatch(JsonPatch.add('/spec/notYetKnown', { list: [1] }), JsonPatch.add('/spec/notYetKnown/list/-', 2));
    object.addJsonPatch(JsonPatch.remove('/metadata/name'));
    const once = object.toJson();
    expect(once).toMatchObject({ ...kind.GVK, metadata: { namespace: 'shop' }, spec: { notYetKnown: { list: [1, 2] } } });
    expect(once.metadata).not.toHaveProperty('name');
    expect(object.toJson()).toEqual(once);
  });
});

describe('polish', () => {
  const source = (kind: string) => `export class ${kind} extends ApiObject {\n}\n`;

  test('fails for a kind without a page in the reference', () => {
    expect(() => polish(source('Novelty'))).toThrow('no reference page is known for Novelty; add it to scripts/imports/classes.ts');
  });

  test('fails when cdk8s generates something else', () => {
    expect(() => polish(source('Sidecar'))).toThrow('cdk8s import writes something else than expected; not found once:\n');
  });
});

// Objects of this library write the names of the schema themselves, in order, and leave these functions to raw L1.
test('the generated functions rename one field, and write fields in order', () => {
  const functions = SOURCES.flatMap(([, source]) => [...source.matchAll(/^export function toJson_\w+[^]*?const result = \{\n([^]*?)\n  \};/gm)]);
  const fields = functions.map(([, body]) => [...body.matchAll(/^ +'(\w+)': (.*),$/gm)]);
  const renamed = fields.flat().filter(([, name, value]) => !new RegExp(`\\bobj\\.${name}\\b`).test(value)).map(([, name]) => name);
  expect(functions.length).toBeGreaterThan(150);
  expect([...new Set(renamed)]).toEqual(['consecutive5xxErrors']);
  for (const names of fields.map(each => each.map(([, name]) => name))) expect(names).toEqual([...names].sort());
});
