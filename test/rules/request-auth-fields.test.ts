import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('request-auth/no-issuer', () => {
  test.each<[string, string[]]>([
    ['{ jwtRules: [{}] }', ['jwtRules[0]: the JWT rule has neither issuer nor jwksUri']],
    ['{ jwtRules: [{ jwks: "{}" }] }', ['jwtRules[0]: the JWT rule has neither issuer nor jwksUri']],
  ])('fails for %s', (spec, problems) => {
    expect(said('request-auth/no-issuer', 'RequestAuthentication', spec)).toEqual(problems);
  });

  test.each([
    '{ jwtRules: [{ jwksUri: "https://a" }] }',
    '{ jwtRules: [{ issuer: a }] }',
    '{}',
  ])('is silent for %s', spec => {
    expect(said('request-auth/no-issuer', 'RequestAuthentication', spec)).toEqual([]);
  });
});

describe('request-auth/bad-jwks', () => {
  test.each<[string, string[]]>([
    ['{ jwtRules: [{ issuer: a, jwks: \'nonsense\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: it is not JSON']],
    ['{ jwtRules: [{ issuer: a, jwks: \'[]\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: it is not a JSON object']],
    ['{ jwtRules: [{ issuer: a, jwks: \'"a"\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: it is not a JSON object']],
    ['{ jwtRules: [{ issuer: a, jwks: \'7\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: it is not a JSON object']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: key 0 has no kty']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":{}}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: keys is not a list']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"rsa"}]}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: key 0 has the kty "rsa"']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"RSA","n":"a"}]}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: key 0 has no e']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"EC","crv":"P-256","x":"ab"}]}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: key 0 has no y']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"RSA","n":"!!","e":"AQAB"}]}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: key 0 has a n that is not base64']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[7]}\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: key 0 has no kty']],
    ['{ jwtRules: [{ issuer: a, jwks: \'https://a/b\' }] }', ['jwtRules[0].jwks: the jwks cannot be read: it is not JSON']],
  ])('fails for %s', (spec, problems) => {
    expect(said('request-auth/bad-jwks', 'RequestAuthentication', spec)).toEqual(problems);
  });

  test.each([
    '{ jwtRules: [{ issuer: a, jwks: \'{"keys":[]}\' }] }',
    '{ jwtRules: [{ issuer: a, jwks: \'{"keys":null}\' }] }',
    '{ jwtRules: [{ issuer: a, jwks: \'{"kty":"RSA","n":"abcd","e":"AQAB"}\' }] }',
    '{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"oct","k":"abcd"},{"kty":"EC","crv":"P-256","x":"ab","y":"cd"}]}\' }] }',
    '{ jwtRules: [{ issuer: a, jwks: \'\' }] }',
  ])('is silent for %s', spec => {
    expect(said('request-auth/bad-jwks', 'RequestAuthentication', spec)).toEqual([]);
  });
});

describe('request-auth/private-jwks', () => {
  test.each([
    ['"kty":"oct","k":"abcd"', 'let the issuer sign with a pair of keys, RS256 or ES256, and write the public one: this key is known now'],
    ['"kty":"RSA","n":"abcd","e":"AQAB","d":"ef"', 'leave only the public part, for RSA kty, kid, alg, n and e, and make a new key: this one is known now'],
  ])('says what to do about a key with %s', (key, fix) => {
    expect(broken(`{ kind: RequestAuthentication, spec: { jwtRules: [{ issuer: a, jwks: '{"keys":[{${key}}]}' }] } }`, { only: 'request-auth/private-jwks' }).map(each => each.fix)).toEqual([fix]);
  });

  test.each<[string, string[]]>([
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"oct","kid":"x","k":"abcd"}]}\' }] }', ['jwtRules[0].jwks: key 0, x, is symmetric']],
    ['{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"RSA","n":"abcd","e":"AQAB"},{"kty":"EC","crv":"P-256","x":"ab","y":"cd","d":"ef"}]}\' }] }', ['jwtRules[0].jwks: key 1 is private']],
  ])('fails for %s', (spec, problems) => {
    expect(said('request-auth/private-jwks', 'RequestAuthentication', spec)).toEqual(problems);
  });

  test.each([
    '{ jwtRules: [{ issuer: a, jwks: \'{"keys":[{"kty":"RSA","n":"abcd","e":"AQAB"}]}\' }] }',
    '{ jwtRules: [{ issuer: a, jwks: \'nonsense\' }] }',
  ])('is silent for %s', spec => {
    expect(said('request-auth/private-jwks', 'RequestAuthentication', spec)).toEqual([]);
  });
});
