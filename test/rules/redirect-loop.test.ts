import { broken } from './broken';

const TLS = '{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com, www.example.com], tls: { mode: SIMPLE, credentialName: shop } }';
const PLAIN = '{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com, www.example.com] }';
const SELF = '{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"], tls: { httpsRedirect: true } }';
const WEB = 'route: [{ destination: { host: web } }]';

function virtualService(http: string[], spec = 'hosts: [shop.example.com], gateways: [edge/gw]', name = 'routes'): string {
  return `kind: VirtualService\nmetadata: { name: ${name} }\nspec: { ${spec}, http: [${http.map(rule => `{ ${rule} }`).join(', ')}] }\n`;
}

function said(http: string[], spec?: string, ...others: string[]): string[] {
  return broken([virtualService(http, spec), ...others].join('---\n'), { only: 'virtual-service/redirect-loop' })
    .map(({ at, problem }) => `${at.replace('VirtualService default/routes, spec.', '')}: ${problem}`);
}

function gateway(...servers: string[]): string {
  return `kind: Gateway\nmetadata: { name: gw, namespace: edge }\nspec: { selector: { istio: ingress }, servers: [${servers.join(', ')}] }\n`;
}

const TO_HTTPS = 'redirect: { scheme: https }';

describe('a redirect to https', () => {
  test('fails on a server that ends TLS', () => {
    expect(said([TO_HTTPS], undefined, gateway(PLAIN, TLS))).toEqual(['http[0].redirect: what comes as https for shop.example.com on port 443 of Gateway edge/gw is redirected again']);
    expect(said([`match: [{ uri: { prefix: /a } }], ${WEB}`, TO_HTTPS], undefined, gateway(TLS))).toHaveLength(1);
  });

  test.each([
    ['on a plain server', [TO_HTTPS], gateway(PLAIN)],
    ['for the port of the plain server', [`match: [{ port: 80 }], ${TO_HTTPS}`], gateway(PLAIN, TLS)],
    ['after a rule for the other port', [`match: [{ port: 443 }], ${WEB}`, TO_HTTPS], gateway(PLAIN, TLS)],
    ['for a header that says how the client came', [`match: [{ headers: { x-forwarded-proto: { exact: http } } }], ${TO_HTTPS}`], gateway(PLAIN, TLS)],
    ['for a scheme', [`match: [{ scheme: { exact: http } }], ${TO_HTTPS}`], gateway(PLAIN, TLS)],
    ['to another host', ['redirect: { scheme: https, authority: new.example.com }'], gateway(PLAIN, TLS)],
    ['to another port', ['redirect: { scheme: https, port: 8443 }'], gateway(PLAIN, TLS)],
    ['on a Gateway that is not known', [TO_HTTPS], virtualService([WEB], 'hosts: [web]', 'other')],
    ['beside TLS that is passed on', [TO_HTTPS], gateway(PLAIN, TLS.replace('SIMPLE', 'PASSTHROUGH'))],
    ['where other rules are for the host too', [TO_HTTPS], gateway(PLAIN, TLS) + `---\n${virtualService([`match: [{ port: 443 }], ${WEB}`], undefined, 'other')}`],
    ['for the hosts under a wildcard', [TO_HTTPS], gateway(PLAIN, TLS), 'hosts: ["*.example.com"], gateways: [edge/gw]'],
    ['for another namespace than the server is for', [TO_HTTPS], gateway(PLAIN, TLS.replace('shop.example.com', 'shop/shop.example.com'))],
    ['on the mesh', [TO_HTTPS], gateway(PLAIN), 'hosts: [shop.example.com]'],
  ])('passes %s', (_title, http, others, spec = undefined as string | undefined) => {
    expect(said(http, spec, others)).toEqual([]);
  });
});

describe('a redirect to plain HTTP', () => {
  test('fails on a plain server, and passes on one that redirects by itself', () => {
    expect(said(['redirect: { scheme: http }'], undefined, gateway(PLAIN))).toEqual(['http[0].redirect: what comes as http for shop.example.com on port 80 of Gateway edge/gw is redirected again']);
    expect(said(['redirect: { scheme: http }'], undefined, gateway(SELF, TLS))).toEqual([]);
  });
});

describe('a redirect to another path', () => {
  test.each([
    ['that begins as what is matched', ['match: [{ uri: { prefix: /shop } }], redirect: { uri: /shop/ }'], 'shop.example.com/shop/ on Gateway edge/gw'],
    ['that a regular expression matches', ['match: [{ uri: { regex: "/shop.*" } }], redirect: { uri: /shop/a }'], 'shop.example.com/shop/a on Gateway edge/gw'],
    ['that begins with the new prefix again', ['match: [{ uri: { prefix: /shop } }], redirect: { prefixRewrite: /shop/v2 }'], 'shop.example.com/shop/v2 on Gateway edge/gw'],
    ['after a rule for something else', [`match: [{ uri: { exact: /shop } }], ${WEB}`, 'match: [{ uri: { prefix: /shop } }], redirect: { uri: /shop/ }'], 'shop.example.com/shop/ on Gateway edge/gw'],
  ])('fails for one %s', (_title, http, asked) => {
    expect(said(http).map(text => text.replace(/^http\[\d\]\.redirect: /, ''))).toEqual([`${asked} is redirected again`]);
  });

  test.each([
    ['that is not matched', ['match: [{ uri: { exact: /shop } }], redirect: { uri: /shop/ }']],
    ['that an earlier rule takes', [`match: [{ uri: { prefix: /shop/ } }], ${WEB}`, 'match: [{ uri: { prefix: /shop } }], redirect: { uri: /shop/ }']],
    ['that an earlier rule may take', [`match: [{ uri: { prefix: /shop/ }, headers: { x: {} } }], ${WEB}`, 'match: [{ uri: { prefix: /shop } }], redirect: { uri: /shop/ }']],
    ['for one method only', ['match: [{ uri: { prefix: /shop }, method: { exact: POST } }], redirect: { uri: /shop/ }']],
    ['with a query', ['match: [{ uri: { prefix: /shop } }], redirect: { uri: "/shop/?a=b" }']],
    ['on another host', ['match: [{ uri: { prefix: /shop } }], redirect: { uri: /shop/, authority: new.example.com }']],
    ['with a shorter prefix', ['match: [{ uri: { prefix: /shop/v1/ } }], redirect: { prefixRewrite: /shop/ }']],
    ['for whatever no other VirtualService of the Gateway takes', ['redirect: { uri: /shop/ }']],
  ])('passes one %s', (_title, http) => {
    expect(said(http)).toEqual([]);
  });

  test('fails for every path on the mesh, where one VirtualService has the host alone', () => {
    expect(said(['redirect: { uri: /shop/ }'], 'hosts: [web]')).toEqual(['http[0].redirect: web.default.svc.cluster.local/shop/ on the mesh is redirected again']);
  });
});

describe('a redirect to another host', () => {
  const BOTH = 'hosts: [shop.example.com, www.example.com], gateways: [edge/gw]';

  test('fails for one of the hosts that it is for', () => {
    expect(said(['redirect: { authority: www.example.com }'], BOTH)).toEqual(['http[0].redirect: what comes for www.example.com on Gateway edge/gw is redirected again']);
  });

  test.each([
    ['with a match of the other', ['match: [{ authority: { exact: shop.example.com } }], redirect: { authority: www.example.com }'], BOTH],
    ['after a rule for that host', [`match: [{ authority: { exact: www.example.com } }], ${WEB}`, 'redirect: { authority: www.example.com }'], BOTH],
    ['that may have rules of its own', ['redirect: { authority: www.example.com }'], 'hosts: ["*.example.com"], gateways: [edge/gw]'],
  ])('passes %s', (_title, http, spec) => {
    expect(said(http, spec)).toEqual([]);
  });
});
