import { broken } from './broken';

const RULE = 'common/overwrites-unmanaged';

function virtualService(name: string, spec = 'timeout: 5s', metadata = '', namespace = 'shop'): string {
  return `kind: VirtualService\nmetadata: { name: ${name}, namespace: ${namespace}${metadata} }\nspec: { hosts: [${name}], http: [{ route: [{ destination: { host: ${name} } }], ${spec} }] }`;
}

function all(...documents: string[]): string {
  return documents.join('\n---\n');
}

function many(names: string[], ...rest: string[]): string {
  return all(...names.map(name => virtualService(name, ...rest)));
}

function problems(written: string, inventory: string): string[] {
  return broken(written, { inventory, only: RULE }).map(({ problem }) => problem);
}

const KUBECTL = ', annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}" }';
const HELM = ', annotations: { meta.helm.sh/release-name: shop, meta.helm.sh/release-namespace: prod }';
const CANARY = ', ownerReferences: [{ apiVersion: flagger.app/v1beta1, kind: Canary, name: a, controller: true }]';
const NAMES = ['a', 'b', 'c', 'd'];

describe('an object that a controller writes', () => {
  test('is told of with the field that would change', () => {
    expect(broken(virtualService('a'), { inventory: virtualService('a', 'timeout: 9s', CANARY), only: RULE })).toEqual([{
      rule: RULE,
      severity: 'warning',
      at: 'VirtualService shop/a, spec.http[0].timeout',
      and: ['VirtualService shop/a, spec.http[0].timeout'],
      problem: 'VirtualService shop/a exists, differs at spec.http[0].timeout, and is controlled by Canary a',
      fix: 'give it another name, or leave it to whoever writes the one that exists; where it is to take over, allow this rule for it with the reason',
    }]);
  });

  test.each([
    ['it is the same', virtualService('a', 'timeout: 5s', CANARY)],
    ['it has more than is written', virtualService('a', 'timeout: 5s, retries: { attempts: 1 }', CANARY)],
    ['its owner does not control it', virtualService('a', 'timeout: 9s', CANARY.replace(', controller: true', ''))],
    ['it is in another namespace', virtualService('a', 'timeout: 9s', CANARY, 'web')],
    ['it is of another kind', virtualService('a', 'timeout: 9s', CANARY).replace('VirtualService', 'DestinationRule')],
  ])('is no matter where %s', (_title, existing) => expect(problems(virtualService('a'), existing)).toEqual([]));

  test('is no matter where the same owner is written', () => {
    expect(problems(virtualService('a', 'timeout: 5s', CANARY), virtualService('a', 'timeout: 9s', CANARY))).toEqual([]);
  });
});

describe('an app that is in the cluster already', () => {
  const rest = NAMES.slice(1);
  const came = (manager: string) => [`VirtualService shop/a exists, differs at spec.http[0].timeout, and came there ${manager}, other objects of this app by kubectl apply`];

  test.each([
    ['Helm', HELM, came('by Helm release prod/shop')],
    ['Argo CD', ', annotations: { argocd.argoproj.io/tracking-id: "edge:networking.istio.io/VirtualService:shop/a" }', came('by Argo CD application edge')],
    ['Flux', ', labels: { kustomize.toolkit.fluxcd.io/name: edge, kustomize.toolkit.fluxcd.io/namespace: flux-system }', came('by Flux, from flux-system/edge')],
    ['a tool that says its name', ', labels: { app.kubernetes.io/managed-by: pulumi }', came('by pulumi')],
    ['hand', '', came('without a mark of who did it')],
    ['what brought the others', KUBECTL, []],
  ])('does not own what came by %s', (_title, metadata, expected) => {
    expect(problems(many(NAMES), all(virtualService('a', 'timeout: 9s', metadata), many(rest, 'timeout: 9s', KUBECTL)))).toEqual(expected);
  });

  test.each([
    ['by kubectl', KUBECTL],
    ['by Helm, which takes a label for itself', `${HELM}, labels: { app.kubernetes.io/managed-by: Helm }`],
    ['by Argo CD', ', annotations: { argocd.argoproj.io/tracking-id: "edge:x" }'],
    ['by something that leaves no mark', ''],
  ])('owns all that came %s', (_title, metadata) => {
    expect(problems(many(NAMES, 'timeout: 5s', ', labels: { app.kubernetes.io/managed-by: cdk8s }'), many(NAMES, 'timeout: 9s', metadata))).toEqual([]);
  });

  test('owns what has the same label in both places', () => {
    const label = ', labels: { app.kubernetes.io/managed-by: cdk8s }';
    expect(problems(all(virtualService('a', 'timeout: 5s', label), many(rest)), all(virtualService('a', 'timeout: 9s', label), many(rest, 'timeout: 9s')))).toEqual([]);
  });

  test.each([
    ['few', ['b', 'c'], KUBECTL],
    ['of several ways', ['b', 'c', 'd'], HELM],
  ])('says nothing where its other objects are %s', (_title, names, metadata) => {
    const others = all(virtualService('b', 'timeout: 9s', metadata), many(names.slice(1), 'timeout: 9s', KUBECTL));
    expect(problems(many(NAMES), all(virtualService('a', 'timeout: 9s'), others))).toEqual([]);
  });
});

describe('an app that is not in the cluster', () => {
  const elsewhere = virtualService('z', 'timeout: 9s', '', 'shop');

  test('would overwrite what exists', () => {
    expect(problems(many(NAMES), all(elsewhere, virtualService('a', 'timeout: 9s', KUBECTL))))
      .toEqual(['VirtualService shop/a exists, differs at spec.http[0].timeout, and came there by kubectl apply, before this app: of its 4 objects there is 1']);
  });

  test('would change nothing where the same exists', () => {
    expect(problems(many(NAMES), virtualService('a', 'timeout: 5s', KUBECTL))).toEqual([]);
  });

  test.each([
    ['more than a quarter of it exists', many(NAMES), many(['a', 'b'], 'timeout: 9s')],
    ['it is too small to tell', many(['a', 'b', 'c']), virtualService('a', 'timeout: 9s')],
    ['most of it is of kinds that the inventory does not have', all(virtualService('a'), ...NAMES.map(name => `kind: Service\nmetadata: { name: ${name}, namespace: shop }`)), virtualService('a', 'timeout: 9s')],
    ['most of it is in namespaces that the inventory does not have', all(virtualService('a'), many(NAMES, 'timeout: 5s', '', 'web')), virtualService('a', 'timeout: 9s')],
  ])('is not assumed where %s', (_title, written, inventory) => expect(problems(written, inventory)).toEqual([]));

  test('is assumed for namespaces that a list of all does not have', () => {
    const inventory = all('kind: Namespace\nmetadata: { name: shop }', virtualService('a', 'timeout: 9s'));
    expect(problems(all(virtualService('a'), many(NAMES, 'timeout: 5s', '', 'web')), inventory)).toHaveLength(1);
  });
});

test.each([
  ['a list of another length', 'hosts: [a, b]', 'hosts: [a]', 'spec.hosts'],
  ['an item of a list', 'hosts: [a, b]', 'hosts: [a, c]', 'spec.hosts[1]'],
  ['an object in place of text', 'http: { a: b }', 'http: x', 'spec.http'],
  ['a field that is missing there', 'http: [{ name: a }]', 'http: [{}]', 'spec.http[0].name'],
  ['a key that is no identifier', 'http: { "a.b/c": d }', 'http: {}', 'spec.http["a.b/c"]'],
  ['null, which is no value', 'hosts: null', 'hosts: [a]', undefined],
  ['a number that is quoted', 'http: [{ name: 5 }]', 'http: [{ name: "5" }]', undefined],
  ['something empty', 'hosts: [], http: {}', 'gateways: [a]', undefined],
])('sees %s', (_title, written, existing, field) => {
  const document = (spec: string, metadata = '') => `kind: VirtualService\nmetadata: { name: a, namespace: shop${metadata} }\nspec: { ${spec} }`;
  const found = broken(document(written), { inventory: document(existing, CANARY), only: RULE });
  expect(found.map(({ at }) => at)).toEqual(field === undefined ? [] : [`VirtualService shop/a, ${field}`]);
});
