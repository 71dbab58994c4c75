import { Chart, Duration, Testing } from 'cdk8s';
import { Access } from '../../src/resources/access';
import { Attachment } from '../../src/resources/attachment';
import { AuthorizationPolicy } from '../../src/resources/authorization-policy';
import { AuthorizationRule } from '../../src/resources/authorization-rule';
import { Claim } from '../../src/resources/claim';
import { JwtIssuer } from '../../src/resources/jwt-issuer';
import { MtlsMode } from '../../src/resources/mtls-mode';
import { PeerAuthentication } from '../../src/resources/peer-authentication';
import { RequestAuthentication } from '../../src/resources/request-authentication';
import { TargetRef } from '../../src/resources/target-ref';
import { TokenLocation } from '../../src/resources/token-location';
import { manifest } from '../manifest';

function shop(name = 'shop'): Chart {
  return new Chart(Testing.app(), name, { namespace: name });
}

/** At synthesis, where cdk8s indents what was found. */
function expectRefused(chart: Chart, message: string): void {
  expect(() => Testing.synth(chart)).toThrow(message.replace('\n    fix', '\n      fix'));
}

const KEY = { kty: 'RSA', kid: 'a', n: 'sQ6gHxrVqvaqkVA7vEZkAmKv_wgqqTNOW9E5VWFHY7sWlAn4V2HmMBJTQAOW2w', e: 'AQAB' };

describe('PeerAuthentication', () => {
  test('mutual TLS is required of the whole mesh', () => {
    const chart = shop('istio-system');
    new PeerAuthentication(chart, 'Default', { metadata: { name: 'default' }, mode: MtlsMode.STRICT });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: istio-system
     spec:
       mtls:
         mode: STRICT
     "
    `);
  });

  test('modes of a namespace, of workloads and of ports', () => {
    const chart = shop();
    new PeerAuthentication(chart, 'Default', { metadata: { name: 'default' }, mode: MtlsMode.PERMISSIVE });
    new PeerAuthentication(chart, 'Db', {
      attachTo: Attachment.workloads({ app: 'db' }),
      mode: MtlsMode.STRICT,
      portModes: [
        { port: 9104, mode: MtlsMode.PERMISSIVE },
        { port: 3306, mode: MtlsMode.UNSET },
      ],
    });
    new PeerAuthentication(chart, 'Legacy', { attachTo: Attachment.workloads({ app: 'legacy' }), mode: MtlsMode.DISABLE });
    new PeerAuthentication(chart, 'Metrics', {
      attachTo: Attachment.workloads({ app: 'metrics' }),
      mode: MtlsMode.UNSET,
      portModes: [{ port: 9090, mode: MtlsMode.DISABLE }],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: shop
     spec:
       mtls:
         mode: PERMISSIVE
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: shop-db
       namespace: shop
     spec:
       mtls:
         mode: STRICT
       portLevelMtls:
         "3306":
           mode: UNSET
         "9104":
           mode: PERMISSIVE
       selector:
         matchLabels:
           app: db
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: shop-legacy
       namespace: shop
     spec:
       mtls:
         mode: DISABLE
       selector:
         matchLabels:
           app: legacy
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: shop-metrics
       namespace: shop
     spec:
       mtls:
         mode: UNSET
       portLevelMtls:
         "9090":
           mode: DISABLE
       selector:
         matchLabels:
           app: metrics
     "
    `);
  });

  test('ports are added later, and read as a copy', () => {
    const chart = shop();
    const policy = new PeerAuthentication(chart, 'Db', { attachTo: Attachment.workloads({ app: 'db' }), mode: MtlsMode.STRICT });
    policy.addPortMode({ port: 9104, mode: MtlsMode.DISABLE });
    policy.portModes.pop();
    expect(Testing.synth(chart)[0].spec.portLevelMtls).toEqual({ 9104: { mode: 'DISABLE' } });
  });

  test.each([
    [
      { attachTo: Attachment.targets(TargetRef.gateway('waypoint')) },
      'attachTo has targets, and a PeerAuthentication has none\n    fix: use Attachment.workloads, or Attachment.namespace()',
    ],
    [{ portModes: [{ port: 80, mode: MtlsMode.STRICT }] }, 'portModes has port 80, and no workloads are selected\n    fix: select them with attachTo'],
    [{ attachTo: Attachment.workloads({ app: 'db' }), portModes: [{ port: 0, mode: MtlsMode.STRICT }] }, 'port is 0, not a port'],
    [
      {
        attachTo: Attachment.workloads({ app: 'db' }),
        portModes: [
          { port: 80, mode: MtlsMode.STRICT },
          { port: 80, mode: MtlsMode.DISABLE },
        ],
      },
      'portModes has port 80 twice\n    fix: leave one out',
    ],
  ])('fails for the props %#', (props, message) => {
    expect(() => new PeerAuthentication(shop(), 'Db', { mode: MtlsMode.STRICT, ...props })).toThrow(`[shop/Db] ${message}`);
  });

  test('fails to select workloads in the root namespace', () => {
    const chart = shop('istio-system');
    new PeerAuthentication(chart, 'Db', { attachTo: Attachment.workloads({ app: 'db' }), mode: MtlsMode.STRICT });
    expectRefused(
      chart,
      '[istio-system/Db] it selects workloads in the root namespace "istio-system", and Istio ignores it there\n    fix: put it into the namespace of the workloads, or leave attachTo out',
    );
  });
});

describe('RequestAuthentication', () => {
  test('tokens of an issuer are validated, and a policy requires one', () => {
    const chart = shop();
    const attachTo = Attachment.workloads({ app: 'front' });
    const issuer = 'https://idp.example.com';
    new RequestAuthentication(chart, 'Tokens', { attachTo, issuers: [JwtIssuer.of(issuer, { audiences: ['shop'], forwardToken: true })] });
    new AuthorizationPolicy(chart, 'Required', { attachTo, access: Access.allow(AuthorizationRule.of({ claims: [Claim.issuer(issuer)] })) });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: RequestAuthentication
     metadata:
       name: shop-tokens
       namespace: shop
     spec:
       jwtRules:
         - audiences:
             - shop
           forwardOriginalToken: true
           issuer: https://idp.example.com
       selector:
         matchLabels:
           app: front
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-required
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - when:
             - key: request.auth.claims[iss]
               values:
                 - https://idp.example.com
       selector:
         matchLabels:
           app: front
     "
    `);
  });

  test('issuers with every option', () => {
    const chart = shop();
    new RequestAuthentication(chart, 'Tokens', {
      issuers: [
        JwtIssuer.of('me@accounts.example.com', {
          jwksUri: 'https://accounts.example.com/jwks.json',
          audiences: ['a', 'b', 'a'],
          locations: [TokenLocation.header('x-token', 'Token '), TokenLocation.header('x-raw'), TokenLocation.cookie('token'), TokenLocation.query('t')],
          claimToHeader: { 'sub': 'x-user', 'realm.role': 'x_role' },
          payloadToHeader: 'x-claims',
          forwardToken: false,
          spaceDelimitedClaims: ['roles'],
          timeout: Duration.seconds(3),
        }),
        JwtIssuer.inline('shop', JSON.stringify({ keys: [KEY] })),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: RequestAuthentication
     metadata:
       name: shop-tokens
       namespace: shop
     spec:
       jwtRules:
         - audiences:
             - a
             - b
           forwardOriginalToken: false
           fromCookies:
             - token
           fromHeaders:
             - name: x-token
               prefix: "Token "
             - name: x-raw
           fromParams:
             - t
           issuer: me@accounts.example.com
           jwksUri: https://accounts.example.com/jwks.json
           outputClaimToHeaders:
             - claim: sub
               header: x-user
             - claim: realm.role
               header: x_role
           outputPayloadToHeader: x-claims
           spaceDelimitedClaims:
             - roles
           timeout: 3s
         - issuer: shop
           jwks: '{"keys":[{"kty":"RSA","kid":"a","n":"sQ6gHxrVqvaqkVA7vEZkAmKv_wgqqTNOW9E5VWFHY7sWlAn4V2HmMBJTQAOW2w","e":"AQAB"}]}'
     "
    `);
  });

  test('an issuer is added later, one of any name too', () => {
    const chart = shop();
    const tokens = new RequestAuthentication(chart, 'Tokens', { attachTo: Attachment.targets(TargetRef.gateway('waypoint')) });
    tokens.addIssuer(JwtIssuer.anyIssuer('https://idp.example.com/jwks', { audiences: ['shop'] }));
    tokens.issuers.pop();
    expect(Testing.synth(chart)[0].spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
      jwtRules: [{ jwksUri: 'https://idp.example.com/jwks', audiences: ['shop'] }],
    });
  });

  test('fails without issuers', () => {
    const chart = shop();
    new RequestAuthentication(chart, 'Tokens', {});
    expectRefused(chart, '[shop/Tokens] it has no issuers, and would do nothing\n    fix: add one, for example addIssuer(');
  });

  const of = (options: object) => JwtIssuer.of('https://idp.example.com', options);
  const inline = (...keys: unknown[]) => JwtIssuer.inline('a', JSON.stringify({ keys }));

  test.each([
    [() => JwtIssuer.of(''), '[JwtIssuer.of] issuer is empty'],
    [() => JwtIssuer.of('shop'), '[JwtIssuer.of] issuer is "shop", and its keys cannot be looked up there\n    fix: give jwksUri'],
    [() => of({ jwksUri: 'ftp://idp.example.com' }), '[JwtIssuer.of] jwksUri is "ftp://idp.example.com", not a URL that Istio fetches\n    fix: use https://'],
    [() => JwtIssuer.anyIssuer('https://'), '[JwtIssuer.anyIssuer] jwksUri is "https://", not a URL'],
    [() => JwtIssuer.anyIssuer(`https://a/${'b'.repeat(2048)}`), 'at most 2048 characters'],
    [() => of({ audiences: [] }), '[JwtIssuer.of] audiences is empty'],
    [() => of({ audiences: [''] }), '[JwtIssuer.of] a value of audiences is empty'],
    [() => of({ timeout: Duration.millis(0) }), '[JwtIssuer.of] timeout is 0'],
    [() => of({ locations: [] }), '[JwtIssuer] locations is empty'],
    [
      () => of({ payloadToHeader: 'x:claims' }),
      '[JwtIssuer.of] payloadToHeader has the header "x:claims"\n    fix: use letters, digits, dashes and underscores',
    ],
    [() => of({ claimToHeader: { sub: '' } }), '[JwtIssuer.of] claimToHeader has the header ""'],
    [() => of({ claimToHeader: { '': 'x-a' } }), '[JwtIssuer.of] a claim of claimToHeader is empty'],
    [
      () => of({ payloadToHeader: 'x-a', claimToHeader: { sub: 'X-A' } }),
      '[JwtIssuer.of] the header "X-A" is written twice\n    fix: give each claim a header of its own',
    ],
    [
      () => of({ spaceDelimitedClaims: Array.from({ length: 65 }, (_, i) => `c${i}`) }),
      '[JwtIssuer.of] spaceDelimitedClaims has 65 claims\n    fix: use at most 64',
    ],
    [() => JwtIssuer.inline('', '{}'), '[JwtIssuer.inline] issuer is empty'],
    [() => JwtIssuer.inline('a', '{'), '[JwtIssuer.inline] jwks is not JSON: SyntaxError in 1 characters\n    fix: use the text that the issuer serves'],
    [() => JwtIssuer.inline('a', '{}'), '[JwtIssuer.inline] jwks has no list of keys'],
    [() => inline(), '[JwtIssuer.inline] jwks has no list of keys'],
    [() => inline(null), '[JwtIssuer.inline] jwks has no list of keys'],
    [
      () => inline(KEY, { ...KEY, d: 'secret' }),
      '[JwtIssuer.inline] key 2 ("a") of jwks is private: it has "d"\n    fix: leave the private part out, replace the key',
    ],
    [() => inline({ kty: 'oct', k: 'secret' }), '[JwtIssuer.inline] key 1 of jwks is a shared secret'],
    [() => inline({ kty: 'toString' }), '[JwtIssuer.inline] key 1 of jwks has the type "toString"\n    fix: use a key of type "RSA", "EC" or "OKP"'],
    [() => inline({ kty: 'EC', crv: 'P-256', x: 'a' }), '[JwtIssuer.inline] key 1 of jwks has no "y"\n    fix: give "crv", "x", "y"'],
    [() => TokenLocation.header('x token'), '[TokenLocation.header] the header is "x token", not a header name'],
    [() => TokenLocation.header('x-token', ''), '[TokenLocation.header] prefix is empty'],
    [() => TokenLocation.cookie('a;b'), '[TokenLocation.cookie] name is "a;b", not the name of a cookie'],
    [() => TokenLocation.query(''), '[TokenLocation.query] name is empty'],
  ])('fails at the call: %s', (call, message) => {
    expect(call).toThrow(message);
  });

  test('no message shows a private key', () => {
    expect(() => JwtIssuer.inline('a', '{"keys": [{"kty": "RSA", "d": "very-secret"')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
    expect(() => inline({ kty: 'OKP', d: 'very-secret' })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }));
  });
});
