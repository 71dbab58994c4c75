import { broken } from './broken';
import { isSlip } from '../../src/rules/slips';

function shop(account: string): string {
  return `kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart, version: v1 } }, spec: { serviceAccountName: ${account}, containers: [{ name: app }] } } }
`;
}

function said(source: string, account = 'cart', settings = {}): string[][] {
  const policy = `kind: AuthorizationPolicy\nmetadata: { namespace: shop }\nspec: { rules: [{ from: [{ source: { ${source} } }] }] }\n`;
  return broken([policy, shop(account)].join('---\n'), { only: 'authz/unknown-service-account', settings }).map(({ severity, fix }) => [severity, fix]);
}

test('a service account with a letter of difference to one that is there is warned of', () => {
  const found = [['warning', 'name the serviceAccountName of the pods of the caller; did you mean "cart"?']];
  expect(said('principals: [cluster.local/ns/shop/sa/carts]')).toEqual(found);
  expect(said('notServiceAccounts: [shop/crat]')).toEqual(found);
  expect(said('serviceAccounts: [car]')).toEqual(found);
});

test('any other may be of a caller that somebody else deploys, and is worth an advice', () => {
  const found = [['advice', 'name the serviceAccountName of the pods of the caller, if it is one of this app']];
  expect(said('serviceAccounts: [shop/prometheus]')).toEqual(found);
  expect(said('serviceAccounts: [shop/cart-2]', 'cart-1')).toEqual(found);
});

test('an identity of another trust domain is of a caller elsewhere', () => {
  expect(said('principals: [partner.example/ns/shop/sa/carts]')).toEqual([]);
  expect(said('principals: [shop.example/ns/shop/sa/carts]', 'cart', { trustDomains: ['shop.example'] })).toHaveLength(1);
  expect(said('principals: [cluster.local/ns/shop/sa/carts]', 'cart', { trustDomains: ['shop.example'] })).toHaveLength(1);
});

test.each([
  ['carts', 'cart'], ['crat', 'cart'], ['cat', 'cart'], ['cert', 'cart'], ['scart', 'cart'], ['shop-frontend', 'shop-fronted'],
])('"%s" is a slip for "%s"', (written, meant) => {
  expect(isSlip(written, meant)).toBe(true);
  expect(isSlip(meant, written)).toBe(true);
});

test.each([
  ['cart', 'cart'], ['cart-1', 'cart-2'], ['cart1', 'cart'], ['cart-a', 'cart-b'], ['a-cart', 'b-cart'], ['a', 'b'], ['cart-v', 'cart'], ['shop-cart', 'shop_cart'], ['reviews', 'ratings'], ['', 'a'],
])('"%s" is another name than "%s"', (written, meant) => {
  expect(isSlip(written, meant)).toBe(false);
  expect(isSlip(meant, written)).toBe(false);
});

describe('a caller without proxy is found by its account', () => {
  const callers = (source: string, when = '') => broken(`
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: db } }, rules: [{ ${source ? `from: [{ source: { ${source} } }]` : when} }] }
---
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 80 }] }
---
kind: Pod
metadata: { name: import, namespace: batch, labels: { istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false" } }
spec: { serviceAccountName: import }
`, { only: 'peer-auth/caller-without-proxy' }).map(({ at, and }) => [at, and[0]]);

  test.each([
    ['serviceAccounts: [batch/import]', '', 'spec.rules[0].from[0].source.serviceAccounts'],
    ['', 'when: [{ key: source.serviceAccount, values: [batch/import] }]', 'spec.rules[0].when[0].values'],
    ['', 'when: [{ key: source.principal, values: [cluster.local/ns/batch/sa/import] }]', 'spec.rules[0].when[0].values'],
  ])('%s%s', (source, when, field) => {
    expect(callers(source, when)).toEqual([['Pod batch/import', `AuthorizationPolicy default/example-1, ${field}`]]);
  });

  test('and not where that account is of another trust domain', () => {
    expect(callers('principals: [partner.example/ns/batch/sa/import]')).toEqual([]);
  });
});
