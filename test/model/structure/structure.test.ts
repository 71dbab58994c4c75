import { parse } from 'yaml';
import { SCHEMA_KINDS, schemaOf } from '../../../imports/schema';
import { MeshObject } from '../../../src/model/object';
import { structureOf, violationsOf } from '../../../src/model/structure';
import { CheckNode } from '../../../src/model/structure/check-node';
import { checksOf } from '../../../src/model/structure/checks';
import { kindOf } from '../../../src/model/structure/kinds';

/** A document; what every object has need not be said in it. */
function object(text: string): any {
  const { kind, metadata, ...rest } = parse(text);
  const schema = schemaOf(kind);
  return { apiVersion: schema ? `${schema.group}/${schema.version}` : 'v1', kind, metadata: { name: 'a', namespace: 'shop', ...metadata }, ...rest };
}

/** `kind at field: problem; fix`, one a violation. */
function said(text: string): string[] {
  return violationsOf(object(text)).map(({ kind, field, problem, fix }) => `${kind} at ${field}: ${problem}; ${fix}`);
}

const http = (rest: string) => `{ kind: VirtualService, spec: { hosts: [a], http: [{ ${rest} }] } }`;
const rule = (rest: string) => `{ kind: DestinationRule, spec: { host: a, trafficPolicy: { ${rest} } } }`;
const se = (rest: string) => `{ kind: ServiceEntry, spec: { hosts: [a.b], ${rest} } }`;

describe('fields that the schema does not know', () => {
  test.each([
    ['a letter off', http('route: [{ destination: { hots: a } }]'), 'spec.http[0].route[0].destination.hots', 'write "host"'],
    ['two letters swapped', http('timeotu: 1s'), 'spec.http[0].timeotu', 'write "timeout"'],
    ['singular for plural', '{ kind: VirtualService, spec: { host: [a] } }', 'spec.host', 'write "hosts"'],
    ['snake case', rule('connection_pool: {}'), 'spec.trafficPolicy.connection_pool', 'write "connectionPool"'],
    ['one level too deep', http('route: [{ destination: { host: a }, timeout: 1s }]'), 'spec.http[0].route[0].timeout', 'move it one level up: spec.http[0].timeout'],
    ['two levels too deep', http('route: [{ destination: { host: a, retries: {} } }]'), 'spec.http[0].route[0].destination.retries', 'move it 2 levels up: spec.http[0].retries'],
    ['one level too high', http('perTryTimeout: 1s'), 'spec.http[0].perTryTimeout', 'move it to spec.http[0].retries.perTryTimeout'],
    ['under a neighbour', rule('loadBalancer: { consecutive5xxErrors: 3 }'), 'spec.trafficPolicy.loadBalancer.consecutive5xxErrors', 'move it to spec.trafficPolicy.outlierDetection.consecutive5xxErrors'],
    ['under spec in place of its policy', '{ kind: DestinationRule, spec: { host: a, tls: {} } }', 'spec.tls', 'move it to spec.trafficPolicy.tls'],
    ['outside of spec', '{ kind: DestinationRule, host: a, spec: { host: a } }', 'host', 'move it to spec.host'],
    ['nothing like it', http('retries: { retriableStatusCodes: [503] }'), 'spec.http[0].retries.retriableStatusCodes',
      'take it out; what is known here: attempts, backoff, perTryTimeout, retryIgnorePreviousHosts, retryOn, retryRemoteLocalities'],
    ['the name of a service for its host', http('route: [{ destination: { name: a } }]'), 'spec.http[0].route[0].destination.name', 'write "host"'],
    ['a name beside the host', http('route: [{ destination: { host: a, name: b } }]'), 'spec.http[0].route[0].destination.name', 'move it 2 levels up: spec.http[0].name'],
    ['the beginning of a field', http('fault: { abort: { httpStatus: 500, percent: 50 } }'), 'spec.http[0].fault.abort.percent', 'write percentage: { value: ... }'],
    ['the beginning of a field that is a text', '{ kind: WasmPlugin, spec: { url: a, plugin: b } }', 'spec.plugin', 'take it out; what is known here: failStrategy, imagePullPolicy, imagePullSecret, match, phase, pluginConfig, pluginName, priority, selector, sha256, targetRef, targetRefs and more'],
    ['in metadata', '{ kind: DestinationRule, metadata: { label: {} }, spec: { host: a } }', 'metadata.label', 'write "labels"'],
    ['a name that breaks paths', http('"a.b c": 1'), 'spec.http[0]["a.b c"]', 'take it out; what is known here: corsPolicy, delegate, directResponse, fault, headers, match, mirror, mirrorPercent, mirrorPercentage, mirrors, name, redirect and more'],
  ])('%s', (_, text, field, fix) => {
    expect(violationsOf(object(text)).map(each => [each.kind, each.field, each.fix])).toEqual([['unknown-field', field, fix]]);
  });

  test('say where they are', () => {
    expect(said(http('timeotu: 1s'))).toEqual(['unknown-field at spec.http[0].timeotu: spec.http[0] has no field "timeotu"; write "timeout"']);
  });

  test('are kept where the schema keeps them', () => {
    expect(said('{ kind: EnvoyFilter, spec: { configPatches: [{ patch: { operation: MERGE, value: { anything: { at: [all] } } } }] }, status: { x: 1 } }')).toEqual([]);
  });
});

describe('values', () => {
  test.each([
    ['a number for a duration', http('timeout: 5'), 'wrong-type at spec.http[0].timeout: spec.http[0].timeout is 5, a number, but has to be a duration; write it with its unit, as in 5s'],
    ['a number for a text', '{ kind: DestinationRule, spec: { host: 5 } }', 'wrong-type at spec.host: spec.host is 5, a number, but has to be a string; put the value in quotes'],
    ['a text for a number', http('route: [{ destination: { host: a }, weight: "90" }]'),
      'wrong-type at spec.http[0].route[0].weight: spec.http[0].route[0].weight is "90", a string, but has to be a whole number; write 90 without quotes'],
    ['a fraction', http('retries: { attempts: 1.5 }'), 'wrong-type at spec.http[0].retries.attempts: spec.http[0].retries.attempts is 1.5, a number, but has to be a whole number; make it a whole number, or take it out'],
    ['a text for true', rule('tls: { mode: SIMPLE, insecureSkipVerify: "true" }'),
      'wrong-type at spec.trafficPolicy.tls.insecureSkipVerify: spec.trafficPolicy.tls.insecureSkipVerify is "true", a string, but has to be true or false; write true without quotes'],
    ['one for a list', '{ kind: VirtualService, spec: { hosts: a } }', 'wrong-type at spec.hosts: spec.hosts is "a", a string, but has to be a list; make it a list with one entry: ["a"]'],
    ['an object for a list', '{ kind: VirtualService, spec: { hosts: [a], http: { timeout: 1s } } }',
      'wrong-type at spec.http: spec.http is an object, but has to be a list; make it a list with one entry: begin it with "- "'],
    ['a list for an object', '{ kind: PeerAuthentication, spec: { mtls: [{ mode: STRICT }] } }', 'wrong-type at spec.mtls: spec.mtls is a list, but has to be an object; leave out the "- " before its fields'],
    ['null in a list', '{ kind: VirtualService, spec: { hosts: [null] } }', 'wrong-type at spec.hosts[0]: spec.hosts[0] is null, but has to be a string; make it a string, or take it out'],
    ['a spec that is none', '{ kind: Gateway, spec: all }', 'wrong-type at spec: spec is "all", a string, but has to be an object; make it an object, or take it out'],
    ['another spelling of an enum', rule('loadBalancer: { simple: least-request }'),
      'enum at spec.trafficPolicy.loadBalancer.simple: spec.trafficPolicy.loadBalancer.simple is "least-request", which is none of UNSPECIFIED, LEAST_CONN, RANDOM, PASSTHROUGH, ROUND_ROBIN or LEAST_REQUEST; use LEAST_REQUEST'],
    ['no value of an enum', '{ kind: PeerAuthentication, spec: { mtls: { mode: everything } } }',
      'enum at spec.mtls.mode: spec.mtls.mode is "everything", which is none of UNSET, DISABLE, PERMISSIVE or STRICT; use one of UNSET, DISABLE, PERMISSIVE or STRICT'],
    ['too few', se('ports: [{ name: a, number: -1 }]'), 'limit at spec.ports[0].number: spec.ports[0].number is -1, but has to be from 0 to 4294967295; use a number that is from 0 to 4294967295'],
    ['beyond 32 bits', http('redirect: { redirectCode: 4294967296 }'),
      'limit at spec.http[0].redirect.redirectCode: spec.http[0].redirect.redirectCode is 4294967296, but has to be from 0 to 4294967295; use a number that is from 0 to 4294967295'],
    ['beyond signed 32 bits', http('retries: { attempts: 2147483648 }'),
      'limit at spec.http[0].retries.attempts: spec.http[0].retries.attempts is 2147483648, but has to be from -2147483648 to 2147483647; use a number that is from -2147483648 to 2147483647'],
    ['an empty list', '{ kind: ServiceEntry, spec: { hosts: [] } }', 'limit at spec.hosts: spec.hosts is empty; add an entry, or take it out'],
    ['an empty text', '{ kind: Telemetry, spec: { targetRef: { kind: "", name: a } } }', 'limit at spec.targetRef.kind: spec.targetRef.kind is empty; give it a value'],
    ['too long a text', `{ kind: WorkloadEntry, spec: { address: ${'a'.repeat(257)} } }`, 'limit at spec.address: spec.address has more than 256 characters, but has to have at most 256; make it shorter'],
    ['no match of a pattern', '{ kind: WasmPlugin, spec: { url: a.b/c, sha256: abc } }',
      'pattern at spec.sha256: spec.sha256 is "abc", which does not match (^$|^[a-f0-9]{64}$); write a value that matches'],
    ['no base64', http('directResponse: { status: 200, body: { bytes: "a b" } }'),
      'pattern at spec.http[0].directResponse.body.bytes: spec.http[0].directResponse.body.bytes is "a b", which is not base64; encode the bytes in base64, or use the field for text beside it'],
    ['several of one', http('match: [{ uri: { exact: /a, prefix: /b } }]'),
      'one-of at spec.http[0].match[0].uri: spec.http[0].match[0].uri has exact and prefix, of which there may be one; keep one of exact and prefix'],
    ['the second choice of two', rule('loadBalancer: { consistentHash: { useSourceIp: true, ringHash: {}, maglev: {} } }'),
      'one-of at spec.trafficPolicy.loadBalancer.consistentHash: spec.trafficPolicy.loadBalancer.consistentHash has ringHash and maglev, of which there may be one; keep one of ringHash and maglev'],
    ['a key twice', se('resolution: DNS, ports: [{ name: a, number: 1 }, { name: b, number: 2 }, { name: a, number: 3 }]'),
      'duplicate-key at spec.ports[2]: spec.ports[2] and spec.ports[0] both have name "a"; give each entry another name, or keep one of them'],
    ['nothing where something has to be', '{ kind: DestinationRule, spec: {} }', 'required at spec.host: spec has no host, and needs one; add host'],
    ['no spec', '{ kind: ServiceEntry }', 'required at spec: the object has no spec, and needs one; add spec'],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual([expected]);
  });

  test.each([
    ['texts count by characters, not by what they are made of', `{ kind: WorkloadEntry, spec: { address: "${'😀'.repeat(256)}" } }`],
    ['null is no value', http('timeout: null, route: [{ destination: { host: a, port: null } }], fault: null')],
    ['null where the schema takes it', rule('outlierDetection: { consecutive5xxErrors: null }')],
    ['none of a choice', http('match: [{ uri: {} }]')],
    ['no spec where none is needed', '{ kind: PeerAuthentication }'],
    ['what an API server writes', '{ kind: DestinationRule, metadata: { uid: a, generation: 2, creationTimestamp: null, managedFields: [{ manager: kubectl }] }, spec: { host: a }, status: { observedGeneration: "1" } }'],
  ])('are right: %s', (_, text) => {
    expect(said(text)).toEqual([]);
  });

  test('checks of the whole do not see nulls', () => {
    expect(said('{ kind: PeerAuthentication, metadata: { name: a }, spec: { selector: { matchLabels: { a: null } }, mtls: { mode: STRICT }, portLevelMtls: { "80": { mode: DISABLE } } } }'))
      .toEqual([expect.stringMatching(/^peer-auth\/port-level-needs-selector#selector at spec.portLevelMtls: /)]);
    expect(said('{ kind: WorkloadEntry, metadata: { name: a }, spec: { address: 10.0.0.1, ports: { "*": null } } }')).toEqual([]);
  });

  test('null counts as missing', () => {
    expect(said('{ kind: DestinationRule, spec: { host: null } }')).toEqual(['required at spec.host: spec has no host, and needs one; add host']);
  });
});

describe('one cause is told once', () => {
  test.each([
    ['a misspelt field that is needed', '{ kind: DestinationRule, spec: { hots: a } }', ['unknown-field']],
    ['an unknown field beside a missing one', '{ kind: DestinationRule, spec: { subset: [] } }', ['unknown-field', 'required']],
    ['a misspelt engine', '{ kind: TrafficExtension, spec: { wasn: { url: a.b/c } } }', ['unknown-field']],
    ['two engines', '{ kind: TrafficExtension, spec: { wasm: { url: a.b/c }, lua: { inlineCode: a } } }', ['one-of']],
    ['a number below zero that is no port', se('resolution: DNS, ports: [{ name: a, number: -1 }]'), ['limit']],
    ['an enum of a wrong type', '{ kind: PeerAuthentication, spec: { mtls: { mode: 1 } } }', ['wrong-type']],
    ['ports without numbers', se('resolution: DNS, ports: [{ name: a }, { name: b }]'), ['required', 'required']],
  ])('%s', (_, text, kinds) => {
    expect(violationsOf(object(text)).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('kinds and versions', () => {
  const named = (apiVersion: any, kind: any) => violationsOf({ apiVersion, kind, metadata: { name: 'a' }, spec: { host: 'a' } }).map(({ field, problem, fix }) => `${field}: ${problem}; ${fix}`);

  test.each([
    ['networking.istio.io/v1', 'DestinatonRule', 'kind: networking.istio.io has no kind "DestinatonRule"; write DestinationRule, of networking.istio.io/v1'],
    ['security.istio.io/v1', 'Thing', 'kind: security.istio.io has no kind "Thing"; use one of AuthorizationPolicy, PeerAuthentication or RequestAuthentication'],
    ['security.istio.io/v1', 'DestinationRule', 'apiVersion: DestinationRule is not of security.istio.io, but of networking.istio.io; use apiVersion: networking.istio.io/v1'],
    ['v1', 'DestinationRule', 'apiVersion: DestinationRule is not of the core group, but of networking.istio.io; use apiVersion: networking.istio.io/v1'],
    ['networking.istio.io/v2', 'DestinationRule', 'apiVersion: DestinationRule has no version "v2"; Istio serves v1, v1alpha3 and v1beta1; use networking.istio.io/v1'],
    ['networking.istio.io', 'DestinationRule', 'apiVersion: DestinationRule has no version ""; Istio serves v1, v1alpha3 and v1beta1; use networking.istio.io/v1'],
    ['authentication.istio.io/v1alpha1', 'Policy', 'apiVersion: Istio has no group "authentication.istio.io"; write PeerAuthentication for mutual TLS and RequestAuthentication for tokens, both of security.istio.io/v1'],
    ['rbac.istio.io/v1alpha1', 'ServiceRole', 'apiVersion: Istio has no group "rbac.istio.io"; write AuthorizationPolicy, of security.istio.io/v1'],
    ['config.istio.io/v1alpha2', 'RouteRule', 'apiVersion: Istio has no group "config.istio.io"; write VirtualService, of networking.istio.io/v1'],
    ['config.istio.io/v1alpha2', 'handler', 'apiVersion: Istio has no group "config.istio.io"; take it out; Mixer is gone, and Telemetry, AuthorizationPolicy and WasmPlugin do what it did'],
    ['mesh.istio.io/v1', 'constructor', 'apiVersion: Istio has no group "mesh.istio.io"; use one of networking.istio.io, security.istio.io, telemetry.istio.io or extensions.istio.io'],
    ['mesh.istio.io/v1', 'Rule', 'apiVersion: Istio has no group "mesh.istio.io"; use one of networking.istio.io, security.istio.io, telemetry.istio.io or extensions.istio.io'],
  ])('%s %s', (apiVersion, kind, expected) => {
    expect(named(apiVersion, kind)).toEqual([expected]);
  });

  test.each([
    ['networking.istio.io/v1beta1', 'DestinationRule'],
    ['install.istio.io/v1alpha1', 'IstioOperator'],
    ['operator.istio.io/v1alpha1', 'Istio'],
    ['gateway.networking.k8s.io/v1', 'Gateway'],
    ['example.com/v1', 'VirtualService'],
    ['v1', 'constructor'],
    ['toString', '__proto__'],
    [undefined, undefined],
    [{}, []],
  ])('says nothing of %s %s', (apiVersion, kind) => {
    expect(named(apiVersion, kind)).toEqual([]);
  });
});

describe('metadata', () => {
  const meta = (metadata: any) => violationsOf({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec: { host: 'a' } }).map(({ field, problem }) => `${field}: ${problem}`);

  test.each([
    [{}, 'metadata.name: the object has no name'],
    [{ name: '' }, 'metadata.name: the object has no name'],
    [{ name: 'a_b' }, 'metadata.name: the name is "a_b", which Kubernetes does not take'],
    [{ name: 'Reviews' }, 'metadata.name: the name is "Reviews", which Kubernetes does not take'],
    [{ name: 'a'.repeat(254) }, `metadata.name: the name is "${'a'.repeat(80)}…", which has 254 characters`],
    [{ name: 'a', namespace: 'a.b' }, 'metadata.namespace: the namespace is "a.b", which Kubernetes does not take'],
    [{ name: 'a', labels: { 'a b': 'c' } }, 'metadata.labels["a b"]: the label "a b" has a name that Kubernetes does not take'],
    [{ name: 'a', labels: { a: 'b c' } }, 'metadata.labels.a: metadata.labels.a is "b c", which Kubernetes does not take'],
    [{ name: 'a', labels: { a: true } }, 'metadata.labels.a: metadata.labels.a is true, a boolean, but has to be a string'],
    [{ name: 'a', annotations: { 'x/y/z': 'c' } }, 'metadata.annotations["x/y/z"]: the annotation "x/y/z" has a name that Kubernetes does not take'],
    [{ name: 'a', annotations: { a: 1 } }, 'metadata.annotations.a: metadata.annotations.a is 1, a number, but has to be a string'],
    [[], 'metadata: metadata is an empty list, but has to be an object'],
    [undefined, 'metadata: the object has no metadata, and needs one'],
  ])('%j', (metadata, expected) => {
    expect(meta(metadata)).toEqual([expected]);
  });

  test.each([
    [{ generateName: 'a-' }], [{ name: 'a.b' }], [{ name: 'a', labels: { 'example.com/a_b.c': '', 'b': 'B_c' }, annotations: { 'Example.com/A': ' any thing ' } }],
  ])('is right: %j', metadata => {
    expect(meta(metadata)).toEqual([]);
  });
});

describe("Kubernetes' own kinds", () => {
  test.each([
    ['a port in quotes', '{ kind: Service, spec: { ports: [{ port: "80" }] } }', ['wrong-type at spec.ports[0].port: spec.ports[0].port is "80", a string, but has to be a whole number; write 80 without quotes']],
    ['a label that is a number', '{ kind: Pod, metadata: { labels: { version: 1 } } }', ['wrong-type at metadata.labels.version: metadata.labels.version is 1, a number, but has to be a string; put the value in quotes']],
    ['anything that Istio does not read', '{ kind: Service, unknown: 1, spec: { sessionAffinity: 5, ports: [{ port: 80, targetPort: web, x: y }] } }', []],
    ['names of any form', '{ kind: Service, metadata: { name: A_B, labels: { "a b": "c d" } } }', []],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('what is admitted', () => {
  const admitted = (text: string) => structureOf(object(text)).admitted.spec;

  test('is the very object where nothing is wrong', () => {
    const json = object(http('timeout: 1s'));
    expect(structureOf(json).admitted).toBe(json);
    expect(new MeshObject(json, {}).spec).toBe(json.spec);
  });

  test('has no unknown fields, no nulls and no values of a wrong type', () => {
    expect(admitted('{ kind: VirtualService, spec: { hosts: [a, 5, null, [b]], gateways: gw, exportTo: null, http: [{ timeout: 5, retries: { attempts: 3, x: 1 } }, 7, { name: b }] } }'))
      .toEqual({ hosts: ['a'], http: [{ retries: { attempts: 3 } }, { name: 'b' }] });
  });

  test('keeps what nobody knows where the schema does', () => {
    expect(admitted('{ kind: EnvoyFilter, spec: { x: 1, configPatches: [{ patch: { value: { y: [null, 1] } } }] } }')).toEqual({ configPatches: [{ patch: { value: { y: [null, 1] } } }] });
    expect(admitted('{ kind: Service, spec: { x: null, ports: [{ port: "80", name: http, y: 1 }], selector: { a: 1, b: c } } }')).toEqual({ x: null, ports: [{ name: 'http', y: 1 }], selector: { b: 'c' } });
  });

  test('has a spec to read, whatever is written', () => {
    for (const spec of [undefined, null, 5, 'a', [], true]) {
      expect(new MeshObject({ apiVersion: 'v1', kind: 'Service', metadata: {}, spec }, {}).spec).toEqual({});
      expect(new MeshObject({ apiVersion: 'x/v1', kind: 'Unknown', metadata: {}, spec }, {}).spec).toEqual({});
      expect(new MeshObject({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', spec }, {}).spec).toEqual({});
    }
  });

  test('changes nothing that is written', () => {
    const json = object('{ kind: VirtualService, spec: { hosts: [a, 5], x: 1 } }');
    const before = JSON.stringify(json);
    expect(structureOf(json).admitted).not.toBe(json);
    expect(JSON.stringify(json)).toBe(before);
  });
});

describe('hostile input', () => {
  const policy = (spec: string) => JSON.parse(`{"apiVersion":"networking.istio.io/v1","kind":"DestinationRule","metadata":{"name":"a"},"spec":${spec}}`);

  test('keys of prototypes are keys like any other', () => {
    const json = policy('{"host":"a","__proto__":{"polluted":1},"constructor":{},"subsets":[{"name":"a","labels":{"__proto__":"x","toString":"y","n":null}}]}');
    const { violations, admitted } = structureOf(json);
    expect(violations.map(({ kind, field }) => `${kind} ${field}`)).toEqual(['unknown-field spec.__proto__', 'unknown-field spec.constructor']);
    expect(JSON.stringify(admitted.spec)).toBe('{"host":"a","subsets":[{"name":"a","labels":{"__proto__":"x","toString":"y"}}]}');
    expect(({} as any).polluted).toBeUndefined();
  });

  test('depth does no harm', () => {
    let deep: any = {};
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    expect(violationsOf({ ...policy('{"host":"a"}'), spec: { host: deep } }).map(({ problem }) => problem)).toEqual(['spec.host is an object, but has to be a string']);
    expect(violationsOf({ ...policy('{}'), spec: { host: 'a', x: deep } }).map(({ kind }) => kind)).toEqual(['unknown-field']);
    expect(violationsOf({ apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'a' }, spec: { configPatches: [{ patch: { value: deep } }] } })).toEqual([]);
  });

  test('length does no harm', () => {
    const spec = (timeout: string) => ({ hosts: [timeout], http: [{ timeout, match: [{ uri: { regex: timeout } }] }], [timeout]: 1 });
    for (const long of ['1'.repeat(3e5), 'a.'.repeat(1e5), '%A('.repeat(1e5), '1s'.repeat(1e5)]) {
      const { violations } = structureOf({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: long, labels: { [long]: long } }, spec: spec(long) });
      expect(violations.length).toBeGreaterThanOrEqual(5);
      expect(Math.max(...violations.map(({ problem }) => problem.length))).toBeLessThan(1000);
    }
  });

  test.each([null, undefined, 5, 'a', [], true])('%p is no object', json => {
    expect(structureOf(json)).toEqual({ violations: [], admitted: {} });
  });

  test('a wrong type in every place is told, and never thrown', () => {
    for (const wrong of [null, 5, 'a', true, [], {}, [[]], [null], { a: null }]) {
      for (const kind of SCHEMA_KINDS) for (const place of ['metadata', 'spec', 'status']) expect(() => violationsOf({ ...object(`{ kind: ${kind} }`), [place]: wrong })).not.toThrow();
    }
  });
});

test('every kind is prepared: each keyword, each form and each CEL rule of the schemas is known', () => {
  const inside = ({ fields, items, others }: CheckNode) => [...fields?.values() ?? [], items, others].filter(each => each !== undefined);
  const prepare = (node: CheckNode): number => inside(node).reduce((sum, each) => sum + prepare(each), 1);
  for (const kind of SCHEMA_KINDS) {
    const { group, version } = schemaOf(kind)!;
    expect(prepare(kindOf(`${group}/${version}`, kind).node!)).toBeGreaterThan(20);
  }
});

test('a rule that nobody wrote stops the schema that has it', () => {
  expect(() => checksOf('VirtualService', ['common/news'], 'spec.http[]')).toThrow('spec.http[] has the rule common/news, which nothing checks; write it in src/model/structure');
});

test('the patterns of the schemas mean the same to JavaScript as to Go', () => {
  const patterns = new Set([...JSON.stringify(SCHEMA_KINDS.map(schemaOf)).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, pattern]) => JSON.parse(pattern)));
  // Look at a new one before it is added: neither classes like \s nor case, nor what only one of both knows.
  expect([...patterns].sort()).toEqual([
    '(^$|^[a-f0-9]{64}$)',
    '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    '^[-_A-Za-z0-9]+$',
    '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',
  ]);
});
