import { broken } from './broken';

function peer(name: string, spec: string, namespace = 'default'): string {
  return `kind: PeerAuthentication\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
}

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

const DB = 'selector: { matchLabels: { app: db } }';

describe('8.8: the oldest PeerAuthentication is in force', () => {
  const POD = 'kind: Pod\nmetadata: { name: db, labels: { app: db, tier: data } }\nspec: {}\n';

  test.each([
    ['two of a namespace', [peer('a', 'mtls: { mode: STRICT }'), peer('b', '')],
      'b and a are both for all of namespace default, and say different things: UNSET and STRICT'],
    ['two with one selector', [peer('a', `${DB}, mtls: { mode: STRICT }`), peer('b', `${DB}, mtls: { mode: STRICT }, portLevelMtls: { 80: { mode: DISABLE } }`)],
      'b and a are both for the pods with app=db in default, and say different things: STRICT, 80 DISABLE and STRICT'],
    ['two that select one workload', [POD, peer('a', `${DB}, mtls: { mode: STRICT }`), peer('b', 'selector: { matchLabels: { tier: data } }')],
      'b and a are both for Pod default/db, and say different things: UNSET and STRICT'],
    ['two of the mesh', [peer('a', 'mtls: { mode: STRICT }', 'istio-system'), peer('b', '', 'istio-system')],
      'b and a are both for all of namespace istio-system, and say different things: UNSET and STRICT'],
  ])('fails for %s', (_, documents, problem) => {
    expect(problems('peer-auth/several-in-force', ...documents)).toEqual([problem]);
  });

  test.each([
    ['two that say the same', [peer('a', 'mtls: { mode: STRICT }'), peer('b', 'mtls: { mode: STRICT }')]],
    ['one for a namespace, one for a workload', [POD, peer('a', 'mtls: { mode: STRICT }'), peer('b', DB)]],
    ['two namespaces', [peer('a', 'mtls: { mode: STRICT }'), peer('b', '', 'shop')]],
    ['two selectors that no workload has both of', [peer('a', `${DB}, mtls: { mode: STRICT }`), peer('b', 'selector: { matchLabels: { tier: data } }')]],
    ['one name twice, which is said elsewhere', [peer('a', 'mtls: { mode: STRICT }'), peer('a', '')]],
  ])('is silent for %s', (_, documents) => {
    expect(problems('peer-auth/several-in-force', ...documents)).toEqual([]);
  });

  test('a pair is told of once, however many workloads it is for', () => {
    const pods = ['x', 'y'].map(name => POD.replace('name: db', `name: ${name}`));
    expect(problems('peer-auth/several-in-force', ...pods, peer('a', `${DB}, mtls: { mode: STRICT }`), peer('b', 'selector: { matchLabels: { tier: data } }'))).toHaveLength(1);
  });
});

test('the root namespace is the one of the mesh', () => {
  const documents = peer('a', `${DB}, mtls: { mode: STRICT }`, 'mesh-root');
  expect(broken(documents, { only: 'peer-auth/root-selector' })).toEqual([]);
  expect(broken(documents, { only: 'peer-auth/root-selector', settings: { rootNamespace: 'mesh-root' } })).toEqual([expect.objectContaining({
    at: 'PeerAuthentication mesh-root/a, spec.selector.matchLabels',
    problem: 'the policy is for pods with app: db, but in the root namespace mesh-root it is for none',
  })]);
});

test.each([
  ['the Service sends it elsewhere', 'port: 80, targetPort: 8080', ['portLevelMtls has 80, which is port 80 of Service default/db; the ports of the pods of Service default/db are 8080']],
  ['the Service leaves it as it is', 'port: 80', []],
  ['the Service has no such port', 'port: 81, targetPort: 8080', []],
  ['nobody knows where the Service sends it', 'port: 80, targetPort: web', []],
])('the port of portLevelMtls where %s', (_, port, expected) => {
  const service = `kind: Service\nmetadata: { name: db }\nspec: { selector: { app: db }, ports: [{ ${port} }] }\n`;
  expect(problems('peer-auth/service-port', peer('a', `${DB}, portLevelMtls: { 80: { mode: DISABLE } }`), service)).toEqual(expected);
});

describe('a health check without mutual TLS', () => {
  const pod = (annotations: string, probe = 'httpGet: { port: 80 }', labels = 'sidecar.istio.io/inject: "true"') =>
    `kind: Pod\nmetadata: { name: db, labels: { ${labels} }, annotations: { ${annotations} } }\nspec: { containers: [{ ports: [{ name: web, containerPort: 80 }], livenessProbe: { ${probe} } }] }\n`;
  const OFF = 'sidecar.istio.io/rewriteAppHTTPProbers: "false"';
  const STRICT = peer('a', 'mtls: { mode: STRICT }');
  const said = (...documents: string[]) => problems('peer-auth/refused-probe', ...documents);

  test.each(['httpGet: { port: 80 }', 'httpGet: { port: web }', 'httpGet: { port: 80, scheme: HTTPS }', 'grpc: { port: 80 }'])('is refused: %s', probe => {
    expect(said(STRICT, pod(OFF, probe))).toEqual([
      'the check of port 80 of Pod default/db comes without mutual TLS, which the port refuses, since sidecar.istio.io/rewriteAppHTTPProbers is "false"',
    ]);
  });

  test('is not rewritten by whatever Istio reads as false', () => {
    expect(said(STRICT, pod('sidecar.istio.io/rewriteAppHTTPProbers: "0"'))).toHaveLength(1);
    expect(said(STRICT, pod('sidecar.istio.io/rewriteAppHTTPProbers: "no"'))).toEqual([]);
  });

  test.each([
    ['is rewritten', [STRICT, pod('')]],
    ['only opens a connection', [STRICT, pod(OFF, 'tcpSocket: { port: 80 }')]],
    ['goes past the sidecar', [STRICT, pod(`${OFF}, traffic.sidecar.istio.io/excludeInboundPorts: "81,80"`)]],
    ['goes past the sidecar with most others', [STRICT, pod(`${OFF}, traffic.sidecar.istio.io/includeInboundPorts: "81"`)]],
    ['is taken', [peer('a', 'mtls: { mode: PERMISSIVE }'), pod(OFF)]],
    ['finds no sidecar', [STRICT, pod(OFF, undefined, '')]],
  ])('is not, where it %s', (_, documents) => {
    expect(said(...documents)).toEqual([]);
  });
});

describe('a caller without proxy', () => {
  const client = (labels: string, account = 'import') =>
    `kind: Pod\nmetadata: { name: client, namespace: batch, labels: { ${labels} } }\nspec: { serviceAccountName: ${account} }\n`;
  const NONE = 'istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false"';
  const allow = (source: string) => `kind: AuthorizationPolicy\nmetadata: { name: allow }\nspec: { ${DB}, rules: [{ from: [{ source: { ${source} } }] }] }\n`;
  const PRINCIPAL = allow('principals: [cluster.local/ns/batch/sa/import]');
  const SERVICE = 'kind: Service\nmetadata: { name: db }\nspec: { selector: { app: db }, ports: [{ port: 80 }, { port: 81 }] }\n';
  const STRICT = peer('a', 'mtls: { mode: STRICT }');

  test.each([PRINCIPAL, allow('serviceAccounts: [batch/import]')])('cannot call a STRICT server', policy => {
    expect(problems('peer-auth/caller-without-proxy', client(NONE), policy, SERVICE, STRICT)).toEqual([
      'Pod batch/client has no proxy, but is allowed to call the pods of Service default/db, where only mutual TLS is taken',
    ]);
  });

  test.each([
    ['it has one, as far as is known', [client(''), PRINCIPAL, SERVICE, STRICT]],
    ['another pod of that account has one', [client(NONE), client('').replace('name: client', 'name: other'), PRINCIPAL, SERVICE, STRICT]],
    ['it is not allowed', [client(NONE, 'other'), PRINCIPAL, SERVICE, STRICT]],
    ['a port takes plain text', [client(NONE), PRINCIPAL, SERVICE, STRICT, peer('b', `${DB}, portLevelMtls: { 81: { mode: PERMISSIVE } }`)]],
    ['nothing says what the server takes', [client(NONE), PRINCIPAL, SERVICE]],
  ])('is not told where %s', (_, documents) => {
    expect(problems('peer-auth/caller-without-proxy', ...documents)).toEqual([]);
  });
});
