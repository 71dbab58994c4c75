import { broken } from './broken';
import { refusedGateway } from '../../src/rules/authz/refused-gateway';

/** All but the policy: a gateway with service account edge/gateway that leads to the pods of web. */
const APP = refusedGateway.bad.slice(0, refusedGateway.bad.indexOf('---\nkind: AuthorizationPolicy'));

function times(...policies: string[]): number {
  const documents = policies.map((spec, i) => `---\nkind: AuthorizationPolicy\nmetadata: { name: p${i}, namespace: shop }\nspec: { ${spec} }`);
  return broken([APP, ...documents].join('\n'), { only: 'authz/refused-gateway' }).length;
}

const WEB = 'selector: { matchLabels: { app: web } }';
const from = (source: string) => `${WEB}, rules: [{ from: [{ source: { ${source} } }] }]`;

test.each([
  ['namespaces: [shop]', 1],
  ['namespaces: [shop, edge]', 0],
  ['namespaces: ["*"]', 0],
  ['namespaces: ["ed*"]', 0],
  ['notNamespaces: [shop]', 0],
  ['notNamespaces: [edge]', 1],
  ['principals: [cluster.local/ns/shop/sa/cart]', 1],
  ['principals: [cluster.local/ns/edge/sa/gateway]', 0],
  ['principals: ["*/sa/gateway"]', 0],
  ['serviceAccounts: [gateway]', 1],
  ['serviceAccounts: [edge/gateway]', 0],
  ['ipBlocks: [10.0.0.0/8]', 0],
  ['requestPrincipals: ["*"]', 0],
  ['trustDomains: [elsewhere]', 0],
  ['namespaces: [edge], principals: [cluster.local/ns/edge/sa/other]', 1],
])('a gateway is refused by a policy for %s: told %d times', (source, expected) => {
  expect(times(from(source))).toBe(expected);
});

test('conditions say who calls too', () => {
  expect(times(`${WEB}, rules: [{ when: [{ key: source.namespace, values: [shop] }] }]`)).toBe(1);
  expect(times(`${WEB}, rules: [{ when: [{ key: source.namespace, values: [edge] }] }]`)).toBe(0);
});

test('one source, rule or policy that lets it in is enough', () => {
  expect(times(`${WEB}, rules: [{ from: [{ source: { namespaces: [shop] } }, { source: { namespaces: [edge] } }] }]`)).toBe(0);
  expect(times(`${WEB}, rules: [{ from: [{ source: { namespaces: [shop] } }] }, { to: [{ operation: { methods: [GET] } }] }]`)).toBe(0);
  expect(times(from('namespaces: [shop]'), 'rules: [{ from: [{ source: { namespaces: [edge] } }] }]')).toBe(0);
});

test('a policy for the whole namespace may be half of what is said', () => {
  expect(times('rules: [{ from: [{ source: { namespaces: [shop] } }] }]')).toBe(0);
  expect(times('')).toBe(0);
});

test('only policies that are enforced refuse', () => {
  expect(times(`${WEB}, action: DENY, rules: [{ from: [{ source: { namespaces: [shop] } }] }]`)).toBe(0);
  const dry = `---\nkind: AuthorizationPolicy\nmetadata: { namespace: shop, annotations: { istio.io/dry-run: "true" } }\nspec: { ${from('namespaces: [shop]')} }`;
  expect(broken(APP + dry, { only: 'authz/refused-gateway' })).toEqual([]);
});

test.each([
  ['copies, whose answers nobody reads', '{ route: [{ destination: { host: other } }], mirror: { host: web } }', true],
  ['requests to pods without a sidecar', '{ route: [{ destination: { host: web } }] }', false],
])('says nothing of %s', (_, rule, hasSidecar) => {
  const app = APP.replace('{ route: [{ destination: { host: web } }] }', rule).replace('inject: "true"', `inject: "${hasSidecar}"`);
  expect(app).not.toBe(APP);
  expect(broken(`${app}---\nkind: AuthorizationPolicy\nmetadata: { namespace: shop }\nspec: { ${from('namespaces: [shop]')} }`, { only: 'authz/refused-gateway' })).toEqual([]);
});

test('says who comes, and what would let it in', () => {
  const [{ at, problem, fix }] = broken(`${APP}---\nkind: AuthorizationPolicy\nmetadata: { namespace: shop }\nspec: { ${from('namespaces: [shop]')} }`, { only: 'authz/refused-gateway' });
  expect(at).toMatch(/^VirtualService shop\/.*, spec\.http\[0\]\.route\[0\]\.destination\.host$/);
  expect(problem).toBe('requests through Gateway edge/shop come from service account edge/gateway, which no policy of Deployment shop/web lets in');
  expect(fix).toBe('add serviceAccounts: ["edge/gateway"] to a source of the policy');
});
