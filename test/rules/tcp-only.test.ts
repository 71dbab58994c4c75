import { broken } from './broken';

const NAMESPACE = 'kind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }';
const DB = 'app: db';
const SELECTOR = 'selector: { matchLabels: { app: db } }, ';

function service(ports: string, name = 'db'): string {
  return `kind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { app: db }, ports: [${ports}] }`;
}

function deployment(ports = '{ containerPort: 5432 }', labels = DB, name = 'db'): string {
  return `kind: Deployment\nmetadata: { name: ${name}, namespace: shop }\nspec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: db, ports: [${ports}] }] } } }`;
}

function reader(selector = SELECTOR, namespace = 'shop', rules = '{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }'): string {
  return `kind: RequestAuthentication\nmetadata: { name: jwt, namespace: ${namespace} }\nspec: { ${selector}jwtRules: [${rules}] }`;
}

function found(...documents: string[]) {
  return broken(documents.join('\n---\n'), { only: 'request-auth' }).filter(({ severity }) => severity !== 'advice');
}

const TCP = service('{ name: tcp, port: 5432 }');

test('tokens for a workload with TCP ports only are told of, and not that they are optional', () => {
  expect(found(NAMESPACE, TCP, deployment(), reader())).toEqual([{
    rule: 'request-auth/tcp-only',
    severity: 'warning',
    at: 'RequestAuthentication shop/jwt, spec.selector',
    and: ['Service shop/db, spec.ports[0]'],
    problem: 'the ports of Deployment shop/db carry no HTTP: 5432 (TCP); no token is checked',
    fix: 'name the port of the Service for HTTP (http, http2, grpc) if it carries that; or take the RequestAuthentication out, and say in an AuthorizationPolicy which principals may connect',
  }]);
});

test('all ports of all workloads are named', () => {
  const both = [service('{ name: tls, port: 443, targetPort: 5432 }, { name: mongo, port: 27017 }'), deployment('{ containerPort: 5432 }, { containerPort: 27017 }'), deployment(undefined, DB, 'replica')];
  expect(found(NAMESPACE, ...both, reader()).map(({ problem }) => problem)).toEqual([
    'the ports of Deployment shop/db and 1 more carry no HTTP: 5432 (TLS), 27017 (Mongo); no token is checked',
  ]);
});

test.each([
  ['one port carries HTTP', [NAMESPACE, service('{ name: tcp, port: 5432 }, { name: http, port: 80 }'), deployment(), reader()]],
  ['one Service says that the port carries HTTP', [NAMESPACE, TCP, service('{ name: http, port: 80, targetPort: 5432 }', 'web'), deployment(), reader()]],
  ['the proxy finds out what the port carries', [NAMESPACE, service('{ name: data, port: 5432 }'), deployment(), reader()]],
  ['the workload has a port that no Service declares', [NAMESPACE, TCP, deployment('{ containerPort: 5432 }, { containerPort: 9090 }'), reader()]],
  ['the workload says no ports', [NAMESPACE, TCP, deployment(''), reader()]],
  ['the workload has no Service', [NAMESPACE, deployment(), reader()]],
  ['one of several workloads carries HTTP', [NAMESPACE, TCP, deployment(), deployment('{ containerPort: 80 }', `${DB}, tier: admin`, 'admin'), reader()]],
  ['the namespace may hold more', [TCP, deployment(), reader()]],
  ['one of the pods is not written', [NAMESPACE, TCP, deployment(), reader(), service('{ name: http, port: 80 }', 'other').replace('app: db', 'app: other')]],
  ['it is for a whole namespace', [NAMESPACE, TCP, deployment(), reader('')]],
  ['it is for all namespaces', [NAMESPACE, TCP, deployment(), reader(SELECTOR, 'istio-system')]],
  ['it has a target', [NAMESPACE, TCP, deployment(), reader('targetRefs: [{ kind: Service, name: db }], ')]],
  ['the namespace is in ambient mode', [NAMESPACE.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient'), TCP, deployment(), reader()]],
  ['the pods are those of a gateway', [NAMESPACE, TCP, deployment(), reader(), 'kind: Gateway\nmetadata: { name: edge, namespace: shop }\nspec: { selector: { app: db }, servers: [] }']],
  ['one of the pods is out of the mesh', [NAMESPACE, TCP, deployment(), deployment(undefined, `${DB}, sidecar.istio.io/inject: "false"`, 'plain'), reader()]],
  ['a Sidecar says which ports there are', [NAMESPACE, TCP, deployment(), reader(),
    'kind: Sidecar\nmetadata: { namespace: shop }\nspec: { ingress: [{ port: { number: 5432, protocol: HTTP, name: http }, defaultEndpoint: "127.0.0.1:5432" }] }']],
  ['there are no rules for tokens', [NAMESPACE, TCP, deployment(), reader(SELECTOR, 'shop', '')]],
])('nothing is told of TCP where %s', (_, documents) => {
  expect(found(...documents).filter(({ rule }) => rule === 'request-auth/tcp-only')).toEqual([]);
});
