import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const ASSEMBLY = join(ROOT, '.jsii');

interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly default?: string; readonly see?: string };
}

interface Member extends Documented {
  readonly optional?: boolean;
  readonly type?: object;
  readonly parameters?: Member[];
  readonly returns?: { readonly type: object };
  /** On the class itself; jsii writes it for methods and properties alike. */
  readonly static?: boolean;
}

interface Type extends Documented {
  readonly fqn: string;
  readonly kind: 'class' | 'interface' | 'enum';
  /** The submodule; none for what users are meant to use. */
  readonly namespace?: string;
  /** A struct. */
  readonly datatype?: boolean;
  readonly initializer?: { readonly parameters?: Member[] };
  readonly properties?: Member[];
  readonly methods?: Member[];
  readonly members?: Documented[];
}

/** What all languages see, as the compile step before the tests wrote it. */
function assembly(): Type[] {
  if (!existsSync(ASSEMBLY)) throw new Error('there is no .jsii; run `npm run compile` first, as `npm test` does');
  return Object.values(JSON.parse(readFileSync(ASSEMBLY, 'utf8')).types);
}

const TYPES = assembly();
const PUBLIC = TYPES.filter(type => !type.namespace);

/** Every prop of every struct, as `Struct.prop`. */
const PROPS = PUBLIC.filter(({ datatype }) => datatype).flatMap(type => (type.properties ?? []).map(property => ({ ...property, name: `${type.name}.${property.name}` })));

/** Props that are about nothing that Istio or Kubernetes has a page for, and why. */
const WITHOUT_LINK: { readonly [prop: string]: string } = {
  'TrafficContribution.owner': 'a construct of the app, for messages only',
};

/** Every place in a type where another one is written: what a member is, takes and returns. */
function places(type: Type): (readonly [place: string, type: object | undefined])[] {
  const parameters = (of: string, list: Member[] = []) => list.map(parameter => [`${type.name}.${of}(${parameter.name})`, parameter.type] as const);
  return [
    ...parameters('constructor', type.initializer?.parameters),
    ...(type.properties ?? []).map(property => [`${type.name}.${property.name}`, property.type] as const),
    ...(type.methods ?? []).flatMap(method => [[`${type.name}.${method.name}`, method.returns?.type] as const, ...parameters(method.name, method.parameters)]),
  ];
}

/** Places whose type holds something, at whatever depth. */
function placesWith(holds: (key: string, value: unknown) => boolean, types = PUBLIC): string[] {
  const found = (node: unknown): boolean => node !== null && typeof node === 'object' && Object.entries(node).some(([key, value]) => holds(key, value) || found(value));
  return types.flatMap(places).filter(([, type]) => found(type)).map(([place]) => place);
}

function membersOf(type: Type): Documented[] {
  return [...type.properties ?? [], ...type.methods ?? [], ...type.members ?? []];
}

/** The files whose content `src/index.ts` exports at the top. */
function exportedFiles(): string[] {
  const index = readFileSync(join(ROOT, 'src', 'index.ts'), 'utf8');
  return [...index.matchAll(/^export \* from '\.\/(.+)';$/gm)].map(([, path]) => existsSync(join(ROOT, 'src', `${path}.ts`)) ? `src/${path}.ts` : `src/${path}/index.ts`);
}

interface Export {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

/** What a file exports and does not mark as internal. */
function exportsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): Export[] {
  return [...text.matchAll(/((?:^\/\*\*(?:(?!\*\/)[^])*\*\/\n)?)^export (?:declare |default |abstract |async )*(\*|\{|[a-z]+) ?(\w*)/gm)]
    .filter(([, doc]) => !doc.includes('@internal'))
    .map(([, , kind, name]) => ({ file, kind, name }));
}

test('the assembly holds the API', () => {
  expect(PUBLIC.length).toBeGreaterThan(150);
  expect(PUBLIC.map(({ name }) => name)).toEqual(expect.arrayContaining(['CanaryRelease', 'IstioResource', 'MeshService', 'MtlsMode', 'VirtualServiceProps']));
  expect(new Set(TYPES.map(({ namespace }) => namespace))).toEqual(new Set([undefined, 'extensions', 'networking', 'security', 'telemetryApi']));
});

test('only an override takes any value', () => {
  expect(placesWith((key, value) => key === 'primitive' && (value === 'any' || value === 'json'))).toEqual(['IstioResource.override(value)']);
});

test('nothing is a union or an intersection', () => {
  expect(placesWith(key => key === 'union' || key === 'intersection')).toEqual([]);
});

test('nothing is of a type of the generated classes', () => {
  const generated = new Set(TYPES.filter(({ namespace }) => namespace).map(({ fqn }) => fqn));
  expect(generated.size).toBeGreaterThan(300);
  expect(placesWith((key, value) => key === 'fqn' && generated.has(value as string))).toEqual([]);
});

test('places are found in constructors, properties, methods, and below', () => {
  const any = { collection: { kind: 'map', elementtype: { primitive: 'any' } } };
  const member = { name: 'x', type: any };
  const type: Type = {
    name: 'T', fqn: 't.T', kind: 'class', initializer: { parameters: [member] }, properties: [member], methods: [{ name: 'm', parameters: [member], returns: { type: any } }],
  };
  expect(placesWith((key, value) => key === 'primitive' && value === 'any', [type])).toEqual(['T.constructor(x)', 'T.x', 'T.m', 'T.m(x)']);
});

test('every type and every member has a summary', () => {
  // jsii ends a summary at the first full stop or semicolon.
  const bare = (of: Documented) => !of.docs?.summary || of.docs.summary.endsWith(';');
  expect(PUBLIC.flatMap(type => [...bare(type) ? [type.name] : [], ...membersOf(type).filter(bare).map(({ name }) => `${type.name}.${name}`)])).toEqual([]);
});

test('every optional prop says what happens without it', () => {
  expect(PROPS.filter(({ optional }) => optional).length).toBeGreaterThan(100);
  expect(PROPS.filter(({ optional, docs }) => optional && !docs?.default).map(({ name }) => name)).toEqual([]);
});

// Whether the links into Istio's reference lead anywhere is tested in `conformance`, beside the pages.
test('every prop has a link to the page of its field', () => {
  expect(PROPS.length).toBeGreaterThan(400);
  expect(PROPS.filter(({ docs }) => !docs?.see?.startsWith('https://')).map(({ name }) => name)).toEqual(Object.keys(WITHOUT_LINK));
});

test('every export of the API is there in all languages', () => {
  const files = exportedFiles();
  expect(files.length).toBeGreaterThan(50);
  const present = new Set(PUBLIC.map(type => `${type.kind} ${type.name}`));
  const dropped = files.flatMap(file => exportsOf(file)).filter(({ kind, name }) => !present.has(`${kind} ${name}`));
  expect(dropped.map(({ file, kind, name }) => `${file}: ${kind} ${name}`)).toEqual([]);
});

test.each([
  ['export function helper(): void {', 'function helper'],
  ['export const TABLE = 1;', 'const TABLE'],
  ['/** Either. */\nexport type Either = A | B;', 'type Either'],
  ['/** A class. */\nexport abstract class Base {', 'class Base'],
  ["export { Other } from './other';", '{ Other'],
  ["export * from './other';", '* from'],
  ['/** Ours.\n * @internal\n */\nexport function own() {}\n/** Theirs. */\nexport interface Theirs {', 'interface Theirs'],
])('an export is seen: %j', (text, seen) => {
  expect(exportsOf('src/x.ts', text).map(({ kind, name }) => `${kind} ${name}`)).toEqual([seen]);
});
