import { broken } from './broken';

/** What one rule says of the rules of a VirtualService. */
function problems(only: string, http: string, spec = '', more = ''): string[] {
  return broken(`kind: VirtualService\nspec: { hosts: [cart], ${spec} http: [${http}] }\n${more}`, { only: `virtual-service/${only}` }).map(({ problem }) => problem);
}

const matching = (match: string) => `{ match: [${match}], route: [{ destination: { host: cart } }] }`;

test.each([
  ['prefix: api/', ['the path "api/" does not start with a slash']],
  ['exact: api', ['the path "api" does not start with a slash']],
  ['exact: "https://shop.example.com/api"', ['the path "https://shop.example.com/api" has a scheme']],
  ['exact: "/search?q=1"', ['the path "/search?q=1" has a query']],
  ['prefix: "/page#top"', ['the path "/page#top" has a fragment']],
  ['prefix: /api/', []],
  ['exact: /', []],
  ['exact: "*"', []],
  ['regex: "api/.*"', []],
])('a path with %s is possible unless told: %j', (uri, expected) => {
  expect(problems('impossible-path', matching(`{ uri: { ${uri} } }`))).toEqual(expected);
});

test.each([
  ['exact: /static/*', ['exact is "/static/*", and a * is no wildcard there']],
  ['prefix: /static/*', ['prefix is "/static/*", and a * is no wildcard there']],
  ['exact: /a/*/b', ['exact is "/a/*/b", and a * is no wildcard there']],
  ['exact: "/v[0-9]+/items"', ['exact is "/v[0-9]+/items", which is compared as text and not as an expression']],
  ['prefix: "^/api"', ['prefix is "^/api", which is compared as text and not as an expression']],
  ['exact: "/api/.*"', ['exact is "/api/.*", which is compared as text and not as an expression']],
  ['regex: /api/*', ['regex is "/api/*", which is /api with any number of slashes after it']],
  ['regex: "^/api/*"', ['regex is "^/api/*", which is /api with any number of slashes after it']],
  ['regex: "^/api/"', ['regex is "^/api/", which no other path than /api/ matches']],
  ['regex: "^/api/.*"', []],
  ['regex: "^/api$"', []],
  ['regex: "/api(/.*)?"', []],
  ['regex: "/a/b/*$"', []],
  ['regex: .*', []],
  ['exact: "*"', []],
  ['prefix: "/odata/$metadata"', []],
  ['exact: "/Users(1)/name"', []],
  ['prefix: "/_next/[slug]-1.js"', []],
])('a path with %s is taken for what it is unless told: %j', (uri, expected) => {
  expect(problems('mistaken-syntax', matching(`{ uri: { ${uri} } }`))).toEqual(expected);
});

test.each([
  ['exact: /static/*', 'write prefix: /static/'],
  ['exact: /a/*/b', 'write a regex, such as /a/[^/]+/b'],
  ['exact: "^/v[0-9]+$"', 'write regex: /v[0-9]+'],
  ['prefix: "^/api"', 'write regex: /api.*'],
  ['regex: "^/api/*"', 'write prefix: /api/'],
  ['regex: "^"', 'write prefix: / for all paths that start so, or exact for this one'],
])('what to write for a path with %s', (uri, expected) => {
  const [{ fix }] = broken(`kind: VirtualService\nspec: { hosts: [cart], http: [${matching(`{ uri: { ${uri} } }`)}] }`, { only: 'virtual-service/mistaken-syntax' });
  expect(fix).toBe(expected);
});

test.each([
  ['exact: get', ['the method is "get"']],
  ['prefix: Post', ['the method is "Post"']],
  ['exact: GET', []],
  ['exact: purge', []],
  ['regex: "(?i)get"', []],
])('a method with %s', (method, expected) => {
  expect(problems('method-case', matching(`{ method: { ${method} } }`))).toEqual(expected);
});

test.each([
  ['mirrorPercentage: { value: 10 }', ['there is mirrorPercentage, and no mirror']],
  ['mirrorPercent: 10', ['there is mirrorPercent, and no mirror']],
  ['mirrors: [{ destination: { host: next } }], mirrorPercentage: { value: 10 }', ['there is mirrorPercentage, and no mirror']],
  ['mirror: { host: next }, mirrorPercentage: { value: 10 }', []],
  ['mirror: { host: next }', []],
])('a route with %s', (settings, expected) => {
  expect(problems('share-without-mirror', `{ route: [{ destination: { host: cart } }], ${settings} }`)).toEqual(expected);
});

test('a rule that delegates may leave the mirror to the delegate', () => {
  expect(problems('share-without-mirror', '{ delegate: { name: next }, mirrorPercentage: { value: 10 } }')).toEqual([]);
});

test.each([
  ['exact: www.example.com', 'write "https://www.example.com", as browsers do'],
  ['exact: "https://www.example.com/"', 'write "https://www.example.com", as browsers do'],
  ['exact: "http://Shop.Example.com:8080"', 'write "http://shop.example.com:8080", as browsers do'],
  ['exact: "https://www.example.com:443"', 'write "https://www.example.com", as browsers do'],
  ['exact: "HTTP://www.example.com:80/"', 'write "http://www.example.com", as browsers do'],
  ['exact: "https://www.example.com:80"', undefined],
  ['exact: "https://www.example.com"', undefined],
  ['exact: "file://"', undefined],
  ['exact: "capacitor://localhost"', undefined],
  ['exact: "null"', undefined],
  ['exact: "*"', undefined],
  ['prefix: "https://www."', undefined],
])('an origin with %s', (origin, expected) => {
  const [found] = broken(`kind: VirtualService\nspec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ ${origin} }] } }] }`, { only: 'virtual-service/impossible-origin' });
  expect(found?.fix).toBe(expected);
});

describe('a port at a gateway', () => {
  const gateway = (name: string, ...ports: number[]) => `---\nkind: Gateway\nmetadata: { name: ${name} }\nspec: { selector: { istio: ingressgateway }, servers: [${ports.map(port => `{ port: { number: ${port}, name: p${port}, protocol: HTTP }, hosts: [cart] }`).join(', ')}] }\n`;

  test.each([
    ['gateways: [shop],', '{ port: 8080 }', ['the port is 8080, and the port of the gateway is 80']],
    ['gateways: [shop, other],', '{ port: 8080 }', ['the port is 8080, and the ports of the gateways are 80, 81']],
    ['gateways: [shop, mesh],', '{ gateways: [shop], port: 8080 }', ['the port is 8080, and the port of the gateway is 80']],
    ['gateways: [shop],', '{ port: 80 }', []],
    ['gateways: [shop, mesh],', '{ port: 8080 }', []],
    ['gateways: [shop, elsewhere/edge],', '{ port: 8080 }', []],
    ['', '{ port: 8080 }', []],
  ])('%s %s', (gateways, match, expected) => {
    expect(problems('port-not-on-gateway', matching(match), gateways, gateway('shop', 80) + gateway('other', 81))).toEqual(expected);
  });

  test('is not known of the routes of a team', () => {
    const text = `kind: VirtualService\nspec: { http: [${matching('{ port: 8080 }')}] }\n${gateway('shop', 80)}`;
    expect(broken(text, { only: 'virtual-service/port-not-on-gateway' })).toEqual([]);
  });
});

test.each([
  ['regex: "https://.*example.com"', 'https://evilexample.com'],
  ['regex: "https://(.*[.])?example[.]com.*"', 'https://example.com.evil.example'],
  ['regex: "https?://.*[.]example[.]com.*"', 'https://a.example.com.evil.example'],
  ['prefix: "https://www.example.com"', 'https://www.example.com.evil.example'],
  ['regex: "https://(.*[.])?example[.]com"', undefined],
  ['regex: "https://[a-z0-9-]+\\\\.example\\\\.com(:[0-9]+)?"', undefined],
  ['prefix: "https://www.example.com:"', undefined],
  ['exact: "https://www.example.com"', undefined],
  ['regex: "https://.*"', undefined],
  ['regex: "https://(?-s:.)*[.]example[.]com"', undefined],
])('with credentials an origin with %s', (origin, other) => {
  const policy = (more: string) => `kind: VirtualService\nspec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ ${origin} }], ${more} } }] }`;
  const only = { only: 'virtual-service/loose-origin' };
  expect(broken(policy('allowCredentials: true'), only).map(({ problem }) => /allows (\S+) too/.exec(problem)?.[1])).toEqual(other ? [other] : []);
  expect(broken(policy('allowCredentials: false'), only)).toEqual([]);
});
