const DURATIONS = [
  '', '0', '0s', '1', '1ms', '0.9ms', '999us', '1000us', '999999ns', '1e6ns', '1000000ns', '1s', '.5s', '1.s', '.s', '1h2m3s4ms', '-1s', '+1s', '-0', '1 s', '1d', '1S', 's', '1µs', '2000µs',
  '0.0005s', '100000h', '9999999999h', '0.5h0.5m', '1ms1', '1m', '1s ',
];
const URLS = [
  '', '*', 'a', 'a.b/c:v1', 'http://a', 'https://a/b?c',
  'HTTPS://a', 'oci://a/b:v1', 'file:///a', 'ftp://a', 's3://a/b', 'a:b', 'a:80/b', '/a', '//a', ':a', 'http:', 'http://', 'http://a b', 'http://a:b',
  'http://a:80', 'http://[::1]:80/', 'http://[::1', 'http://[1]', 'http://a%41/', 'http://a/%zz', 'http://a/%41', 'http://u:p@a/', 'http://u p@a/',
  'http://a\u0001', '1http://a', 'a_b://c', 'oci:foo', 'http://a?%zz',
];
const LABELS = [{}, { app: 'a' }, { '*': 'a' }, { 'a*b': 'c' }, { '': 'a' }, { 'app': 'a', '': 'b' }, { __proto__x: 'a' }];
const CERTIFICATES = [{}, { credentialName: 'a' }, { credentialNames: ['a'] }, { tlsCertificates: [] }, { credentialNames: [], tlsCertificates: [] }, { credentialName: '', credentialNames: [] }];
const ATTACHMENTS = [
  {}, { selector: {} }, { targetRefs: [] }, { targetRef: {} }, { workloadSelector: {} },
  { selector: {}, targetRefs: [] }, { workloadSelector: {}, targetRefs: [] },
];
const ADDRESSES = ['', '10.0.0.1', 'unix://', 'unix:///', 'unix:///a', 'unix:///a/', 'unix://@a', 'unix://a', 'unix://@a/', 'UNIX://a', 'unix:/a', 'a.b/'];

/** Values at the edges of each CEL rule, by the id of the rule: some that it takes, and some that it refuses. */
export const EDGES: { readonly [id: string]: unknown[] } = {
  'common/one-attachment': ATTACHMENTS,
  'common/selector-wildcards#key': LABELS,
  'common/selector-wildcards#empty-key': LABELS,
  'common/selector-wildcards#value': ['', 'a', '*', 'a*', 'a.b'],
  'common/targetref-kind': ['', 'shop'],
  'common/duration-format': DURATIONS,
  'common/port-range': [0, 1, 80, 65535, 65536, 4294967295],
  'common/port-name-label': [{}, { http: 1 }, { 'http-1': 1 }, { HTTP: 1 }, { http_1: 1 }, { '-a': 1 }, { 'a-': 1 }, { '': 1 }, { ['a'.repeat(62)]: 1 }, { ['a'.repeat(63)]: 1 }, { 'a\n': 1 }],
  'gateway/one-cert-source#tls-certificates': CERTIFICATES,
  'gateway/one-cert-source#credential-names': CERTIFICATES,
  'service-entry/selector-xor-endpoints': [{}, { workloadSelector: {} }, { endpoints: [] }, { workloadSelector: {}, endpoints: [] }],
  'service-entry/cidr-address': [undefined, 'NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'].flatMap(resolution => [undefined, [], ['10.0.0.1'], ['10.0.0.1', '10.0.0.0/8']].map(
    addresses => ({ ...resolution && { resolution }, ...addresses && { addresses } }))),
  'service-entry/resolution-none': [{}, { endpoints: [] }, { resolution: 'NONE' }, { resolution: 'NONE', endpoints: [{}] }, { resolution: 'DNS', endpoints: [{}] }],
  'service-entry/resolution-dns': [{}, { resolution: 'DNS_ROUND_ROBIN' }, { resolution: 'DNS_ROUND_ROBIN', endpoints: [{}] }, { resolution: 'DNS_ROUND_ROBIN', endpoints: [{}, {}] }, { resolution: 'DNS', endpoints: [{}, {}] }],
  'service-entry/hosts': ['*', '', '*.a', 'a'],
  'service-entry/ports-unique': [[], [{ number: 1 }], [{ number: 1 }, { number: 2 }], [{ number: 1 }, { number: 2 }, { number: 1 }]],
  'workload-entry/address#required': [{}, { address: '' }, { network: '' }, { address: 'a', network: 'b' }],
  'workload-entry/address#socket-without-ports': [{}, { ports: {} }, { address: 'unix:///a' }, { address: 'unix:///a', ports: {} }, { address: '10.0.0.1', ports: {} }],
  'workload-entry/address#socket-absolute': ADDRESSES,
  'workload-entry/address#socket-no-directory': ADDRESSES,
  'workload-group/template': ['', 'HTTP', 'HTTPS', 'http', 'TCP'],
  'authz/service-accounts': [
    {}, { serviceAccounts: [] }, { notServiceAccounts: [] }, { principals: [], namespaces: [] },
    { serviceAccounts: [], principals: [] }, { serviceAccounts: [], notPrincipals: [] },
    { notServiceAccounts: [], namespaces: [] }, { notServiceAccounts: [], notNamespaces: [] }, { serviceAccounts: [], ipBlocks: [] },
  ],
  'peer-auth/port-level-needs-selector#selector': [
    {}, { portLevelMtls: {} }, { portLevelMtls: {}, selector: {} }, { portLevelMtls: {}, selector: { matchLabels: {} } }, { portLevelMtls: {}, selector: { matchLabels: { a: 'b' } } }, { selector: {} },
  ],
  'peer-auth/port-level-needs-selector#port-range': [{}, ...['0', '1', '65535', '65536', '-1', '080', 'http', '', '8.0', '1e2', '1_000'].map(key => ({ [key]: {} })), { 80: {}, http: {} }],
  'request-auth/issuer-or-jwks#one-source': [{}, { jwks: '' }, { jwksUri: '' }, { jwks_uri: '' }, { jwks: '', jwksUri: '' }, { jwks_uri: '', jwksUri: '' }, { jwks_uri: '', jwks: '' }],
  'request-auth/issuer-or-jwks#uri-scheme': URLS,
  'envoy-filter/shape': [{}, { waypoint: {} }, { context: 'WAYPOINT' }, { context: 'WAYPOINT', waypoint: {} }, { context: 'ANY' }, { context: 'ANY', waypoint: {} }],
  'telemetry/sampling#upsert-with-value': [{}, { operation: 'UPSERT' }, { operation: 'UPSERT', value: '' }, { operation: 'UPSERT', value: 'a' }, { operation: 'REMOVE' }, { value: '' }],
  'telemetry/sampling#remove-without-value': [{}, { operation: 'REMOVE' }, { operation: 'REMOVE', value: '' }, { operation: 'UPSERT', value: 'a' }, { value: 'a' }],
  'traffic-extension/one-engine': [{}, { wasm: {} }, { lua: {} }, { wasm: {}, lua: {} }],
  'wasm/url': URLS,
  'wasm/sha-name-secret': [{}, { valueFrom: 'HOST' }, { valueFrom: 'HOST', value: '' }, { valueFrom: 'INLINE', value: 'a' }, { value: 'a' }],
};
