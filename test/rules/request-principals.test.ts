import { broken } from './broken';

function policy(principals: string, list = 'requestPrincipals'): string {
  return `kind: AuthorizationPolicy\nspec: { rules: [{ from: [{ source: { ${list}: [${principals}] } }] }] }\n`;
}

function keys(issuer: string, selector = ''): string {
  return `kind: RequestAuthentication\nmetadata: { name: keys }\nspec: { ${selector} jwtRules: [{ issuer: "${issuer}", jwksUri: https://idp.example/jwks }] }\n`;
}

function said(...documents: string[]): string[][] {
  return broken(documents.join('---\n'), { only: 'authz/foreign-request-principal' }).map(({ severity, problem, fix }) => [severity, problem, fix]);
}

test.each([
  ['https://idp.example', 'write "https://idp.example/*" for all tokens of the issuer, or "https://idp.example/SUBJECT"'],
  ['https://idp.example*', 'write "https://idp.example/*" for all tokens of the issuer, or "https://idp.example/SUBJECT"'],
  ['https://idp.example/', 'write "https://idp.example/*" for all tokens of the issuer, or "https://idp.example/SUBJECT"'],
  ['*/', 'write "*" for all tokens with issuer and subject'],
  ['alice', 'write "ISSUER/alice", or "*/alice" for all issuers'],
])('"%s" is no request principal', (principal, fix) => {
  const problem = `the request principal is "${principal}", which no token has: it has no subject`;
  expect(said(policy(`"${principal}"`))).toEqual([['error', problem, fix]]);
  expect(said(policy(`"${principal}"`, 'notRequestPrincipals'))).toEqual([['error', problem, fix]]);
});

test.each(['*', 'https://idp.example/*', 'https://idp.example/realms/shop/*', 'https://idp.example/alice', 'idp@example.com/alice', '*/alice', '*@example.com', 'accounts*', '*/*', ''])('"%s" is one, or something else is wrong with it', principal => {
  expect(said(policy(`"${principal}"`))).toEqual([]);
});

test('the identity of a workload is no request principal', () => {
  const fix = 'write it in principals, or write issuer and subject of a token';
  expect(said(policy('cluster.local/ns/utilities/sa/curl'))).toEqual([['warning', 'the request principal is "cluster.local/ns/utilities/sa/curl", which is the identity of a workload and not of a token', fix]]);
  expect(said(policy('https://idp.example/ns/utilities/sa/curl'))).toEqual([]);
});

test('a condition has request principals too', () => {
  expect(said('kind: AuthorizationPolicy\nspec: { rules: [{ when: [{ key: request.auth.principal, values: [alice] }] }] }')).toHaveLength(1);
});

test('an issuer that ends with a slash has that slash before the one that follows', () => {
  expect(said(policy('"https://shop.idp.example/*"'), keys('https://shop.idp.example/'))).toEqual([[
    'warning',
    '"https://shop.idp.example/*" is for tokens of the issuer "https://shop.idp.example", but RequestAuthentication default/keys takes those of "https://shop.idp.example/"',
    'write the issuer with its slash, and the one that follows: "https://shop.idp.example//*"',
  ]]);
});

test('an issuer with a path is none alone either, where it is known as one', () => {
  const realm = 'https://idp.example/realms/shop';
  expect(said(policy(`"${realm}"`), keys(realm))).toEqual([[
    'error',
    `the request principal is "${realm}", which is the issuer alone in RequestAuthentication default/keys: it has no subject`,
    `write "${realm}/*" for all tokens of the issuer, or "${realm}/SUBJECT"`,
  ]]);
  expect(said(policy(`"${realm}"`), keys('https://idp.example/realms'))).toEqual([]);
});

test.each([
  ['the issuer has none', [policy('"https://idp.example/*"'), keys('https://idp.example')]],
  ['both slashes are there', [policy('"https://idp.example//*"'), keys('https://idp.example/')]],
  ['the tokens are read elsewhere', [policy('"https://idp.example/*"').replace('spec: {', 'spec: { selector: { matchLabels: { app: a } },'), keys('https://idp.example/', 'selector: { matchLabels: { app: b } },')]],
])('nothing is said of the slash where %s', (_, documents) => {
  expect(said(...documents)).toEqual([]);
});

test('a wildcard on both sides of the slash is none on the right', () => {
  expect(broken(policy('"*/*"')).filter(({ severity }) => severity === 'error').map(({ rule, problem }) => [rule, problem])).toEqual([['authz/literal-wildcard', 'in "*/*" a * is no wildcard']]);
});
