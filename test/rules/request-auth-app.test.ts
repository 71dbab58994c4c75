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
const TARGET = 'targetRefs: [{ kind: Service, name: db }]';
const WAYPOINT = 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: waypoint, namespace: default }\nspec: { gatewayClassName: istio-waypoint }\n';
const EDGE = 'selector: { matchLabels: { istio: ingressgateway } }';

test.each([
  ['no policy at all', [SERVICE, reader()]],
  ['a policy for other pods', [SERVICE, reader(), policy(`selector: { matchLabels: { app: web } }, ${DENY}`)]],
  ['a policy of another namespace', [SERVICE, reader(), policy(DENY, 'shop')]],
  ['a policy that refuses something else', [SERVICE, reader(), policy(`${DB}, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }]`)]],
  ['no policy at a gateway', [GATEWAY, reader(EDGE)]],
  ['no policy for a Service behind a waypoint', [SERVICE, reader(TARGET)]],
  ['no policy at a waypoint', [WAYPOINT, reader('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }]')]],
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
  ['a target that nobody here knows', [reader(TARGET)]],
  ['a policy for the Service behind a waypoint', [SERVICE, reader(TARGET), policy(`${TARGET}, ${DENY}`)]],
  ['routes by claims at the gateway', [GATEWAY, reader(EDGE),
    'kind: VirtualService\nspec: { hosts: [a.example], gateways: [edge], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: a } } }], route: [] }] }\n']],
  ['no rules for tokens', [SERVICE, 'kind: RequestAuthentication\nspec: {}\n']],
])('nothing is told with %s', (_, documents) => {
  expect(said(...documents)).toEqual([]);
});

describe('keys from a service of the mesh', () => {
  const strict = (spec = 'mtls: { mode: STRICT }') => `kind: PeerAuthentication\nmetadata: { namespace: idp }\nspec: { ${spec} }\n`;
  const idp = (pod = 'labels: { app: idp, sidecar.istio.io/inject: "true" }', port = '{ name: http, port: 80, targetPort: web }') =>
    `kind: Service\nmetadata: { name: keycloak, namespace: idp }\nspec: { selector: { app: idp }, ports: [${port}] }\n---\n`
    + `kind: Pod\nmetadata: { name: idp, namespace: idp, ${pod} }\nspec: { containers: [{ name: app, ports: [{ name: web, containerPort: 8080 }] }] }\n`;
  const keys = (uri: string, more = '') => `kind: RequestAuthentication\nspec: { jwtRules: [{ issuer: shop, jwksUri: "${uri}"${more} }] }\n`;
  const refused = (...documents: string[]) => broken(documents.join('---\n'), { only: 'request-auth/refused-jwks' });

  test('are not had where its pods take only mutual TLS', () => {
    expect(refused(strict(), idp(), keys('http://keycloak.idp/keys'))).toEqual([expect.objectContaining({
      severity: 'warning',
      at: 'RequestAuthentication default/example-3, spec.jwtRules[0].jwksUri',
      and: ['PeerAuthentication idp/example-0, spec.mtls.mode is STRICT'],
      problem: 'istiod fetches the keys from port 8080 of keycloak.idp.svc.cluster.local, which takes only mutual TLS',
    })]);
  });

  test.each([
    ['its whole name', idp(), 'http://keycloak.idp.svc.cluster.local'],
    ['its port', idp(), 'http://keycloak.idp.svc:80?a=b'],
    ['TLS', idp(undefined, '{ name: https, port: 443, targetPort: 8443 }'), 'https://keycloak.idp.svc.cluster.local/keys'],
    ['pods in ambient mode', idp('labels: { app: idp, istio.io/dataplane-mode: ambient }'), 'http://keycloak.idp/keys'],
  ])('are not had by %s either', (_, server, uri) => {
    expect(refused(strict(), server, keys(uri))).toHaveLength(1);
  });

  test.each([
    ['it takes plain text too', [strict('mtls: { mode: PERMISSIVE }'), idp(), keys('http://keycloak.idp/keys')]],
    ['the port takes plain text too', [strict('selector: { matchLabels: { app: idp } }, mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: PERMISSIVE } }'), idp(), keys('http://keycloak.idp/keys')]],
    ['nobody knows of its proxy', [strict(), idp('labels: { app: idp }'), keys('http://keycloak.idp/keys')]],
    ['the port goes past its proxy', [strict(), idp('labels: { app: idp, sidecar.istio.io/inject: "true" }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080" }'), keys('http://keycloak.idp/keys')]],
    ['it has no such port', [strict(), idp(), keys('http://keycloak.idp:8080/keys')]],
    ['the host is of somebody else', [strict(), idp(), keys('http://keycloak.example/keys')]],
    ['the keys are there', [strict(), idp(), keys('http://keycloak.idp/keys', ', jwks: "{}"')]],
    ['proxies fetch them', [strict(), idp(), keys('http://keycloak.idp/keys'), 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: { components: { pilot: { k8s: { env: [{ name: PILOT_JWT_ENABLE_REMOTE_JWKS, value: "true" }] } } } }\n']],
  ])('nothing is told where %s', (_, documents) => {
    expect(refused(...documents)).toEqual([]);
  });
});
