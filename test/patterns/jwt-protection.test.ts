import { App, Chart, Testing } from 'cdk8s';
import {
  Caller,
  Claim,
  DataPlane,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  JwtIssuer,
  JwtProtection,
  JwtProtectionProps,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  PathPattern,
  Route,
  SecureNamespace,
  ServerTls,
  TokenLocation,
  Waypoint,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });
const idp = JwtIssuer.of('https://login.example.com');
const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });

let app: App;
let chart: Chart;
let ns: SecureNamespace;
let api: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop');
  ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  api = ns.addService('api', { ports: [http, MeshPort.tcp(6379)] });
  edge = new IngressGateway(chart, 'Edge', { pods });
});

const front = (id: string, ...hosts: string[]) =>
  new IngressRoute(chart, id, { gateway: edge, hosts, tls: ServerTls.simple('shop-cert'), routes: [Route.prefix('/', api)] });
const protect = (id: string, props: Partial<JwtProtectionProps> = {}, within = chart) =>
  new JwtProtection(within, id, { target: api, issuers: [idp], ...props });
const written = (kind: string) => Testing.synth(chart).filter(each => each.kind === kind && each.metadata.name !== 'deny-by-default');
const rulesOf = ({ denyPolicy }: JwtProtection) => written('AuthorizationPolicy').find(({ metadata }) => metadata.name === denyPolicy!.name).spec.rules;

describe('a token for a service', () => {
  test('writes what a service needs to ask for a token', () => {
    api.allowFrom(Caller.anyoneEvenUnauthenticated());
    protect('Login', {
      issuers: [JwtIssuer.of('https://login.example.com', { jwksUri: 'https://login.example.com/keys', locations: [TokenLocation.cookie('session')] })],
      exceptPaths: [PathPattern.exact('/healthz')],
      claimRules: [{ methods: ['POST', 'DELETE'], claims: [Claim.oneOf('scope', 'write')] }],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: shop
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: deny-by-default
       namespace: shop
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: api-allow
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - {}
       selector:
         matchLabels:
           app: api
     ---
     apiVersion: security.istio.io/v1
     kind: RequestAuthentication
     metadata:
       name: shop-login
       namespace: shop
     spec:
       jwtRules:
         - fromCookies:
             - session
           issuer: https://login.example.com
           jwksUri: https://login.example.com/keys
       selector:
         matchLabels:
           app: api
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-login
       namespace: shop
     spec:
       action: DENY
       rules:
         - to:
             - operation:
                 notMethods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                 ports:
                   - "8080"
           when:
             - key: request.auth.claims[iss]
               notValues:
                 - https://login.example.com
         - to:
             - operation:
                 methods:
                   - POST
                   - DELETE
                 notPaths:
                   - /healthz
                 ports:
                   - "8080"
           when:
             - key: request.auth.claims[scope]
               notValues:
                 - write
         - to:
             - operation:
                 methods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                 ports:
                   - "8080"
           when:
             - key: request.auth.claims[iss]
               notValues:
                 - https://login.example.com
             - key: request.headers[origin]
               notValues:
                 - "*"
         - to:
             - operation:
                 methods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                 ports:
                   - "8080"
           when:
             - key: request.auth.claims[iss]
               notValues:
                 - https://login.example.com
             - key: request.headers[access-control-request-method]
               notValues:
                 - "*"
       selector:
         matchLabels:
           app: api
     "
    `);
  });

  test('limits the refusal to the HTTP ports of the pods', () => {
    const protection = protect('Login');
    expect(rulesOf(protection).map((rule: any) => rule.to[0].operation.ports)).toEqual([['8080'], ['8080'], ['8080']]);
  });

  test('asks for the issuer, because a token may have no subject', () => {
    const [{ when, from }] = rulesOf(protect('Login', { issuers: [idp, JwtIssuer.of('https://b.example.com')] }));
    expect(from).toBeUndefined();
    expect(when).toEqual([{ key: 'request.auth.claims[iss]', notValues: ['https://login.example.com', 'https://b.example.com'] }]);
  });

  test('asks for the audience again, because another RequestAuthentication may take others', () => {
    const rules = rulesOf(protect('Login', { issuers: [JwtIssuer.of('https://login.example.com', { audiences: ['api', 'web'] })] }));
    expect(rules[1].when).toEqual([
      { key: 'request.auth.claims[iss]', values: ['https://login.example.com'] },
      { key: 'request.auth.audiences', notValues: ['api', 'web'] },
    ]);
  });

  test('refuses what a claim does not hold for', () => {
    const claims = [Claim.oneOf('role', 'admin'), Claim.noneOf('state', 'locked'), Claim.present('email'), Claim.absent('delegated')];
    expect(
      rulesOf(protect('Login', { claims }))
        .slice(1, 5)
        .map((rule: any) => rule.when),
    ).toEqual([
      [{ key: 'request.auth.claims[role]', notValues: ['admin'] }],
      [{ key: 'request.auth.claims[state]', values: ['locked'] }],
      [{ key: 'request.auth.claims[email]', notValues: ['*'] }],
      [{ key: 'request.auth.claims[delegated]', values: ['*'] }],
    ]);
  });

  test('lets preflights pass, and no other OPTIONS request', () => {
    const rules = rulesOf(protect('Login'));
    expect(rules.map((rule: any) => [rule.to[0].operation.methods, rule.to[0].operation.notMethods, rule.when[1]])).toEqual([
      [undefined, ['OPTIONS'], undefined],
      [['OPTIONS'], undefined, { key: 'request.headers[origin]', notValues: ['*'] }],
      [['OPTIONS'], undefined, { key: 'request.headers[access-control-request-method]', notValues: ['*'] }],
    ]);
  });

  test('takes double slashes for the paths that need a token', () => {
    const [{ to }] = rulesOf(protect('Login', { paths: [PathPattern.prefix('/api')], exceptPaths: [PathPattern.exact('/api/open')] }));
    expect(to[0].operation).toMatchObject({ paths: ['/api', '/api/*', '//*'], notPaths: ['/api/open'] });
  });

  test('with optional: true only validates', () => {
    const protection = protect('Login', { optional: true });
    expect(protection.denyPolicy).toBeUndefined();
    expect(written('RequestAuthentication')).toHaveLength(1);
    expect(written('AuthorizationPolicy').filter(({ spec }) => spec.action === 'DENY')).toEqual([]);
  });

  test('with optional: true and claim rules asks for a token where they say', () => {
    const rules = rulesOf(
      protect('Login', { optional: true, claimRules: [{ paths: [PathPattern.prefix('/admin')], claims: [Claim.oneOf('role', 'admin')] }] }),
    );
    expect(rules.map((rule: any) => [rule.to[0].operation.paths, rule.when[0].key])).toEqual([
      [['/admin', '/admin/*', '//*'], 'request.auth.claims[iss]'],
      [['/admin', '/admin/*', '//*'], 'request.auth.claims[role]'],
    ]);
  });

  test('asks for the token of a claim rule that is outside of the paths which need one', () => {
    const rules = rulesOf(
      protect('Login', { paths: [PathPattern.prefix('/api')], claimRules: [{ methods: ['DELETE'], claims: [Claim.oneOf('role', 'admin')] }] }),
    );
    expect(rules.slice(1, 3).map((rule: any) => [rule.to[0].operation.methods, rule.when[0].key])).toEqual([
      [['DELETE'], 'request.auth.claims[iss]'],
      [['DELETE'], 'request.auth.claims[role]'],
    ]);
  });

  test('hands out its objects for overrides', () => {
    const protection = protect('Login');
    protection.requestAuthentication.override('spec.jwtRules.0.fromParams', ['token']);
    protection.denyPolicy!.override('metadata.labels.team', 'login');
    expect(written('RequestAuthentication')[0].spec.jwtRules[0].fromParams).toEqual(['token']);
    expect(written('AuthorizationPolicy').at(-1).metadata.labels.team).toBe('login');
  });
});

describe('a token at a gateway', () => {
  test('writes a token for the hosts of a tenant at a shared gateway', () => {
    edge.allowFrom(Caller.anyoneEvenUnauthenticated());
    protect('Login', {
      target: front('Front', 'acme.example.com'),
      issuers: [JwtIssuer.of('https://login.acme.example', { audiences: ['edge'], claimToHeader: { sub: 'x-user' } })],
      claims: [Claim.oneOf('tenant', 'acme')],
      exceptPaths: [PathPattern.exact('/healthz'), PathPattern.prefix('/static/')],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: shop
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: deny-by-default
       namespace: shop
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: api-allow
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/edge/sa/edge
       selector:
         matchLabels:
           app: api
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-edge-allow
       namespace: edge
     spec:
       action: ALLOW
       rules:
         - {}
       selector:
         matchLabels:
           app: edge
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-edge
       namespace: edge
     spec:
       selector:
         app: edge
       servers:
         - hosts:
             - shop/acme.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/acme.example.com
           port:
             name: https-443-shop-cert
             number: 443
             protocol: HTTPS
           tls:
             credentialName: shop-cert
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-front
       namespace: shop
     spec:
       gateways:
         - edge/shop-edge
       hosts:
         - acme.example.com
       http:
         - directResponse:
             status: 400
           match:
             - uri:
                 regex: .*/[.][.]?(;|%3[Bb]).*
           name: refuse-ambiguous-paths
         - route:
             - destination:
                 host: api.shop.svc.cluster.local
                 port:
                   number: 80
     ---
     apiVersion: security.istio.io/v1
     kind: RequestAuthentication
     metadata:
       name: shop-login
       namespace: edge
     spec:
       jwtRules:
         - audiences:
             - edge
           issuer: https://login.acme.example
           outputClaimToHeaders:
             - claim: sub
               header: x-user
       selector:
         matchLabels:
           app: edge
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-login
       namespace: edge
     spec:
       action: DENY
       rules:
         - to:
             - operation:
                 hosts:
                   - acme.example.com
                   - acme.example.com:*
                 notMethods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                   - /static/*
           when:
             - key: request.auth.claims[iss]
               notValues:
                 - https://login.acme.example
         - to:
             - operation:
                 hosts:
                   - acme.example.com
                   - acme.example.com:*
                 notMethods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                   - /static/*
           when:
             - key: request.auth.claims[iss]
               values:
                 - https://login.acme.example
             - key: request.auth.audiences
               notValues:
                 - edge
         - to:
             - operation:
                 hosts:
                   - acme.example.com
                   - acme.example.com:*
                 notMethods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                   - /static/*
           when:
             - key: request.auth.claims[tenant]
               notValues:
                 - acme
         - to:
             - operation:
                 hosts:
                   - acme.example.com
                   - acme.example.com:*
                 methods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                   - /static/*
           when:
             - key: request.auth.claims[iss]
               notValues:
                 - https://login.acme.example
             - key: request.headers[origin]
               notValues:
                 - "*"
         - to:
             - operation:
                 hosts:
                   - acme.example.com
                   - acme.example.com:*
                 methods:
                   - OPTIONS
                 notPaths:
                   - /healthz
                   - /static/*
           when:
             - key: request.auth.claims[iss]
               notValues:
                 - https://login.acme.example
             - key: request.headers[access-control-request-method]
               notValues:
                 - "*"
       selector:
         matchLabels:
           app: edge
     "
    `);
  });

  test('is for every host where the route has all, and where the gateway is the target', () => {
    const rules = [...rulesOf(protect('Route', { target: front('Front', '*') })), ...rulesOf(protect('Gateway', { target: edge }))];
    expect(rules.map((rule: any) => Object.keys(rule.to[0].operation))).toEqual([
      ['notMethods'],
      ['methods'],
      ['methods'],
      ['notMethods'],
      ['methods'],
      ['methods'],
    ]);
  });

  test('is limited to ports that are said, as the pods know them', () => {
    const [{ to }] = rulesOf(protect('Login', { target: edge, ports: [MeshPort.http(443, { targetPort: 8443 })] }));
    expect(to[0].operation.ports).toEqual(['8443']);
  });

  test('leaves connections alone that a target knows to carry no requests', () => {
    const target = {
      policyTargetConfig: () => ({
        namespace: 'edge',
        selector: { app: 'edge' },
        gateway: true,
        otherPorts: [5432],
        otherServerNames: ['db.example.com', '*.tls.example.com'],
      }),
    };
    const [{ to, when }] = rulesOf(protect('Login', { target }));
    expect(to[0].operation.notPorts).toEqual(['5432']);
    expect(when[1]).toEqual({ key: 'connection.sni', notValues: ['db.example.com', '*.tls.example.com'] });
  });

  test('leaves TLS alone that passes through, unless another port ends TLS for the same name', () => {
    const vault = ns.addService('vault', { ports: [MeshPort.tls(443)] });
    new IngressRoute(chart, 'Vault', { gateway: edge, hosts: ['vault.example.com'], tls: ServerTls.passthrough(), routes: [Route.all(vault)] });
    const protection = protect('Login', { target: front('Front', 'acme.example.com') });
    expect(rulesOf(protection)[0].when[1]).toEqual({ key: 'connection.sni', notValues: ['vault.example.com'] });
    const wild = (port: number) => new IngressRoute(chart, `Wild${port}`, { gateway: edge, port, hosts: ['*.example.com'], tls: ServerTls.simple('wild'), routes: [Route.all(api)] });
    wild(443);
    expect(rulesOf(protection)[0].when[1]).toEqual({ key: 'connection.sni', notValues: ['vault.example.com'] });
    wild(8443);
    expect(rulesOf(protection)[0].when[1]).toBeUndefined();
  });

  test('two tenants with an issuer each can share it', () => {
    protect('Acme', { target: front('A', 'acme.example.com') });
    protect('Globex', { target: front('B', 'globex.example.com'), issuers: [JwtIssuer.of('https://login.globex.example')] });
    expect(written('RequestAuthentication').map(({ metadata }) => metadata.namespace)).toEqual(['edge', 'edge']);
    expect(() => app.synthYaml()).not.toThrow();
  });
});

describe('fails at the call, with place, value and fix', () => {
  const rule = { claims: [Claim.oneOf('role', 'admin')] };
  test.each<[string, Partial<JwtProtectionProps>, RegExp]>([
    [
      'claims without an issuer',
      { issuers: [], claims: rule.claims },
      /\[shop\/Login\] claims is said, and no issuer whose tokens have claims\n +fix: give issuers/,
    ],
    ['claim rules without an issuer', { issuers: [], claimRules: [rule] }, /\[shop\/Login\] claimRules is said, and no issuer/],
    ['no issuer', { issuers: [] }, /\[shop\/Login\] issuers is empty/],
    ['an empty list of exempt paths', { exceptPaths: [] }, /\[shop\/Login\] exceptPaths is empty/],
    ['an issuer twice', { issuers: [idp, idp] }, /the issuer "https:\/\/login.example.com" is given twice\n +fix: give it once/],
    ['any issuer', { issuers: [JwtIssuer.anyIssuer('https://login.example.com/keys')] }, /JwtIssuer.anyIssuer.*\n +fix: name it/],
    ['a claim rule for every request', { claimRules: [rule] }, /claimRules\[0\] has neither paths nor methods.*\n +fix: say claims/],
    ['a claim rule without claims', { claimRules: [{ claims: [], methods: ['GET'] }] }, /claims of claimRules\[0\] is empty/],
    ['a claim rule for preflights', { claimRules: [{ ...rule, methods: ['OPTIONS'] }] }, /claimRules\[0\] has the method "OPTIONS"/],
    ['claims that nothing asks for', { optional: true, claims: rule.claims }, /claims is said with optional: true/],
    ['paths that need no token', { optional: true, paths: [PathPattern.prefix('/a')] }, /paths is said with optional: true/],
    ['exempt paths that need none anyway', { optional: true, exceptPaths: [PathPattern.prefix('/a')] }, /exceptPaths is said with optional: true/],
    ['a port that is not HTTP', { ports: [MeshPort.tcp(6379)] }, /ports has tcp-6379, which is no HTTP port/],
  ])('%s', (_, props, message) => {
    expect(() => protect('Login', props)).toThrow(message);
    expect(written('RequestAuthentication')).toEqual([]);
  });

  test('ports that are not known', () => {
    const job = new MeshWorkload(chart, 'job', { namespace: ns });
    for (const target of [ns, job]) {
      expect(() => protect(`Login${target.node.id}`, { target })).toThrow(/which ports of its target carry HTTP is not known.*\n +fix: pass ports/);
    }
    expect(rulesOf(protect('Login', { target: ns, ports: [http] }))[0].to[0].operation.ports).toEqual(['8080']);
  });

  test('a service without HTTP', () => {
    const db = ns.addService('db', { ports: [MeshPort.tcp(5432)] });
    expect(() => protect('Login', { target: db })).toThrow(/\[shop\/Login\] its target has no HTTP port/);
  });

  test('a route that passes TLS through', () => {
    const vault = ns.addService('vault', { ports: [MeshPort.tls(443)] });
    const target = new IngressRoute(chart, 'Vault', { gateway: edge, hosts: ['vault.example.com'], tls: ServerTls.passthrough(), routes: [Route.all(vault)] });
    expect(() => protect('Login', { target })).toThrow(/\[shop\/Login\] its target has no HTTP port/);
  });

  test('a wildcard host, which a port in the request gets around', () => {
    expect(() => protect('Login', { target: front('Front', '*.example.com') })).toThrow(
      /the host "\*.example.com".*"x.example.com:443"\n +fix: name the hosts/,
    );
  });

  test('two protections that refuse the tokens of each other', () => {
    protect('First');
    expect(() => protect('Second', { issuers: [JwtIssuer.of('https://other.example.com')] })).toThrow(
      /\[shop\/Second\] \[shop\/First\] asks the same requests for a token of https:\/\/login.example.com, and this for one of https:\/\/other.example.com\n +fix: use one JwtProtection/,
    );
    expect(() => protect('Third', { target: ns, ports: [http], issuers: [JwtIssuer.of('https://other.example.com')] })).toThrow(
      /\[shop\/First\] asks the same requests/,
    );
    expect(written('RequestAuthentication')).toHaveLength(1);
  });

  test.each<[string, Partial<JwtProtectionProps>, Partial<JwtProtectionProps>]>([
    ['every path and some', {}, { paths: [PathPattern.prefix('/partner')] }],
    ['some paths and one below', { paths: [PathPattern.prefix('/api')] }, { paths: [PathPattern.exact('/api/a')] }],
    ['an end of paths and one of them', { paths: [PathPattern.suffix('.json')] }, { paths: [PathPattern.exact('/a.json')] }],
    ['more than is exempt', { exceptPaths: [PathPattern.prefix('/partner/open')] }, { paths: [PathPattern.prefix('/partner')] }],
    ['a rule for a method', {}, { optional: true, claimRules: [{ claims: [Claim.oneOf('role', 'a')], methods: ['DELETE'] }] }],
  ])('two that ask for different tokens: %s', (_, first, second) => {
    protect('First', first);
    const issuers = [JwtIssuer.of('https://other.example.com')];
    expect(() => protect('Second', { ...second, issuers })).toThrow(/\[shop\/Second\] \[shop\/First\] asks the same requests for a token of/);
  });

  test('an issuer with two sets of keys for the same workloads', () => {
    protect('Acme', { target: front('A', 'acme.example.com') });
    expect(() =>
      protect('Globex', {
        target: front('B', 'globex.example.com'),
        issuers: [JwtIssuer.of('https://login.example.com', { jwksUri: 'https://globex.example/keys' })],
      }),
    ).toThrow(/\[shop\/Globex\] the issuer "https:\/\/login.example.com" has other keys at \[shop\/Acme\].*\n +fix: use one JwtIssuer/);
  });
});

describe('goes together', () => {
  test('with another protection of the same issuer, of other hosts, of other workloads, of other paths, or that asks for nothing', () => {
    const other = [JwtIssuer.of('https://other.example.com')];
    protect('Base', { exceptPaths: [PathPattern.prefix('/partner')] });
    protect('More', { claims: [Claim.oneOf('role', 'admin')], exceptPaths: [PathPattern.prefix('/partner')] });
    protect('Paths', { issuers: other, paths: [PathPattern.prefix('/partner')] });
    protect('Optional', { issuers: other, optional: true });
    protect('Elsewhere', { issuers: other, target: ns.addService('web', { ports: [http] }) });
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('fails at synthesis with one of another chart that contradicts it, unless that goes to another cluster', () => {
    const second = new Chart(app, 'second');
    protect('First');
    protect('Second', { issuers: [JwtIssuer.of('https://other.example.com')] }, second);
    expect(() => app.synthYaml()).toThrow(/\[second\/Second\] error\[jwt-protection\/contradiction\]: \[shop\/First\] asks the same requests/);
    Mesh.of(second).configure({});
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('is for the waypoint of an ambient service, by the port of the Service, and pods cannot be reached past it', () => {
    const ambient = new SecureNamespace(chart, 'Ambient', { name: 'ambient', dataPlane: DataPlane.ambient(), denyByDefault: false });
    const protection = protect('Login', { target: ambient.addService('api', { ports: [http] }) });
    new Waypoint(chart, 'Waypoint', { namespace: ambient });
    expect(rulesOf(protection)[0].to[0].operation.ports).toEqual(['80']);
    expect(written('RequestAuthentication')[0].spec.targetRefs).toEqual([{ group: '', kind: 'Service', name: 'api' }]);
    expect(written('AuthorizationPolicy').map(({ metadata }) => metadata.name)).toContain('api-from-waypoint');
  });

  test('fails at synthesis in an ambient namespace without a waypoint', () => {
    const ambient = new SecureNamespace(chart, 'Ambient', { name: 'ambient', dataPlane: DataPlane.ambient() });
    protect('Login', { target: ambient.addService('api', { ports: [http] }) });
    expect(() => app.synthYaml()).toThrow(/\[shop\/Login\] error\[waypoint\/missing\]: JwtProtection is said about its target/);
  });
});
