import { broken, meshOf, objectsOf } from './broken';
import { Mesh } from '../../src/model/mesh';
import { MeshObject } from '../../src/model/object';
import { DEFAULT_SETTINGS } from '../../src/model/settings';

const SERVICE = 'kind: Service\nmetadata: { name: reviews, namespace: shop }\nspec: { ports: [{ name: http, port: 80 }] }';

function all(...documents: string[]): string {
  return documents.join('\n---\n');
}

function route(host: string, rest = ''): string {
  return `kind: VirtualService\nmetadata: { name: reviews, namespace: shop }\nspec: { hosts: [reviews], http: [{ route: [{ destination: { host: ${host}${rest} } }] }] }`;
}

function rule(...subsets: string[]): string {
  return `kind: DestinationRule\nmetadata: { name: reviews, namespace: shop }\nspec: { host: reviews, subsets: [${subsets.map(name => `{ name: ${name}, labels: { version: ${name} } }`).join(', ')}] }`;
}

/** Errors only, as `rule at: problem`. */
function errors(text: string, inventory?: string): string[] {
  return broken(text, { inventory }).filter(({ severity }) => severity === 'error').map(({ rule: id, at, problem }) => `${id} ${at}: ${problem}`);
}

describe('what is unknown without an inventory is known with it', () => {
  test('a destination that does not exist', () => {
    expect(errors(route('reviws'))).toEqual([]);
    expect(errors(route('reviws'), SERVICE)).toEqual([
      'virtual-service/missing-destination VirtualService shop/reviews, spec.http[0].route[0].destination.host: no Service or ServiceEntry has the host reviws.shop.svc.cluster.local; did you mean "reviews"?',
    ]);
    expect(errors(route('reviews'), SERVICE)).toEqual([]);
    // Of other namespaces it says nothing.
    expect(errors(route('ratings.bookinfo.svc.cluster.local'), SERVICE)).toEqual([]);
  });

  test('a port of a service', () => {
    expect(errors(route('reviews', ', port: { number: 9080 }'))).toEqual([]);
    expect(errors(route('reviews', ', port: { number: 9080 }'), SERVICE)).toEqual([expect.stringMatching(/^virtual-service\/missing-destination-port VirtualService shop\/reviews, .*9080/)]);
  });

  test('a subset', () => {
    expect(errors(route('reviews', ', subset: v3'))).toEqual([]);
    expect(errors(route('reviews', ', subset: v3'), rule('v1'))).toEqual([
      'virtual-service/undefined-subset VirtualService shop/reviews, spec.http[0].route[0].destination.subset: reviews.shop.svc.cluster.local has no subset "v3"; defined: v1',
    ]);
    expect(errors(route('reviews', ', subset: v1'), rule('v1'))).toEqual([]);
  });

  test('where the pods of a gateway read their certificates', () => {
    const app = all(
      'kind: Gateway\nmetadata: { name: shop, namespace: shop }\nspec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }] }',
      'kind: Secret\nmetadata: { name: shop-cert, namespace: shop }',
    );
    const pods = (namespace: string) => `kind: Pod\nmetadata: { name: gateway, namespace: ${namespace}, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }`;

    expect(errors(app)).toEqual([]);
    expect(errors(app, pods('edge'))).toEqual(['gateway/credential-elsewhere Gateway shop/shop, spec.servers[0].tls.credentialName: the pods of the gateway run in edge, and shop-cert is only in shop (Secret shop/shop-cert)']);
    expect(errors(app, pods('shop'))).toEqual([]);
  });
});

describe('what is written replaces what exists', () => {
  test('under the same kind, namespace and name', () => {
    expect(errors(all(route('reviews', ', subset: v2'), rule('v2')), rule('v1'))).toEqual([]);
    expect(meshOf(rule('v2'), { inventory: all(rule('v1'), SERVICE) }).ofKind('networking.istio.io', 'DestinationRule').map(({ origin }) => origin.inventory)).toEqual([undefined]);
  });

  test('in the default namespace also where it names none', () => {
    const [{ json }] = objectsOf(rule('v1'));
    const written = new MeshObject({ ...json, metadata: { name: 'reviews' } }, {});
    const known = (namespace: string) => new Mesh([written], new Map(), DEFAULT_SETTINGS, objectsOf(rule('v1').replace('shop', namespace), { inventory: true })).ofKind('networking.istio.io', 'DestinationRule');

    expect(known('default')).toEqual([written]);
    expect(known('shop')).toHaveLength(2);
  });

  test('and nothing else', () => {
    const other = rule('v1').replace('name: reviews', 'name: versions');
    expect(errors(route('reviews', ', subset: v1'), other)).toEqual([]);
    expect(meshOf(rule('v2'), { inventory: other }).ofKind('networking.istio.io', 'DestinationRule')).toHaveLength(2);
  });
});

describe('a finding at an object of the inventory', () => {
  test('is dropped where no written object takes part', () => {
    const inventory = all(route('reviws'), SERVICE, 'kind: DestinationRule\nmetadata: { name: b, namespace: shop }\nspec: { hots: reviews }');
    expect(broken('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }', { inventory })).toEqual([]);
  });

  test('is told of the written object that takes part', () => {
    const gateway = 'kind: Gateway\nmetadata: { name: edge, namespace: shop }\nspec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }';
    const bound = 'kind: VirtualService\nmetadata: { name: web, namespace: shop }\nspec: { hosts: [other.example.com], gateways: [edge], http: [{ route: [{ destination: { host: web } }] }] }';
    const only = 'virtual-service/host-not-on-gateway';
    const [straight] = broken(all(bound, gateway), { only });
    const [turned] = broken(gateway, { inventory: bound, only });

    expect([straight.at, straight.and]).toEqual(['VirtualService shop/web, spec.hosts[0]', ['Gateway shop/edge, spec.servers']]);
    expect([turned.at, turned.and]).toEqual(['Gateway shop/edge, spec.servers', ['VirtualService shop/web, spec.hosts[0]']]);
    expect(turned.problem).toBe(`VirtualService shop/web: ${straight.problem}`);
  });
});
