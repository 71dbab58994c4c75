import { broken } from './broken';

function document(kind: string, name: string, spec: string, namespace = 'shop', labels = ''): string {
  return `kind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace}${labels && `, labels: ${labels}`} }\nspec: ${spec}\n---\n`;
}

function rule(name: string, spec: string, namespace = 'shop'): string {
  return document('DestinationRule', name, `{ host: reviews.shop.svc.cluster.local, ${spec} }`, namespace);
}

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('').replace(/---\n$/, ''), { only: `destination-rule/${only}` }).map(({ problem }) => problem);
}

const SERVICE = document('Service', 'reviews', '{ selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }');
const RANDOM = 'trafficPolicy: { loadBalancer: { simple: RANDOM } }';
const POOL = 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }';

test.each([
  ['two policies', RANDOM, POOL, ['DestinationRule shop/one is for reviews.shop.svc.cluster.local too, and only the trafficPolicy of the older one is used']],
  ['the same policy', RANDOM, RANDOM, []],
  ['other subsets', 'subsets: [{ name: v1 }]', 'subsets: [{ name: v2 }]', []],
  ['the same subset with other labels', 'subsets: [{ name: v1, labels: { a: b } }]', 'subsets: [{ name: v1, labels: { a: c } }]',
    ['DestinationRule shop/one is for reviews.shop.svc.cluster.local too, and only the subset "v1" of the older one is used']],
  ['one private and one for all', `exportTo: [.], ${RANDOM}`, POOL, ['DestinationRule shop/one is for reviews.shop.svc.cluster.local too, and where both are exported the younger alone is used']],
  ['one private and one for all that say the same', `exportTo: [.], ${RANDOM}`, RANDOM, []],
  ['one for more than the other', `exportTo: [a], ${RANDOM}`, `exportTo: [a, b], ${RANDOM}`, ['DestinationRule shop/one is for reviews.shop.svc.cluster.local too, and if one is older, both are only for its exportTo (a), else it alone is used there']],
  ['one for less than the other', `exportTo: [a, b], ${RANDOM}`, `exportTo: [a], ${RANDOM}`, ['DestinationRule shop/one is for reviews.shop.svc.cluster.local too, and if two is older, both are only for its exportTo (a), else it alone is used there']],
  ['the same policy in another order', 'trafficPolicy: { tls: { mode: SIMPLE, sni: a } }', 'trafficPolicy: { tls: { sni: a, mode: SIMPLE } }', []],
  ['one for each of two namespaces', `exportTo: [a], ${RANDOM}`, `exportTo: [b], ${POOL}`, []],
  ['one for some workloads', `workloadSelector: { matchLabels: { app: web } }, ${RANDOM}`, POOL, []],
])('duplicate-host: %s', (_title, one, two, expected) => expect(problems('duplicate-host', rule('one', one), rule('two', two))).toEqual(expected));

const SOME = `workloadSelector: { matchLabels: { app: web } }, ${POOL}`;

test.each([
  ['private', `exportTo: [.], ${RANDOM}`, ['it is merged into DestinationRule shop/two, and workloads in shop that this one does not select call reviews.shop.svc.cluster.local without it']],
  ['for its namespace by name', `exportTo: [shop], ${RANDOM}`, []],
  ['for all', RANDOM, []],
  ['for others too', `exportTo: [., other], ${RANDOM}`, []],
  ['for some too', SOME.replace('web', 'cart'), []],
])('lost-beside-selector: a rule that is %s', (_title, one, expected) => {
  expect(problems('lost-beside-selector', rule('one', one), rule('two', SOME))).toEqual(expected);
  expect(problems('lost-beside-selector', rule('one', one), rule('two', SOME, 'other'))).toEqual([]);
});

const pod = (namespace: string) => document('Pod', 'pod', '{ containers: [{ name: app }] }', namespace);

test.each([
  ['for clients of its own namespace', rule('a', RANDOM, 'web'), pod('shop'), []],
  ['exported from a namespace without workloads', rule('a', `exportTo: ['*'], ${RANDOM}`, 'settings'), pod('shop'), ['the DestinationRule is in settings, reviews.shop.svc.cluster.local is in shop, and no workload in settings is known that could call it']],
  ['exported from a namespace with workloads', rule('a', `exportTo: ['*'], ${RANDOM}`, 'web'), pod('web'), []],
  ['exported to its own namespace by name', rule('a', `exportTo: [settings, shop], ${RANDOM}`, 'settings'), pod('shop'), []],
  ['exported to its own namespace and others', rule('a', `exportTo: [., shop], ${RANDOM}`, 'settings'), pod('shop'), []],
  ['exported, and no workload is known at all', rule('a', `exportTo: ['*'], ${RANDOM}`, 'settings'), '', []],
  ['exported only to others', rule('a', `exportTo: [web], ${RANDOM}`, 'settings'), '', ['the DestinationRule is in settings, reviews.shop.svc.cluster.local is in shop, and exportTo leaves out the clients in settings']],
  ['in a namespace that is left to whoever applies it', rule('a', `exportTo: [web], ${RANDOM}`, '""'), pod('shop'), []],
  ['in the root namespace', rule('a', `exportTo: [web], ${RANDOM}`, 'istio-system'), pod('shop'), []],
  ['with the service', rule('a', `exportTo: [web], ${RANDOM}`), pod('shop'), []],
])('never-looked-at: %s', (_title, one, other, expected) => expect(problems('never-looked-at', one, other)).toEqual(expected));

test.each([
  ['what it leaves out', rule('theirs', RANDOM, 'web'), ['clients in web no longer get trafficPolicy.connectionPool, subset v1 of DestinationRule shop/owner']],
  ['nothing', rule('theirs', `${POOL}, subsets: [{ name: v1 }]`, 'web'), []],
  ['nothing: it is not looked at', rule('theirs', `exportTo: [other], ${RANDOM}`, 'web'), []],
])('replaces-owners-rule: clients lose %s', (_title, theirs, expected) => {
  expect(problems('replaces-owners-rule', rule('owner', `${POOL}, subsets: [{ name: v1 }]`), theirs)).toEqual(expected);
  expect(problems('replaces-owners-rule', rule('owner', `exportTo: [.], ${POOL}`), theirs)).toEqual([]);
});

test.each([
  ['exported to some', 'exportTo: [web]', 1],
  ['private: others do not look at it', 'exportTo: [.]', 0],
  ['exported to all', "exportTo: ['*']", 0],
])('hides-wildcard: a rule %s', (_title, exportTo, count) => {
  expect(problems('hides-wildcard', document('DestinationRule', 'all', "{ host: '*.shop.svc.cluster.local' }"), rule('one', exportTo))).toHaveLength(count);
});

const NAMESPACE = 'kind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n---\n';
const hostRule = (host: string) => document('DestinationRule', 'a', `{ host: '${host}' }`);

test.each([
  ['reviws', ['no Service or ServiceEntry has the host reviws.shop.svc.cluster.local; did you mean "reviews"?'], []],
  ['ratings.shop.svc.cluster.local', ['no Service or ServiceEntry has the host ratings.shop.svc.cluster.local; there is ratings.other.svc.cluster.local'], []],
  ['reviews', [], []],
  ['*.shop.svc.cluster.local', [], []],
  ['www.example.com', [], []],
  ['nobody.elsewhere.svc.cluster.local', [], []],
  ['ratings', [], ['ratings is looked for in namespace shop, which has no such service; there is ratings.other.svc.cluster.local']],
])('unknown-host, short-host-elsewhere: %s', (host, unknown, elsewhere) => {
  const text = [NAMESPACE, SERVICE, deployment('{ app: reviews }'), document('Service', 'ratings', '{ ports: [{ port: 80 }] }', 'other'), hostRule(host)];

  expect(problems('unknown-host', ...text)).toEqual(unknown);
  expect(problems('short-host-elsewhere', ...text)).toEqual(elsewhere);
});

const deployment = (labels: string, extra = '') => document('Deployment', 'reviews', `{ ${extra} selector: { matchLabels: { app: reviews } }, template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: app }] } } }`);

test.each([
  ['other labels', '{ app: reviews, version: v1 }', '{ version: v2 }', ['no pod of reviews.shop.svc.cluster.local has the labels {"version":"v2"} of subset "s"; they have version: v1']],
  ['these labels', '{ app: reviews, version: v2 }', '{ version: v2 }', []],
  ['labels that come when they run', '{ app: reviews }', '{ topology.istio.io/cluster: east }', []],
  ['labels that a rollout sets', '{ app: reviews }', '{ rollouts-pod-template-hash: abc }', []],
])('subset-without-pods: pods with %s', (_title, pods, labels, expected) => {
  const subset = rule('a', `subsets: [{ name: s, labels: ${labels} }]`);

  expect(problems('subset-without-pods', NAMESPACE, SERVICE, deployment(pods), subset)).toEqual(expected);
  expect(problems('subset-without-pods', SERVICE, deployment(pods), subset)).toEqual([]);
});

test.each([
  ['the port of the pods', 9080, ['reviews.shop.svc.cluster.local has no port 9080; it has 80; 9080 is the port of the pods behind 80']],
  ['a port of the service', 80, []],
])('settings-for-unknown-port: %s', (_title, port, expected) => {
  const settings = rule('a', `subsets: [{ name: s, trafficPolicy: { portLevelSettings: [{ port: { number: ${port} }, loadBalancer: { simple: RANDOM } }] } }]`);

  expect(problems('settings-for-unknown-port', SERVICE, settings)).toEqual(expected);
  expect(problems('settings-for-unknown-port', settings)).toEqual([]);
});

const entry = (protocol: string) => document('ServiceEntry', 'api', `{ hosts: [api.example.com], ports: [{ number: 443, name: p, protocol: ${protocol} }], resolution: DNS }`);
const originate = document('DestinationRule', 'api', '{ host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }');
const onPort = document('DestinationRule', 'api', '{ host: api.example.com, trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: MUTUAL, credentialName: a } }] } }');
const toPort = document('VirtualService', 'api', '{ hosts: [api.example.com], http: [{ match: [{ port: 80 }], route: [{ destination: { host: api.example.com, port: { number: 443 } } }] }] }');

test.each([
  ['an HTTPS port', [entry('HTTPS'), originate], ['calls to port 443 of api.example.com are HTTPS already, and tls.mode is SIMPLE']],
  ['an HTTP port', [entry('HTTP'), originate], []],
  ['an HTTPS port, by settings for it', [entry('HTTPS'), onPort], ['calls to port 443 of api.example.com are HTTPS already, and tls.mode is MUTUAL']],
  ['an HTTPS port of the mesh', [entry('HTTPS').replace('resolution', 'location: MESH_INTERNAL, resolution'), originate], []],
  ['an HTTPS port that a route brings plain HTTP to', [entry('HTTPS'), originate, toPort], []],
  ['an HTTPS port that a filter of a proxy calls', [entry('HTTPS'), originate, document('EnvoyFilter', 'a', '{ configPatches: [{ patch: { value: { cluster: outbound|443||api.example.com } } }] }')], []],
  ['an HTTPS port that an extension calls', [entry('HTTPS'), originate, document('WasmPlugin', 'a', '{ pluginConfig: { backend: "https://api.example.com" } }')], []],
  ['an HTTPS port behind a Service of another name', [entry('HTTPS'), originate, document('Service', 'a', '{ type: ExternalName, externalName: api.example.com }')], []],
  ['an HTTPS port beside a Service of another host', [entry('HTTPS'), originate, document('Service', 'a', '{ type: ExternalName, externalName: www.example.com }')],
    ['calls to port 443 of api.example.com are HTTPS already, and tls.mode is SIMPLE']],
])('double-tls: %s', (_title, documents, expected) => expect(problems('double-tls', ...documents)).toEqual(expected));

const peer = (mode: string, namespace = 'shop', extra = '') => document('PeerAuthentication', 'default', `{ ${extra} mtls: { mode: ${mode} } }`, namespace);
const tls = (mode: string, extra = '') => rule('a', `trafficPolicy: { tls: { mode: ${mode} }${extra} }`);
const without = (text: string) => text.replace(', labels: { istio-injection: enabled }', '');

test.each([
  ['DISABLE to STRICT', [NAMESPACE, deployment('{ app: reviews }'), peer('STRICT'), tls('DISABLE')], ['reviews.shop.svc.cluster.local is called on port 80 in plain text but accepts only mutual TLS of the mesh']],
  ['SIMPLE to STRICT of the mesh', [NAMESPACE, deployment('{ app: reviews }'), peer('STRICT', 'istio-system'), tls('SIMPLE')],
    ['reviews.shop.svc.cluster.local is called on port 80 with TLS in mode SIMPLE but accepts only mutual TLS of the mesh']],
  ['DISABLE to pods of which nothing is known', [peer('STRICT'), tls('DISABLE')], ['reviews.shop.svc.cluster.local is called on port 80 in plain text but accepts only mutual TLS of the mesh']],
  ['DISABLE to pods that may have no proxy, STRICT for the mesh', [without(NAMESPACE), deployment('{ app: reviews }'), peer('STRICT', 'istio-system'), tls('DISABLE')], []],
  ['DISABLE to pods without proxy', [NAMESPACE, deployment("{ app: reviews, sidecar.istio.io/inject: 'false' }"), peer('STRICT'), tls('DISABLE')], []],
  ['DISABLE to PERMISSIVE', [NAMESPACE, deployment('{ app: reviews }'), peer('PERMISSIVE'), tls('DISABLE')], []],
  ['DISABLE to a port that is PERMISSIVE', [NAMESPACE, deployment('{ app: reviews }'), peer('STRICT', 'shop', "selector: { matchLabels: { app: reviews } }, portLevelMtls: { '9080': { mode: PERMISSIVE } },"), tls('DISABLE')], []],
  ['DISABLE, but not for the port', [NAMESPACE, deployment('{ app: reviews }'), peer('STRICT'), tls('DISABLE', ', portLevelSettings: [{ port: { number: 80 }, tls: { mode: ISTIO_MUTUAL } }]')], []],
])('plaintext-to-strict-mtls: %s', (_title, documents, expected) => expect(problems('plaintext-to-strict-mtls', SERVICE, ...documents)).toEqual(expected));

const AMBIENT = without(NAMESPACE).replace('name: shop', 'name: shop, labels: { istio.io/dataplane-mode: ambient }');

test.each([
  ['are injected', NAMESPACE, ['error']],
  ['may be in ambient', '', ['warning']],
  ['are in ambient, and called through a tunnel', AMBIENT, []],
])('plaintext-to-strict-mtls: DISABLE to pods that %s', (_title, namespace, severities) => {
  const found = (...documents: string[]) => broken([SERVICE, namespace, peer('STRICT'), tls('DISABLE'), ...documents].join('').replace(/---\n$/, ''), { only: 'destination-rule/plaintext-to-strict-mtls' });

  expect(found().map(({ severity }) => severity)).toEqual(severities);
  expect(found(deployment('{ app: reviews }')).map(({ severity }) => severity)).toEqual(severities);
});

test.each([
  ['pods without proxy', deployment("{ app: reviews, sidecar.istio.io/inject: 'false' }"), ['reviews.shop.svc.cluster.local is called on port 80 with mutual TLS, and its pods have no proxy']],
  ['pods that take plain text only', deployment('{ app: reviews }') + peer('DISABLE'), ['reviews.shop.svc.cluster.local is called on port 80 with mutual TLS, and its proxy is told to take plain text only']],
  ['pods with a proxy', deployment('{ app: reviews }'), []],
  ['pods that are not known', '', []],
])('mutual-tls-to-plaintext: %s', (_title, server, expected) => expect(problems('mutual-tls-to-plaintext', NAMESPACE, SERVICE, server, tls('ISTIO_MUTUAL'))).toEqual(expected));

const scaler = document('HorizontalPodAutoscaler', 'a', '{ scaleTargetRef: { kind: Deployment, name: reviews } }').replace('kind: Horizontal', 'apiVersion: autoscaling/v2\nkind: Horizontal');
const outlier = (settings: string) => rule('a', `trafficPolicy: { outlierDetection: { ${settings} } }`);

test.each([
  ['nine pods', 'replicas: 9,', 'interval: 5s', '', ['10 % of 9 pods is less than one, so none is ever taken out']],
  ['ten pods', 'replicas: 10,', 'interval: 5s', '', []],
  ['one pod', 'replicas: 1,', 'maxEjectionPercent: 50', '', ['50 % of 1 pod is less than one, so none is ever taken out']],
  ['half of two pods', 'replicas: 2,', 'maxEjectionPercent: 50', '', []],
  ['a number that is not said', '', 'interval: 5s', '', []],
  ['a number that somebody else sets', 'replicas: 3,', 'interval: 5s', scaler, []],
])('small-pool: %s', (_title, replicas, settings, more, expected) => expect(problems('small-pool', SERVICE, deployment('{ app: reviews }', replicas), outlier(settings), more)).toEqual(expected));
