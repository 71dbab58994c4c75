import { broken } from './broken';

const SERVICE = 'kind: Service\nmetadata: { name: db }\nspec: { selector: { app: db } }\n';
const DB = 'selector: { matchLabels: { app: db } }';

function reader(spec = DB, namespace = 'default'): string {
  return `kind: RequestAuthentication\nmetadata: { name: jwt, namespace: ${namespace} }\nspec: { ${spec}, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }\n`;
}

function policy(spec: string, namespace = 'default'): string {
  return `kind: AuthorizationPolicy\nmetadata: { name: policy, namespace: ${namespace} }\nspec: { ${spec} }\n`;
}

function said(...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only: 'request-auth/optional-token' }).map(({ at }) => at);
}

const DENY = 'action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }]';
const GATEWAY = 'kind: Gateway\nmetadata: { name: edge }\nspec: { selector: { istio: ingressgateway }, servers: [] }\n';
const EDGE = 'selector: { matchLabels: { istio: ingressgateway } }';

test.each([
  ['no policy at all', [SERVICE, reader()]],
  ['a policy for other pods', [SERVICE, reader(), policy(`selector: { matchLabels: { app: web } }, ${DENY}`)]],
  ['a policy of another namespace', [SERVICE, reader(), policy(DENY, 'shop')]],
  ['a policy that refuses something else', [SERVICE, reader(), policy(`${DB}, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }]`)]],
  ['no policy at a gateway', [GATEWAY, reader(EDGE)]],
])('a token is optional with %s', (_, documents) => {
  expect(said(...documents)).toEqual(['RequestAuthentication default/jwt, spec.jwtRules']);
});

test.each([
  ['a policy that asks for one', [SERVICE, reader(), policy(`${DB}, ${DENY}`)]],
  ['one for the namespace', [SERVICE, reader(), policy(DENY)]],
  ['one for the mesh', [SERVICE, reader(), policy(DENY, 'istio-system')]],
  ['one for a part of the pods', [SERVICE, reader(), policy(`selector: { matchLabels: { app: db, version: v1 } }, ${DENY}`)]],
  ['a policy that allows only some', [SERVICE, reader(), policy(`${DB}, rules: [{ from: [{ source: { namespaces: [a] } }] }]`)]],
  ['pods that nobody here knows', [reader()]],
  ['routes by claims at the gateway', [GATEWAY, reader(EDGE),
    'kind: VirtualService\nspec: { hosts: [a.example], gateways: [edge], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: a } } }], route: [] }] }\n']],
  ['no rules for tokens', [SERVICE, 'kind: RequestAuthentication\nspec: {}\n']],
])('nothing is told with %s', (_, documents) => {
  expect(said(...documents)).toEqual([]);
});
