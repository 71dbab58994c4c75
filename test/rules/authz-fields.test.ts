import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('authz/allow-empty', () => {
  test.each<[string, string[]]>([
    ['{ rules: [] }', ['rules: the list of rules is empty, so the policy allows no request']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/allow-empty', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{}',
    '{ action: ALLOW }',
    '{ selector: { matchLabels: { a: b } } }',
    '{ rules: [{}] }',
    '{ action: AUDIT }',
  ])('is silent for %s', spec => {
    expect(said('authz/allow-empty', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/deny-without-rules', () => {
  test.each<[string, string[]]>([
    ['{ action: DENY, rules: [] }', ['rules: action DENY without rules']],
    ['{ action: CUSTOM, provider: { name: a } }', ['rules: action CUSTOM without rules']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/deny-without-rules', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: DENY, rules: [{}] }',
    '{ action: AUDIT }',
    '{}',
  ])('is silent for %s', spec => {
    expect(said('authz/deny-without-rules', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/custom-without-provider', () => {
  test.each<[string, string[]]>([
    ['{ action: CUSTOM, rules: [{}], provider: {} }', ['provider.name: action CUSTOM without the name of a provider']],
    ['{ action: CUSTOM, rules: [{}], provider: { name: "" } }', ['provider.name: action CUSTOM without the name of a provider']],
    ['{ provider: { name: a } }', ['provider: provider a with action ALLOW']],
    ['{ action: DENY, provider: {}, rules: [{}] }', ['provider: provider with action DENY']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/custom-without-provider', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: CUSTOM, provider: { name: a }, rules: [{  }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/custom-without-provider', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/custom-with-identity', () => {
  test.each<[string, string[]]>([
    ['{ action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { notPrincipals: [a/ns/b/sa/c] } }] }] }', ['rules[0].from[0].source.notPrincipals: principals in a rule with action CUSTOM']],
    ['{ action: CUSTOM, provider: { name: a }, rules: [{ when: [{ key: "request.auth.claims[iss]", values: [a] }] }] }', ['rules[0].when[0].values: request.auth.claims[iss] in a rule with action CUSTOM']],
    ['{ action: CUSTOM, provider: { name: a }, rules: [{ when: [{ key: source.namespace, notValues: [a] }] }] }', ['rules[0].when[0].notValues: source.namespace in a rule with action CUSTOM']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/custom-with-identity', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { ipBlocks: [10.0.0.1] } }], when: [{ key: "request.headers[a]", values: [b] }] }] }',
    '{ action: ALLOW, rules: [{ from: [{ source: { namespaces: [a] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/custom-with-identity', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/empty-rule-part', () => {
  test.each<[string, string[]]>([
    ['{ rules: [{ from: [{}] }] }', ['rules[0].from[0].source: the source is missing']],
    ['{ rules: [{ to: [{}] }] }', ['rules[0].to[0].operation: the operation is missing']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: {  } }] }] }', ['rules[0].to[0].operation: the operation is empty']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: [] } }] }] }', ['rules[0].from[0].source: the source is empty']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.ip }] }] }', ['rules[0].when[0]: the condition on source.ip has neither values nor notValues']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "", values: [a] }] }] }', ['rules[0].when[0].key: the condition has an empty key']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.namespace, values: [], notValues: [] }] }] }', ['rules[0].when[0]: the condition on source.namespace has neither values nor notValues']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/empty-rule-part', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ rules: [{ from: [], to: [] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: source.namespace, notValues: [a] }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/empty-rule-part', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/empty-value', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ from: [{ source: { notNamespaces: [a, ""] } }] }] }', ['rules[0].from[0].source.notNamespaces[1]: an empty text in namespaces']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { hosts: [""] } }] }] }', ['rules[0].to[0].operation.hosts[0]: an empty text in hosts']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.principal, values: [""] }] }] }', ['rules[0].when[0].values[0]: an empty text in source.principal']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/empty-value', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { methods: [" "] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/empty-value', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/bad-ip-block', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/33] } }] }] }', ['rules[0].from[0].source.ipBlocks[0]: "10.0.0.0/33" is neither an IP address nor a block']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { notRemoteIpBlocks: ["::1/129"] } }] }] }', ['rules[0].from[0].source.notRemoteIpBlocks[0]: "::1/129" is neither an IP address nor a block']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { remoteIpBlocks: [10.0.0] } }] }] }', ['rules[0].from[0].source.remoteIpBlocks[0]: "10.0.0" is neither an IP address nor a block']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/08] } }] }] }', ['rules[0].from[0].source.ipBlocks[0]: "10.0.0.0/08" is neither an IP address nor a block']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { ipBlocks: [01.2.3.4] } }] }] }', ['rules[0].from[0].source.ipBlocks[0]: "01.2.3.4" is neither an IP address nor a block']],
    ['{ action: ALLOW, rules: [{ when: [{ key: remote.ip, notValues: [a] }] }] }', ['rules[0].when[0].notValues[0]: "a" is neither an IP address nor a block']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/bad-ip-block', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ from: [{ source: { ipBlocks: [10.0.0.1, 10.0.0.1/8, "2001:db8::/32", "::ffff:1.2.3.4"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/bad-ip-block', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/bad-port', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ to: [{ operation: { ports: [http] } }] }] }', ['rules[0].to[0].operation.ports[0]: "http" is no port']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { notPorts: ["-1"] } }] }] }', ['rules[0].to[0].operation.notPorts[0]: "-1" is no port']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { ports: ["65536"] } }] }] }', ['rules[0].to[0].operation.ports[0]: "65536" is no port']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { ports: ["80-90"] } }] }] }', ['rules[0].to[0].operation.ports[0]: "80-90" is no port']],
    ['{ action: ALLOW, rules: [{ when: [{ key: destination.port, values: ["8x"] }] }] }', ['rules[0].when[0].values[0]: "8x" is no port']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/bad-port', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { ports: ["0", "080", "65535"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/bad-port', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/bad-service-account', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ from: [{ source: { serviceAccounts: [a/b/c] } }] }] }', ['rules[0].from[0].source.serviceAccounts[0]: "a/b/c" is no service account']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { notServiceAccounts: ["*"] } }] }] }', ['rules[0].from[0].source.notServiceAccounts[0]: "*" is no service account']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { serviceAccounts: [a/] } }] }] }', ['rules[0].from[0].source.serviceAccounts[0]: "a/" is no service account']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { serviceAccounts: [/a] } }] }] }', ['rules[0].from[0].source.serviceAccounts[0]: "/a" is no service account']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.serviceAccount, values: [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16] }] }] }', ['rules[0].when[0].values: 17 service accounts in one list']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/bad-service-account', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ from: [{ source: { serviceAccounts: [a, b/c] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/bad-service-account', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/bad-trust-domain', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ from: [{ source: { trustDomains: [a/b] } }] }] }', ['rules[0].from[0].source.trustDomains[0]: "a/b" is no trust domain']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { notTrustDomains: ["*a*"] } }] }] }', ['rules[0].from[0].source.notTrustDomains[0]: "*a*" is no trust domain']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { trustDomains: ["a*b"] } }] }] }', ['rules[0].from[0].source.trustDomains[0]: "a*b" is no trust domain']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.trustDomain, values: ["a*b"] }] }] }', ['rules[0].when[0].values[0]: "a*b" is no trust domain']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/bad-trust-domain', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ from: [{ source: { trustDomains: ["*", "a*", "*.b"] } }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: source.trustDomain, values: [a/b] }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/bad-trust-domain', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/bad-path-template', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a/{id}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a/{id}" has braces that are no template: {id}']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a{*}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a{*}" has braces that are no template: a{*}']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/{**}/a/{*}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/{**}/a/{*}" goes on after {**}']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/{**}/{**}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/{**}/{**}" goes on after {**}']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { notPaths: ["/a b/{*}"] } }] }] }', ['rules[0].to[0].operation.notPaths[0]: the path "/a b/{*}" has a segment with characters that no template may have: a b']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a//{*}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a//{*}" has an empty segment']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a/*/{*}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a/*/{*}" has a segment with characters that no template may have: *']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a/b?c/{*}"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a/b?c/{*}" has a segment with characters that no template may have: b?c']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/bad-path-template', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/{*}/a/{**}", "/{**}/a", "/{*}/", "{*}"] } }] }] }',
    '{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a b", "/a*"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/bad-path-template', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/unknown-attribute', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ when: [{ key: foo, values: [a] }] }] }', ['rules[0].when[0].key: the key is "foo", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "request.headers", values: [a] }] }] }', ['rules[0].when[0].key: the key is "request.headers", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "request.headers[]", values: [a] }] }] }', ['rules[0].when[0].key: the key is "request.headers[]", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "request.headers[a", values: [a] }] }] }', ['rules[0].when[0].key: the key is "request.headers[a", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: destination.namespace, values: [a] }] }] }', ['rules[0].when[0].key: the key is "destination.namespace", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "destination.labels[a]", values: [a] }] }] }', ['rules[0].when[0].key: the key is "destination.labels[a]", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: destination.user, values: [a] }] }] }', ['rules[0].when[0].key: the key is "destination.user", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "request.auth.claims", values: [a] }] }] }', ['rules[0].when[0].key: the key is "request.auth.claims", which is no attribute']],
    ['{ action: ALLOW, rules: [{ when: [{ key: "experimental.envoy.filters.a", values: [b] }] }] }', ['rules[0].when[0].key: the key is "experimental.envoy.filters.a", which is no attribute']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/unknown-attribute', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ when: [{ key: "request.auth.claims[a][b]", values: [a] }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: "experimental.envoy.filters.a.b[c]", values: [d] }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: connection.sni, values: [a] }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: source.ip, values: [10.0.0.1] }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/unknown-attribute', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/literal-wildcard', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: [/a/*/b] } }] }] }', ['rules[0].to[0].operation.paths[0]: in "/a/*/b" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: [/a/**] } }] }] }', ['rules[0].to[0].operation.paths[0]: in "/a/**" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["*a*"] } }] }] }', ['rules[0].to[0].operation.paths[0]: in "*a*" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { hosts: ["*.a.*"] } }] }] }', ['rules[0].to[0].operation.hosts[0]: in "*.a.*" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { methods: ["G*T"] } }] }] }', ['rules[0].to[0].operation.methods[0]: in "G*T" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: ["*/ns/a/sa/*"] } }] }] }', ['rules[0].from[0].source.principals[0]: in "*/ns/a/sa/*" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { requestPrincipals: ["a*b"] } }] }] }', ['rules[0].from[0].source.requestPrincipals[0]: in "a*b" a * is no wildcard']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.principal, values: ["a/*/b"] }] }] }', ['rules[0].when[0].values[0]: in "a/*/b" a * is no wildcard']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/literal-wildcard', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["*", "/a*", "*a", "/{*}/a"] } }] }] }',
    // What another value matches already.
    '{ action: ALLOW, rules: [{ to: [{ operation: { notPaths: [/a/*, /a/**] } }] }] }',
    '{ action: ALLOW, rules: [{ from: [{ source: { requestPrincipals: ["*/*", "a/*", "*"] } }] }] }',
    '{ action: ALLOW, rules: [{ from: [{ source: { namespaces: ["a*b"] } }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: "request.headers[a]", values: ["a*b"] }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/literal-wildcard', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/impossible-path', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: [admin] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "admin" does not start with a slash']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a?b=c"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a?b=c" has a query']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { notPaths: ["/a#b"] } }] }] }', ['rules[0].to[0].operation.notPaths[0]: the path "/a#b" has a fragment']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["https://a.example.com/b"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "https://a.example.com/b" has a scheme']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/impossible-path', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { paths: [/, "*", "*.html", /a.b/C] } }] }] }',
    // A template may have no such characters, and is told of as that.
    '{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a/{*}?b"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/impossible-path', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/regex-path', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: [/a/.*] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a/.*" is compared as text']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["^/a"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "^/a" is compared as text']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a/[0-9]+"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a/[0-9]+" is compared as text']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: ["/a$"] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a$" is compared as text']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { paths: [/a/.+] } }] }] }', ['rules[0].to[0].operation.paths[0]: the path "/a/.+" is compared as text']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/regex-path', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { paths: [/a.*, /.well-known/a, /a+b, "/a(b)"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/regex-path', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/method-case', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ to: [{ operation: { methods: [get, Post] } }] }] }', ['rules[0].to[0].operation.methods[0]: the method is "get"', 'rules[0].to[0].operation.methods[1]: the method is "Post"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/method-case', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { methods: [GET, "*", PURGE, purge] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/method-case', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/host-without-port', () => {
  test.each<[string, string[]]>([
    ['{ action: DENY, rules: [{ to: [{ operation: { hosts: [a.example.com, b.example.com, "b.example.com:*"], ports: ["80"] } }] }] }', ['rules[0].to[0].operation.hosts: a port after "a.example.com" passes this rule by']],
    ['{ action: DENY, rules: [{ to: [{ operation: { hosts: ["*.example.com"], ports: ["80"] } }] }] }', ['rules[0].to[0].operation.hosts: a port after "*.example.com" passes this rule by']],
    ['{ action: ALLOW, rules: [{ to: [{ operation: { notHosts: [a.example.com] } }] }] }', ['rules[0].to[0].operation.notHosts: a port after "a.example.com" passes this rule by']],
    ['{ action: CUSTOM, provider: { name: a }, rules: [{ to: [{ operation: { hosts: [a.example.com] } }] }] }', ['rules[0].to[0].operation.hosts: a port after "a.example.com" passes this rule by']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/host-without-port', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ to: [{ operation: { hosts: [a.example.com] } }] }] }',
    '{ action: DENY, rules: [{ to: [{ operation: { hosts: ["a.example.com*", "B.example.com", "b.example.com*", "c:8080", "*"], ports: ["80"] } }] }] }',
    '{ action: DENY, rules: [{ to: [{ operation: { notHosts: [a.example.com], ports: ["80"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/host-without-port', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/foreign-principal', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: ["spiffe://a/ns/b/sa/c"] } }] }] }', ['rules[0].from[0].source.principals[0]: the principal is "spiffe://a/ns/b/sa/c", which nobody has']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { notPrincipals: [ns/b/sa/c] } }] }] }', ['rules[0].from[0].source.notPrincipals[0]: the principal is "ns/b/sa/c", which nobody has']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: [web] } }] }] }', ['rules[0].from[0].source.principals[0]: the principal is "web", which nobody has']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: ["system:serviceaccount:shop:web"] } }] }] }', ['rules[0].from[0].source.principals[0]: the principal is "system:serviceaccount:shop:web", which nobody has']],
    ['{ action: ALLOW, rules: [{ when: [{ key: source.principal, values: [web] }] }] }', ['rules[0].when[0].values[0]: the principal is "web", which nobody has']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: ["cluster.local/ns/shop/sa/web%"] } }] }] }', ['rules[0].from[0].source.principals[0]: the principal is "cluster.local/ns/shop/sa/web%", which nobody has']],
    ['{ action: ALLOW, rules: [{ from: [{ source: { principals: ["*/ns/shop /sa/web"] } }] }] }', ['rules[0].from[0].source.principals[0]: the principal is "*/ns/shop /sa/web", which nobody has']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/foreign-principal', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ from: [{ source: { principals: ["*", "*/sa/a", cluster.local/ns/a/sa/b, "cluster.local/ns/a/sa/b-*", td.example/ns/A_b/sa/c.d, example.org/workload, "example.org/a%b", spire.example/ns/a/region/eu/sa/b] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/foreign-principal', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/request-principal-star', () => {
  test.each<[string, string[]]>([
    ['{ action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }', ['rules[0].from[0].source.notRequestPrincipals: a valid token without sub matches here, as if there were none']],
    ['{ action: ALLOW, rules: [{ when: [{ key: request.auth.principal, values: ["*"] }] }] }', ['rules[0].when[0].values: a valid token without sub does not match']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/request-principal-star', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ from: [{ source: { requestPrincipals: ["a/*"] } }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/request-principal-star', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});

describe('authz/missing-header-matches', () => {
  test.each<[string, string[]]>([
    ['{ action: ALLOW, rules: [{ when: [{ key: "request.auth.claims[a]", notValues: [b] }] }] }', ['rules[0].when[0].notValues: not "b" holds without request.auth.claims[a] too']],
  ])('fails for %s', (spec, problems) => {
    expect(said('authz/missing-header-matches', 'AuthorizationPolicy', spec)).toEqual(problems);
  });

  test.each([
    '{ action: ALLOW, rules: [{ when: [{ key: "request.headers[a]", values: ["*"], notValues: [b] }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: "request.headers[a]", notValues: ["*"] }] }] }',
    '{ action: DENY, rules: [{ when: [{ key: "request.headers[a]", notValues: [b] }] }] }',
    '{ action: ALLOW, rules: [{ when: [{ key: source.namespace, notValues: [b] }] }] }',
  ])('is silent for %s', spec => {
    expect(said('authz/missing-header-matches', 'AuthorizationPolicy', spec)).toEqual([]);
  });
});
