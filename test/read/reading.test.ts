import { objectText } from '../../src/model/object';
import { place } from '../../src/read/placing';
import { Reading } from '../../src/read/reading';

function read(text: string, name = 'a.yaml'): Reading {
  const reading = new Reading();
  reading.add({ name, text });
  return reading;
}

function objects(text: string): string[] {
  return read(text).objects.map(objectText);
}

function faults(text: string): string[] {
  return read(text).faults.map(fault => `${fault.isSkipped ? 'skipped ' : ''}${fault.line}: ${fault.text}`);
}

const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`;

test.each([
  ['documents', `${service('a')}---\n${service('b')}--- # comment\n${service('c')}---\n`, ['a', 'b', 'c']],
  ['line ends of Windows', `${service('a')}---\n${service('b')}`.replace(/\n/g, '\r\n'), ['a', 'b']],
  ['a mark at the start', `\uFEFF---\n${service('a')}`, ['a']],
  ['a directive', `%YAML 1.1\n---\n${service('a')}`, ['a']],
  ['ends of documents', `---\n${service('a')}...\n---\n${service('b')}...\n`, ['a', 'b']],
  ['comments between', `# one\n---\n# two\n---\n${service('a')}`, ['a']],
  ['lists', 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: Service, metadata: {name: b}}]', ['a', 'b']],
  ['raw lists', 'apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}', ['a', 'b']],
  ['JSON', '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}', ['a']],
  ['text that looks like odd keys', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    a: "[x]: y ~: z"\n    "null": what? yes\n    b: |\n      [x]: y\n      ? z', ['a']],
  ['JSON with tabs', '{\n\t"apiVersion": "v1",\n\t"kind": "Service",\n\t"metadata": {\n\t\t"name": "a"\n\t}\n}', ['a']],
  ['JSON objects in a row', '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a}"}}\n{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "\\"{b"}} ', ['a}', '"{b']],
])('reads %s', (_, text, names) => {
  expect(objects(text)).toEqual(names.map(name => `Service ${name}`));
  expect(faults(text)).toEqual([]);
});

test.each([
  ['values of Helm', 'replicas: 1\nimage: {tag: 1}'], ['a kustomization without kind', 'resources: [a.yaml]'], ['a list', '- a\n- b'], ['text', 'hello'], ['nothing', ''],
  ['separators', '---\n---\n---'], ['a workflow', 'on: push\njobs: {}'], ['a patch', '- op: add\n  path: /a'], ['a chart', 'apiVersion: v2\nname: x\nversion: 1.0.0'],
])('passes over %s in silence', (_, text) => {
  expect([objects(text), faults(text)]).toEqual([[], []]);
});

test('a broken document does not hide the others', () => {
  const text = `${service('a')}---\nkind: [\n---\n${service('b')}`;
  expect(objects(text)).toEqual(['Service a', 'Service b']);
  expect(faults(text)).toEqual([expect.stringMatching(/^6: unexpected end of the stream within a flow collection/)]);
});

test.each([
  ['a template of Helm', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n{{- if .Values.x }}\n  a: b\n{{- end }}', /^\d: a Helm template is not YAML before Helm has rendered it; check what `helm template` prints$/],
  ['a template of Helm that breaks elsewhere', 'a: |\n  {{ .Values.name }}\nb: [', /^3: unexpected end of the stream within a flow collection; a Helm template is not YAML before Helm has rendered it; check what/],
  ['broken YAML with braces in quotes', 'a: "{{ $labels.pod }}"\n# {{ x }}\nb: [', /^3: unexpected end of the stream within a flow collection$/],
  ['text behind a separator', '--- {a: 1}\n', /^1: "\{a: 1\}" stands behind "---"; Kubernetes refuses that$/],
  ['a certificate without indentation', 'a: |\n-----BEGIN CERTIFICATE-----\nabc\n', /^2: "--BEGIN CERTIFICATE-----" stands behind "---"; Kubernetes refuses that$/],
  ['half an object', `${service('a')}---\n\nkind: VirtualService\nmetadata: {name: x}\nspec: {}`, /^skipped 6: not checked: kind VirtualService without apiVersion as text; Kubernetes refuses it$/],
  ['an object without a kind', 'apiVersion: networking.istio.io/v1\nmetadata: {name: x}\nspec: {}', /^skipped 1: not checked: apiVersion networking.istio.io\/v1 without kind as text; Kubernetes refuses it$/],
  ['an object whose kind is no text', 'apiVersion: v1\nkind: y\nmetadata: {name: x}', /^skipped 1: not checked: apiVersion v1 without kind as text; Kubernetes refuses it$/],
  ['a key that is a mapping', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  {y: z}: 1', /^5: a key is a mapping; Kubernetes refuses that$/],
  ['a key that is a list', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n- a\n- {b: 1,\n   [c]: 2}', /^7: a key is a list; Kubernetes refuses that$/],
  ['a key with a question mark that is a list', 'apiVersion: v1\nkind: Service\nspec:\n  ? [a]\n  : b', /^4: a key is a list; Kubernetes refuses that$/],
  ['a key that is null', 'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    ~: x', /^5: a key is null; Kubernetes refuses that$/],
  ['objects without a List', `${service('a')}---\n\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}`, /^skipped 6: not checked: objects in a bare list; Kubernetes refuses it, and reads items of a List, or documents$/],
  ['a patch', `${service('a')}---\n\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n$patch: delete`, /^skipped 6: not checked: a patch of a Service \(\$patch\); check what kustomize build writes$/],
  ['a template of ytt', `${service('a')}---\n\napiVersion: v1\nkind: Service\nmetadata:\n  name: #@ data.values.name`, /^skipped 6: not checked: a template of ytt, whose values stand in comments; check what `ytt` prints$/],
  ['an overlay of ytt', '#@overlay/match by="metadata.name"\napiVersion: v1\nkind: Service\nmetadata: {name: a}', /^skipped \d: not checked: a template of ytt/],
  ['half an object in a list', 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service}\n- kind: Service\n  metadata: {}', /^skipped 5: /],
])('says a word about %s', (_, text, expected) => {
  expect(faults(text)).toEqual([expect.stringMatching(expected)]);
});

test('finds the object of a repeated key, in lists too', () => {
  const { repeated } = read('apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n- apiVersion: v1\n  kind: Service\n  metadata: {name: b}\n  spec: {}\n  spec: {}');
  expect(repeated.map(({ object, key, line }) => [object.name, key, line])).toEqual([['b', 'spec', 9]]);
});

test('lines count from the start of the file, through documents and lists', () => {
  const reading = read(`# comment\n---\n${service('a')}---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: b\n`);
  const wanted = reading.objects.map(object => ({ object, field: 'metadata.name' }));
  expect(wanted.map(each => place(wanted, reading).get(each)?.line)).toEqual([5, 13]);
});

describe('a list as kubectl prints it', () => {
  const LIST = `apiVersion: v1
items:
- apiVersion: v1
  data:
    text: |
      - a

      kind: List
  kind: ConfigMap
  metadata:
    name: a

- apiVersion: v1
  kind: Service
  metadata:
    name: b
  spec: {}
  spec: {}
kind: List
metadata:
  resourceVersion: ""
`;

  test('is read item by item, with the lines of the file', () => {
    const reading = read(LIST);
    expect(reading.objects.map(({ json, name }) => [name, json.data?.text])).toEqual([['a', '- a\n\nkind: List\n'], ['b', undefined]]);
    const [a, b] = reading.objects.map(object => ({ object, field: 'metadata.name' }));
    const spots = place([a, b], reading);
    expect([spots.get(a)?.line, spots.get(b)?.line]).toEqual([11, 16]);
    expect(reading.repeated.map(({ object, line }) => [object.name, line])).toEqual([['b', 18]]);
    expect(reading.sourceOf(b.object)?.document.text).toMatch(/^ {2}apiVersion: v1\n {2}kind: Service\n/);
  });

  test('is read as a whole where items do not stand for themselves', () => {
    const texts = [LIST.replace('name: a\n', 'name: &x a\n').replace('name: b', 'name: *x'), LIST.replace('name: b', 'name: "b\n- c"'), LIST.replace('kind: List\nmetadata', 'kind: ServiceList\nmetadata')];
    expect(texts.map(text => read(text).objects.map(({ name }) => name))).toEqual([['a', 'a'], ['a', 'b - c'], ['a', 'b']]);
  });

  test.each([
    ['a comment at the start of a line', LIST.replace('\n\n- apiVersion', '\n# the second\n- apiVersion')],
    ['a dash alone in its line', LIST.replace('\n\n- apiVersion', '\n-\n  apiVersion')],
  ])('loses no item to %s', (_, text) => {
    expect(read(text).objects.map(({ name }) => name)).toContain('b');
  });

  test('that is broken behind its items is refused, with the line', () => {
    expect(faults(`${LIST}x: [`)).toEqual([expect.stringMatching(/^2[23]: /)]);
  });

  test('that breaks off is refused, with the line', () => {
    expect(faults(LIST.replace('spec: {}', 'spec: {'))).toEqual([expect.stringMatching(/^1[89]: /)]);
  });
});

test.each([
  ['half objects in one list', (n: number) => `apiVersion: v1\nkind: List\nitems: [${Array.from({ length: n }, () => '{kind: Service, metadata: {}}').join(',\n')}]`],
  ['repeated keys in one list', (n: number) => `apiVersion: v1\nkind: List\nitems: [${Array.from({ length: n }, () => '{apiVersion: v1, kind: Service, a: 1, a: 2}').join(',\n')}]`],
  ['quotes that do not end', (n: number) => `{"${'\\"'.repeat(n * 10)}`],
  ['brackets', (n: number) => `a: [${'{b: [{}]}, '.repeat(n)}]`],
  ['separators', (n: number) => '---\n'.repeat(n * 10)],
  ['broken documents', (n: number) => '---\na: [\n'.repeat(n)],
  ['blanks', (n: number) => `a:${' '.repeat(n * 10)}\n${' '.repeat(n * 10)}#`],
])('many %s take time in proportion', (_, text) => {
  const time = (n: number) => {
    const start = process.cpuUsage();
    read(text(n));
    return process.cpuUsage(start).user;
  };
  time(1000);
  // Ten times as much; thirty times the time would be far from that, and the square is a hundred.
  expect(time(20_000)).toBeLessThan(30 * Math.max(time(2000), 10_000));
});
