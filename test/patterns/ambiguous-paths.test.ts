import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  Access,
  AccessCondition,
  Attachment,
  AuthorizationOperation,
  AuthorizationPolicy,
  AuthorizationRule,
  Caller,
  CanaryRelease,
  Claim,
  DelegatedRoutes,
  ExternalAuthorizer,
  FlaggerRelease,
  GatewayPods,
  GlobalRateLimit,
  HeaderOperations,
  IngressGateway,
  IngressRoute,
  IngressRouteProps,
  JwtIssuer,
  JwtProtection,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathMatch,
  PathPattern,
  RateLimit,
  RateLimitUnit,
  RequestKey,
  RequestMatch,
  Rewrite,
  Route,
  ServerTls,
  ServicePolicy,
  StepPlan,
  TargetRef,
} from '../../src';

const REGEX = '.*/[.][.]?(;|%3[Bb]).*';
const refusal = { name: 'refuse-ambiguous-paths', match: [{ uri: { regex: REGEX } }], directResponse: { status: 400 } };
const issuers = [JwtIssuer.of('https://login.example.com')];
const exceptPaths = [PathPattern.prefix('/open/')];

let app: App;
let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  web = ns.addService('web', { ports: [MeshPort.http(80)] });
  edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
});

const front = (props: Partial<IngressRouteProps> = {}, id = 'Front') =>
  new IngressRoute(chart, id, { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes: [Route.prefix('/', web)], ...props });
const http = (name = 'shop-front') => Testing.synth(chart).find(({ kind, metadata }) => kind === 'VirtualService' && metadata.name === name).spec.http;
const refuses = (name = 'shop-front') => http(name).some((rule: any) => rule.name === refusal.name);
const byPath = { to: [AuthorizationOperation.of({ paths: [PathPattern.prefix('/admin/')], ports: [8443] })] };

describe('routes that tell paths apart', () => {
  test('come behind one that refuses paths which mean something else behind the gateway', () => {
    front({ routes: [Route.prefix('/open/', web)] });
    expect(http()).toEqual([refusal, { match: [{ uri: { prefix: '/open/' } }], route: [{ destination: { host: web.host, port: { number: 80 } } }] }]);
  });

  test('come behind it whatever else they match', () => {
    front({ routes: [Route.all(web), Route.when([RequestMatch.method('POST')], web), Route.exact('/a', web)] });
    expect(http()[0]).toEqual(refusal);
  });

  test('say so for their port only, where the host is on others too', () => {
    front({ tls: ServerTls.none(), routes: [Route.all(web)] }, 'Plain');
    front({ routes: [Route.prefix('/open/', web)], httpsRedirect: false });
    expect(http()[0]).toEqual({ ...refusal, match: [{ uri: { regex: REGEX }, port: 443 }] });
    expect(refuses('shop-plain')).toBe(false);
  });

  test('say so with the headers of every response', () => {
    front({ routes: [Route.exact('/a', web)], responseHeaders: HeaderOperations.none().replace('x-a', '1') });
    expect(http()[0]).toEqual({ ...refusal, headers: { response: { set: { 'x-a': '1' } } } });
  });

  test('may be those of another app, of which nothing is known', () => {
    front({ routes: [Route.all(DelegatedRoutes.fromName('cart', MeshNamespace.fromName('cart')))], namespace: ns });
    expect(http()[0]).toEqual(refusal);
  });

  test('may be those of a team, and then the host they are for has it', () => {
    front({ routes: [Route.all(new DelegatedRoutes(chart, 'Team', { routes: [Route.prefix('/cart', web)] }))] });
    expect(http()[0]).toEqual(refusal);
    expect(refuses('shop-team')).toBe(false);
  });

  test('may keep requests under a path by rewriting it', () => {
    front({ routes: [Route.all(web, { rewrite: Rewrite.prefix('/public') })] });
    expect(http()[0]).toEqual(refusal);
  });

  test('may come from what is said later about the service', () => {
    front();
    expect(refuses()).toBe(false);
    new ServicePolicy(chart, 'Slow', { service: web, timeout: Duration.seconds(9), matching: [RequestMatch.path(PathMatch.prefix('/reports'))] });
    expect(http()[0]).toEqual(refusal);
  });

  test('do not meet those of other routes because of it', () => {
    const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    front({ routes: [Route.prefix('/a', web)] });
    front({ routes: [Route.prefix('/b', web)] }, 'Other');
    app.synthYaml();
    expect(warnings).not.toHaveBeenCalled();
    warnings.mockRestore();
  });
});

describe('routes that take paths as they are', () => {
  test('stay alone', () => {
    front();
    expect(http()).toEqual([{ route: [{ destination: { host: web.host, port: { number: 80 } } }] }]);
  });

  test.each<[string, () => void]>([
    ['those of a team with one route for everything', () => front({ routes: [Route.all(new DelegatedRoutes(chart, 'Team', { routes: [Route.all(web)] }))] })],
    ['those of a release, for a header', () => release()],
    ['those that Flagger writes', () => flagger()],
    ['those with another host for the service', () => front({ routes: [Route.all(web, { rewrite: Rewrite.authority('web.example.com') })] })],
    ['those without a word, where nothing is to be refused', () => front({ routes: [Route.prefix('/open/', web)], refuseAmbiguousPaths: false })],
  ])('may be %s', (_, write) => {
    write();
    expect(refuses()).toBe(false);
  });

  test('are behind it where somebody says so', () => {
    front({ refuseAmbiguousPaths: true });
    expect(http()).toEqual([refusal, { route: [{ destination: { host: web.host, port: { number: 80 } } }] }]);
  });

  test('cannot be where TLS passes through', () => {
    const bank = ns.addService('bank', { ports: [MeshPort.tls(443)] });
    expect(() => front({ tls: ServerTls.passthrough(), routes: [Route.all(bank)], refuseAmbiguousPaths: true }, 'Refused')).toThrow(
      '[shop/Refused] refuseAmbiguousPaths is said, but with ServerTls.passthrough() the gateway sees no requests\n    fix: leave it out',
    );
    front({ tls: ServerTls.passthrough(), routes: [Route.all(bank)] });
    new JwtProtection(chart, 'Jwt', { target: edge, issuers, exceptPaths });
    expect(http()).toEqual([{ match: [{ port: 80 }], redirect: { scheme: 'https' } }]);
  });
});

describe('what tells paths apart at the gateway', () => {
  const policy = (access: Access, attachTo = Attachment.workloads({ istio: 'ingressgateway' }), namespace = 'istio-system') =>
    new AuthorizationPolicy(chart, 'Policy', { access, attachTo, namespace: MeshNamespace.fromName(namespace) });

  test.each<[string, (route: IngressRoute) => void]>([
    ['paths without a token', target => new JwtProtection(chart, 'Jwt', { target, issuers, exceptPaths })],
    ['paths with a token', target => new JwtProtection(chart, 'Jwt', { target, issuers, paths: exceptPaths })],
    ['claims for a path', target => new JwtProtection(chart, 'Jwt', { target, issuers, optional: true, claimRules: [{ claims: [Claim.oneOf('a', 'b')], paths: exceptPaths }] })],
    ['a token for the whole gateway', () => new JwtProtection(chart, 'Jwt', { target: edge, issuers, exceptPaths })],
    ['an authorizer, whose rules nobody knows', target => new ExternalAuthorizer(chart, 'Login', { target, provider: 'login' })],
    ['clients of the gateway, for a path', () => edge.allowFrom(Caller.clientIps('203.0.113.0/24'), { paths: exceptPaths })],
    ['clients that it refuses, for a path', () => edge.denyFrom(Caller.clientIps('203.0.113.0/24'), { paths: exceptPaths, ports: [MeshPort.http(8443)] })],
    ['a limit for a path', target => new GlobalRateLimit(chart, 'Limit', { target, service: limits(), domain: 'shop', limits: [RateLimit.of(5, RateLimitUnit.MINUTE, RequestKey.underPath('/login'))] })],
    ['a policy of its own', () => policy(Access.deny(AuthorizationRule.of(byPath)))],
    ['a policy for every pod of its namespace', () => policy(Access.deny(AuthorizationRule.of(byPath)), Attachment.namespace())],
  ])('may be %s', (_, say) => {
    say(front());
    expect(http()[0]).toEqual(refusal);
  });

  test('may be said before the routes, for one host and its ports', () => {
    policy(Access.deny(AuthorizationRule.of({ to: [AuthorizationOperation.of({ hosts: ['shop.example.com'], notPaths: exceptPaths, ports: [8443] })] })));
    front();
    expect(refuses()).toBe(true);
  });

  test('may come with a rule', () => {
    const grown = policy(Access.deny(AuthorizationRule.of({ to: [AuthorizationOperation.of({ methods: ['TRACE'], ports: [8443] })] })));
    front();
    expect(refuses()).toBe(false);
    grown.addRule(AuthorizationRule.of(byPath));
    expect(refuses()).toBe(true);
  });

  test('may be for hosts that a wildcard of the routes stands for', () => {
    const front1 = front();
    front({ hosts: ['*.example.com'] }, 'All');
    new JwtProtection(chart, 'Jwt', { target: front1, issuers, exceptPaths });
    expect([refuses(), refuses('shop-all')]).toEqual([true, true]);
  });

  test('may be in the namespace of gateways that somebody else owns', () => {
    const gateway = IngressGateway.fromName('edge/public', { pods: GatewayPods.helm('public', MeshNamespace.fromName('edge-pods')) });
    const route = front({ gateway, tls: undefined });
    new JwtProtection(chart, 'Jwt', { target: route, issuers, exceptPaths });
    expect(refuses()).toBe(true);
  });

  test('may be a rule of the namespace that its pods are in', () => {
    const pods = new MeshNamespace(chart, 'Pods', { name: 'edge', create: false });
    front({ gateway: new IngressGateway(chart, 'Own', { pods: GatewayPods.helm('own', pods) }) });
    expect(refuses()).toBe(false);
    pods.allowFrom(Caller.anyoneEvenUnauthenticated(), { paths: exceptPaths, ports: [MeshPort.http(8443)] });
    expect(refuses()).toBe(true);
  });

  test.each<[string, () => void]>([
    ['is for another host', () => new JwtProtection(chart, 'Jwt', { target: front({ hosts: ['other.example.com'] }, 'Other'), issuers, exceptPaths })],
    ['asks every path for a token', () => new JwtProtection(chart, 'Jwt', { target: edge, issuers })],
    ['is for the service, whose proxy sees what the service sees', () => new JwtProtection(chart, 'Jwt', { target: web, issuers, exceptPaths })],
    ['says who may call the service', () => web.allowFrom(edge, { paths: exceptPaths })],
    ['names some clients', () => edge.allowFrom(Caller.clientIps('203.0.113.0/24'))],
    ['limits requests for all paths', () => new GlobalRateLimit(chart, 'Limit', { target: edge, service: limits(), domain: 'shop', limits: [RateLimit.of(5, RateLimitUnit.MINUTE)] })],
    ['is for other pods', () => policy(Access.deny(AuthorizationRule.of(byPath)), Attachment.workloads({ istio: 'other' }))],
    ['is in another namespace', () => policy(Access.deny(AuthorizationRule.of(byPath)), Attachment.namespace(), 'other')],
    ['is for a gateway of the Gateway API', () => policy(Access.deny(AuthorizationRule.of(byPath)), Attachment.targets(TargetRef.gateway('public')))],
    ['asks for something else', () => policy(Access.deny(AuthorizationRule.of({ to: [AuthorizationOperation.of({ methods: ['TRACE'], ports: [8443] })], conditions: [AccessCondition.headerPresent('x')] })))],
  ])('is not there where a rule %s', (_, say) => {
    front();
    say();
    expect(refuses()).toBe(false);
  });
});

const limits = () => ns.addService('limits', { ports: [MeshPort.grpc(8081)] }).onPort(8081);

/** Requests with a header go to the canary. */
function release() {
  const api = ns.addService('api', { ports: [MeshPort.http(80)], versions: ['v1', 'v2'] });
  const alwaysCanary = [RequestMatch.headerPresent('x-new')];
  new CanaryRelease(chart, 'Canary', { stable: api.version('v1'), canary: api.version('v2'), canaryPercent: 10, alwaysCanary });
  front({ routes: [Route.all(api), Route.when([RequestMatch.method('POST')], web)] });
}

function flagger() {
  const service = new MeshService(chart, 'Podinfo', { name: 'podinfo', namespace: ns, ports: [MeshPort.http(80)], labels: { 'app.kubernetes.io/instance': 'podinfo' } });
  new FlaggerRelease(chart, 'Release', { service, deployment: 'podinfo', steps: StepPlan.timed(Duration.minutes(1), 10, 50) });
  front({ routes: [Route.all(service)] });
}
