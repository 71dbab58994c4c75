import { analyse } from '../../src/cli/analysis';
import { main } from '../../src/cli/main';
import { Reading } from '../../src/read/reading';
import { REPORT_FORMATS, reportText } from '../../src/report/formats';

/** What can stand where something else belongs. */
const WRONG = ['', '~', 'true', '0', '-1', '1.5', '1e300', 'text', '""', '"\\u0000\\ud800"', '[]', '[[]]', '{}', '{a: {b: c}}', '[null, 1, a, {}]', '{__proto__: {a: 1}}', '{constructor: 1, toString: 2}', '2001-01-01', '"${x}"', '*', '&a {b: 1}'];

const DOCUMENTS: { readonly [kind: string]: string } = {
  VirtualService: 'networking.istio.io/v1\nhosts gateways exportTo http tls tcp',
  DestinationRule: 'networking.istio.io/v1\nhost trafficPolicy subsets exportTo workloadSelector',
  Gateway: 'networking.istio.io/v1\nselector servers',
  ServiceEntry: 'networking.istio.io/v1\nhosts addresses ports location resolution endpoints workloadSelector exportTo subjectAltNames',
  Sidecar: 'networking.istio.io/v1\nworkloadSelector ingress egress outboundTrafficPolicy inboundConnectionPool',
  WorkloadEntry: 'networking.istio.io/v1\naddress ports labels network locality weight serviceAccount',
  WorkloadGroup: 'networking.istio.io/v1\nmetadata template probe',
  ProxyConfig: 'networking.istio.io/v1beta1\nselector concurrency environmentVariables image',
  EnvoyFilter: 'networking.istio.io/v1alpha3\nworkloadSelector targetRefs configPatches priority',
  AuthorizationPolicy: 'security.istio.io/v1\nselector targetRef targetRefs rules action provider',
  PeerAuthentication: 'security.istio.io/v1\nselector mtls portLevelMtls',
  RequestAuthentication: 'security.istio.io/v1\nselector targetRefs jwtRules',
  Telemetry: 'telemetry.istio.io/v1\nselector targetRefs tracing metrics accessLogging',
  WasmPlugin: 'extensions.istio.io/v1alpha1\nselector targetRefs url sha256 imagePullPolicy pluginConfig phase priority match vmConfig type',
  TrafficExtension: 'extensions.istio.io/v1alpha1\nselector targetRefs wasm lua phase',
  Service: 'v1\nselector ports type clusterIP externalName',
  Deployment: 'apps/v1\nselector replicas template',
  Pod: 'v1\ncontainers serviceAccountName volumes',
  Job: 'batch/v1\ntemplate',
  CronJob: 'batch/v1\njobTemplate',
  HTTPRoute: 'gateway.networking.k8s.io/v1\nparentRefs hostnames rules',
};

afterEach(() => jest.restoreAllMocks());

function findingsOf(text: string): string {
  const reading = new Reading();
  reading.add({ name: 'a.yaml', text });
  const report = analyse(reading, { advice: true });
  expect(report.findings.filter(({ problem }) => problem.startsWith('this rule could not be evaluated')).map(({ rule, problem }) => `${rule}: ${problem}`)).toEqual([]);
  return REPORT_FORMATS.map(format => reportText(report, format)).join('');
}

test.each(Object.entries(DOCUMENTS))('wrong types everywhere in a %s are findings, and no crash', (kind, text) => {
  const [apiVersion, fields] = text.split('\n');
  const head = `apiVersion: ${apiVersion}\nkind: ${kind}\n`;
  const documents = WRONG.flatMap(wrong => [
    `${head}metadata: {name: a, namespace: b}\nspec: ${wrong}\n`,
    `${head}metadata: ${wrong}\nspec: {}\n`,
    `${head}metadata: {name: ${wrong}, namespace: ${wrong}, labels: ${wrong}, annotations: ${wrong}}\n`,
    `${head}metadata: {name: a, labels: {a: ${wrong}}, annotations: {galley.istio.io/analyze-suppress: ${wrong}}}\nspec: {}\nstatus: ${wrong}\n`,
    ...fields.split(' ').flatMap(field => [`${field}: ${wrong}`, `${field}: [${wrong}]`, `${field}: {a: ${wrong}}`]).map(field => `${head}metadata: {name: a, namespace: b}\nspec: {${field}}\n`),
  ]);
  const report = findingsOf(documents.join('---\n'));
  expect(report).toContain(kind);
});

test.each(['y', 'no', 'on', 'Off', '010', '1.0', '~'])('%s without quotes where text belongs is no crash', word => {
  // Null as a key is refused while it is read.
  const key = word === '~' ? 'key' : word;
  const text = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${word}, namespace: ${word}, labels: {a: ${word}, ${key}: b}}
spec:\n  hosts: [${word}]\n  gateways: [${word}]\n  http:\n  - name: ${word}\n    match: [{uri: {prefix: ${word}}, headers: {${key}: {exact: ${word}}}}]\n    route: [{destination: {host: ${word}, subset: ${word}}}]\n`;
  expect(findingsOf(text)).toContain('common/wrong-type');
});

test('a key __proto__ anywhere harms nothing', () => {
  const text = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\n__proto__: {x: 1}\nmetadata: {name: a, __proto__: {x: 1}, labels: {__proto__: b}}\nspec: {__proto__: {hosts: [a]}, hosts: [b], http: [{__proto__: {x: 1}, route: [{destination: {host: b, __proto__: c}}]}]}\n';
  findingsOf(text);
  findingsOf(JSON.stringify({ apiVersion: 'v1', kind: 'List' }).replace('}', ', "__proto__": {"items": []}, "items": [{"__proto__": {"kind": "Service"}}]}'));
  expect(({} as any).x).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('many findings in one large list take time in proportion', () => {
  const item = (i: number) => `- apiVersion: networking.istio.io/v1\n  kind: VirtualService\n  metadata: {name: v${i}, namespace: shop}\n  spec:\n    hosts: [h${i}]\n    http: [{route: [{destination: {host: h${i}, subset: on}}]}]\n`;
  const time = (count: number) => {
    const start = process.cpuUsage();
    findingsOf(`apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: count }, (_, i) => item(i)).join('')}`);
    return process.cpuUsage(start).user;
  };
  time(300);
  const few = time(500);
  expect(time(4000)).toBeLessThan(8 * few * 3);
}, 60_000);

test('a mistake of ours is told, with the exit code of what is not checked', () => {
  jest.spyOn(JSON, 'stringify').mockImplementation(() => {
    throw new TypeError('cannot read properties of undefined');
  });
  const written: string[] = [];
  expect(main(['check', '--format', 'json', __dirname], { out: () => undefined, error: text => void written.push(text) })).toBe(2);
  expect(written.join('')).toMatch(/^cdk8s-istio: this is a mistake in cdk8s-istio, please report it: TypeError: cannot read properties of undefined\n/);
});
