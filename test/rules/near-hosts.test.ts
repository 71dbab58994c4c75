import { broken } from './broken';

const SHOP = `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Service
metadata: { name: ratings, namespace: other }
spec: { ports: [{ name: http, port: 80 }] }
`;

/** What says of a host that it is missing, by the rule that says it. */
const OF: { [rule: string]: (host: string) => string } = {
  'destination-rule/unknown-host': host => `kind: DestinationRule\nmetadata: { namespace: shop }\nspec: { host: ${host} }`,
  'virtual-service/host-without-service': host => `kind: VirtualService\nmetadata: { namespace: shop }\nspec: { hosts: [${host}], http: [{ route: [{ destination: { host: reviews } }] }] }`,
  'virtual-service/missing-destination': host => `kind: VirtualService\nmetadata: { namespace: shop }\nspec: { hosts: [reviews], http: [{ route: [{ destination: { host: ${host} } }] }] }`,
};

describe.each(Object.keys(OF))('%s', rule => {
  test.each([
    ['one like it in the namespace', 'reviws', 'reviws.shop.svc.cluster.local; did you mean "reviews"?'],
    ['the same name in another namespace', 'ratings.shop.svc.cluster.local', 'ratings.shop.svc.cluster.local; there is ratings.other.svc.cluster.local'],
    ['nothing', 'checkout', 'checkout.shop.svc.cluster.local'],
  ])('names %s, which may be meant', (_title, host, said) => {
    expect(broken(`${SHOP}---\n${OF[rule](host)}`, { only: rule }).map(({ problem }) => problem)).toEqual([`no Service or ServiceEntry has the host ${said}`]);
  });
});
