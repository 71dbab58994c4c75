import { broken } from './broken';

const RULE = 'destination-rule/hash-without-key';
const HEADER = 'httpHeaderName: x-user';

function hash(text: string): string {
  return `loadBalancer: { consistentHash: { ${text} } }`;
}

/** What is said of a DestinationRule for `db`: the field, and the problem. */
function told(spec: string, ...others: string[]): string[] {
  return broken([`kind: DestinationRule\nspec: { host: db, ${spec} }`, ...others].join('\n---\n'), { only: RULE })
    .map(({ at, problem }) => `${at.replace(/^.*, spec\./, '')}: ${problem}`);
}

test.each([
  ['ringHash: { minimumRingSize: 2048 }', 'the consistentHash has ringHash only, and nothing to hash'],
  ['minimumRingSize: 2048', 'the consistentHash has minimumRingSize only, and nothing to hash'],
  ['maglev: { tableSize: 65537 }', 'the consistentHash has maglev only, and nothing to hash'],
  ['useSourceIp: false, ringHash: {}', 'the consistentHash has useSourceIp: false, ringHash only, and nothing to hash'],
  ['', 'the consistentHash has no field, and nothing to hash'],
])('a hash with { %s } has no key', (text, problem) => {
  expect(told(`trafficPolicy: { ${hash(text)} }`)).toEqual([`trafficPolicy.loadBalancer.consistentHash: ${problem}`]);
});

test.each([HEADER, 'httpQueryParameterName: user', 'useSourceIp: true', 'httpCookie: { name: user, ttl: 0s }'])('a hash with { %s } has a key', text => {
  expect(told(`trafficPolicy: { ${hash(`${text}, ringHash: {}`)} }`)).toEqual([]);
});

test('a load balancer without a hash is none of it', () => {
  expect(told('trafficPolicy: { loadBalancer: { simple: RANDOM } }')).toEqual([]);
});

describe('a hash of a subset', () => {
  const subset = (policy: string) => `subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { ${policy} } }]`;

  test('takes no key from the whole host', () => {
    expect(told(`trafficPolicy: { ${hash(HEADER)} }, ${subset(hash('ringHash: {}'))}`)).toEqual([
      'subsets[0].trafficPolicy.loadBalancer.consistentHash: the consistentHash has ringHash only, and nothing to hash',
    ]);
  });

  test('may leave the key to its ports', () => {
    expect(told(subset(`${hash('ringHash: {}')}, portLevelSettings: [{ port: { number: 80 }, ${hash(HEADER)} }]`))).toEqual([]);
  });

  test('may have the key that the one for the whole host does not need then', () => {
    expect(told(`trafficPolicy: { ${hash('ringHash: {}')} }, ${subset(hash(HEADER))}`)).toEqual([]);
  });
});

describe('a hash of a port', () => {
  const port = (text: string) => `portLevelSettings: [{ port: { number: 80 }, ${hash(text)} }]`;

  test('has no key where nothing has one', () => {
    expect(told(`trafficPolicy: { ${port('ringHash: {}')} }`)).toEqual([
      'trafficPolicy.portLevelSettings[0].loadBalancer.consistentHash: the consistentHash has ringHash only, and nothing to hash',
    ]);
  });

  test('is passed over by routes without a port, which use the key of the whole host', () => {
    expect(told(`trafficPolicy: { ${hash(HEADER)}, ${port('ringHash: {}')} }`)).toEqual([]);
  });

  test('may have the key that the one for the whole host does not need then', () => {
    expect(told(`trafficPolicy: { ${hash('ringHash: {}')}, ${port(HEADER)} }`)).toEqual([]);
  });
});

describe('nothing is told', () => {
  const keyless = `trafficPolicy: { ${hash('ringHash: {}')} }`;
  const service = (port: string, more = '') => `kind: Service\nmetadata: { name: db }\nspec: { ports: [{ name: ${port}, port: 6379 }]${more} }`;
  const filter = (value: string) => `kind: EnvoyFilter\nspec: { configPatches: [{ applyTo: HTTP_ROUTE, patch: { operation: MERGE, value: { route: ${value} } } }] }`;

  test('of Redis, whose filter hashes keys', () => {
    expect(told(keyless, service('redis'))).toEqual([]);
    expect(told(keyless, service('http'))).toHaveLength(1);
  });

  test('of a headless service, whose pods are called by their addresses', () => {
    expect(told(keyless, service('http', ', clusterIP: None'))).toEqual([]);
  });

  test('where an EnvoyFilter says what routes hash', () => {
    expect(told(keyless, filter('{ hash_policy: [{ header: { header_name: x-user } }] }'))).toEqual([]);
    expect(told(keyless, filter('{ hashPolicy: [{ header: { headerName: x-user } }] }'))).toEqual([]);
    expect(told(keyless, filter('{ timeout: 5s }'))).toHaveLength(1);
  });
});

test('a misspelt key is told of once, as that', () => {
  const found = broken(`kind: DestinationRule\nspec: { host: db, trafficPolicy: { ${hash('httpHeader: x-user')} } }`);
  expect(found.map(({ rule }) => rule)).toEqual(['common/unknown-field']);
});
