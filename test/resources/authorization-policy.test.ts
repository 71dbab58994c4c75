import { ApiObject, Chart, Testing } from 'cdk8s';
import { namespaceNamed } from './namespace';
import { ICaller } from '../../src/core/bindings';
import { Caller } from '../../src/core/caller';
import { Mesh } from '../../src/mesh';
import { Access } from '../../src/resources/access';
import { AccessCondition } from '../../src/resources/access-condition';
import { Attachment } from '../../src/resources/attachment';
import { AuthorizationOperation, AuthorizationOperationOptions } from '../../src/resources/authorization-operation';
import { AuthorizationPolicy, AuthorizationPolicyProps } from '../../src/resources/authorization-policy';
import { AuthorizationRule, AuthorizationRuleOptions } from '../../src/resources/authorization-rule';
import { AuthorizationSource, AuthorizationSourceOptions } from '../../src/resources/authorization-source';
import { Claim } from '../../src/resources/claim';
import { PathPattern } from '../../src/resources/path-pattern';
import { TargetRef } from '../../src/resources/target-ref';
import { ValuePattern } from '../../src/resources/value-pattern';
import { manifest } from '../manifest';

function shop(name = 'shop'): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: name });
}

function specOf(props: AuthorizationPolicyProps, chart = shop()): any {
  new AuthorizationPolicy(chart, 'Policy', props);
  return Testing.synth(chart).find(object => object.kind === 'AuthorizationPolicy').spec;
}

/** The one rule of an ALLOW policy. */
function ruleOf(options: AuthorizationRuleOptions): any {
  return specOf({ access: Access.allow(AuthorizationRule.of(options)) }).rules[0];
}

const from = (options: AuthorizationSourceOptions) => [AuthorizationSource.matching(options)];
const to = (options: AuthorizationOperationOptions) => [AuthorizationOperation.of(options)];
const gets = to({ methods: ['GET'] });

function deployment(chart: Chart, spec: unknown, metadata = {}, kind = 'Deployment'): ApiObject {
  return new ApiObject(chart, 'Workload', { apiVersion: 'apps/v1', kind, metadata: { name: 'reviews', ...metadata }, spec } as any);
}

/** At synthesis, where cdk8s indents what was found. */
function expectRefused(chart: Chart, message: string): void {
  expect(() => Testing.synth(chart)).toThrow(message.replace('\n    fix', '\n      fix'));
}

describe('whole manifests', () => {
  test('an ALLOW policy with callers, operations, claims and conditions', () => {
    const chart = shop();
    new AuthorizationPolicy(chart, 'Reviews', {
      attachTo: Attachment.workloads({ app: 'reviews' }),
      access: Access.allow(
        AuthorizationRule.of({
          from: [
            AuthorizationSource.of(Caller.serviceAccounts(namespaceNamed('web'), 'productpage', 'admin')),
            AuthorizationSource.of(Caller.clientIps('203.0.113.0/24', '2001:db8::/32')),
          ],
          to: [
            AuthorizationOperation.of({ methods: ['GET', 'HEAD'], paths: [PathPattern.prefix('/reviews'), PathPattern.suffix('.css')], ports: [9080] }),
            AuthorizationOperation.of({ paths: [PathPattern.grpc('shop.v1.Reviews', 'Get')], notPorts: [9090] }),
          ],
          claims: [Claim.issuer('https://idp.example.com'), Claim.oneOf('realm_access.roles', 'reader', 'writer')],
          conditions: [AccessCondition.header('x-tenant', ValuePattern.startsWith('acme-')), AccessCondition.host('reviews.example.com')],
        }),
        AuthorizationRule.of({ from: [AuthorizationSource.matching({ serviceAccounts: ['istio-system/gateway', 'ratings'], notIpBlocks: ['10.1.2.3'] })] }),
      ),
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-reviews
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/web/sa/productpage
                   - cluster.local/ns/web/sa/admin
             - source:
                 remoteIpBlocks:
                   - 203.0.113.0/24
                   - 2001:db8::/32
           to:
             - operation:
                 hosts:
                   - reviews.example.com
                   - reviews.example.com:*
                 methods:
                   - GET
                   - HEAD
                 paths:
                   - /reviews
                   - /reviews/*
                   - "*.css"
                 ports:
                   - "9080"
             - operation:
                 hosts:
                   - reviews.example.com
                   - reviews.example.com:*
                 notPorts:
                   - "9090"
                 paths:
                   - /shop.v1.Reviews/Get
           when:
             - key: request.auth.claims[iss]
               values:
                 - https://idp.example.com
             - key: request.auth.claims[realm_access][roles]
               values:
                 - reader
                 - writer
             - key: request.headers[x-tenant]
               values:
                 - acme-*
         - from:
             - source:
                 notIpBlocks:
                   - 10.1.2.3
                 serviceAccounts:
                   - istio-system/gateway
                   - ratings
       selector:
         matchLabels:
           app: reviews
     "
    `);
  });

  test('a DENY policy for paths, with the ports of HTTP', () => {
    const chart = shop();
    new AuthorizationPolicy(chart, 'NoAdmin', {
      attachTo: Attachment.workloads({ app: 'reviews' }),
      dryRun: true,
      metadata: { annotations: { team: 'shop' } },
      access: Access.deny(
        AuthorizationRule.of({
          from: [AuthorizationSource.matching({ notNamespaces: ['admin', 'ops-*'], notRequestPrincipals: ['https://idp.example.com/*'] })],
          to: [
            AuthorizationOperation.of({
              ports: [9080],
              paths: [PathPattern.prefix('/admin'), PathPattern.template('/users/{*}/keys/{**}')],
              notMethods: ['GET'],
            }),
          ],
        }),
        AuthorizationRule.of({
          from: [AuthorizationSource.matching({ ipBlocks: ['192.0.2.0/24'], notPrincipals: ['cluster.local/ns/shop/*'], trustDomains: ['*.example.com'] })],
        }),
      ),
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       annotations:
         istio.io/dry-run: "true"
         team: shop
       name: shop-no-admin
       namespace: shop
     spec:
       action: DENY
       rules:
         - from:
             - source:
                 notNamespaces:
                   - admin
                   - ops-*
                 notRequestPrincipals:
                   - https://idp.example.com/*
           to:
             - operation:
                 notMethods:
                   - GET
                 paths:
                   - /admin
                   - /admin/*
                   - /users/{*}/keys/{**}
                 ports:
                   - "9080"
         - from:
             - source:
                 ipBlocks:
                   - 192.0.2.0/24
                 notPrincipals:
                   - cluster.local/ns/shop/*
                 trustDomains:
                   - "*.example.com"
       selector:
         matchLabels:
           app: reviews
     "
    `);
  });

  test('an AUDIT policy, a CUSTOM policy and the policies without rules', () => {
    const chart = shop();
    const attachTo = Attachment.workloads({ app: 'reviews' });
    new AuthorizationPolicy(chart, 'Audit', { attachTo, access: Access.audit(AuthorizationRule.of({ to: to({ methods: ['DELETE'] }) })) });
    new AuthorizationPolicy(chart, 'Custom', {
      attachTo,
      access: Access.custom(
        'opa',
        AuthorizationRule.of({ to: to({ ports: [9080], notPaths: [PathPattern.exact('/healthz')] }), conditions: [AccessCondition.headerAbsent('x-api-key')] }),
      ),
    });
    new AuthorizationPolicy(chart, 'Nobody', { access: Access.denyAll() });
    new AuthorizationPolicy(chart, 'Everybody', { attachTo: Attachment.workloads({ app: 'front' }), access: Access.allowAll() });
    new AuthorizationPolicy(chart, 'Closed', { attachTo: Attachment.workloads({ app: 'old' }), access: Access.deny(AuthorizationRule.everything()) });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-audit
       namespace: shop
     spec:
       action: AUDIT
       rules:
         - to:
             - operation:
                 methods:
                   - DELETE
       selector:
         matchLabels:
           app: reviews
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-custom
       namespace: shop
     spec:
       action: CUSTOM
       provider:
         name: opa
       rules:
         - to:
             - operation:
                 notPaths:
                   - /healthz
                 ports:
                   - "9080"
           when:
             - key: request.headers[x-api-key]
               notValues:
                 - "*"
       selector:
         matchLabels:
           app: reviews
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-nobody
       namespace: shop
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-everybody
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - {}
       selector:
         matchLabels:
           app: front
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-closed
       namespace: shop
     spec:
       action: DENY
       rules:
         - {}
       selector:
         matchLabels:
           app: old
     "
    `);
  });

  test('policies for a waypoint, a Service and a ServiceEntry', () => {
    const chart = shop();
    const access = Access.allow(AuthorizationRule.of({ from: from({ namespaces: ['web'] }), to: gets }));
    new AuthorizationPolicy(chart, 'Waypoint', { attachTo: Attachment.targets(TargetRef.gateway('waypoint')), access });
    new AuthorizationPolicy(chart, 'Services', { attachTo: Attachment.targets(TargetRef.service('reviews'), TargetRef.serviceEntry('bank')), access });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-waypoint
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 namespaces:
                   - web
           to:
             - operation:
                 methods:
                   - GET
       targetRefs:
         - group: gateway.networking.k8s.io
           kind: Gateway
           name: waypoint
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: shop-services
       namespace: shop
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 namespaces:
                   - web
           to:
             - operation:
                 methods:
                   - GET
       targetRefs:
         - group: ""
           kind: Service
           name: reviews
         - group: networking.istio.io
           kind: ServiceEntry
           name: bank
     "
    `);
  });
});

describe('attachment', () => {
  const access = Access.denyAll();

  test('the pods of a Deployment are those of its selector, whatever other labels they have', () => {
    const chart = shop();
    const pods = { labels: { app: 'reviews', chart: 'reviews-1.2.3' } };
    const workload = deployment(chart, { selector: { matchLabels: { app: 'reviews' } }, template: { metadata: pods } });
    expect(specOf({ access, attachTo: Attachment.workload(workload) }, chart).selector).toEqual({ matchLabels: { app: 'reviews' } });
  });

  test.each([
    [
      'Deployment',
      {
        selector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
        template: { metadata: { labels: { app: 'a', tier: 'b' } } },
      },
      { app: 'a', tier: 'b' },
    ],
    ['Job', { template: { metadata: { labels: { job: 'a' } } } }, { job: 'a' }],
    ['CronJob', { jobTemplate: { spec: { template: { metadata: { labels: { job: 'b' } } } } } }, { job: 'b' }],
    ['Service', { selector: { app: 'c' } }, { app: 'c' }],
    ['WorkloadGroup', { metadata: { labels: { app: 'vm' } }, template: {} }, { app: 'vm' }],
    ['WorkloadEntry', { labels: { app: 'vm-1' } }, { app: 'vm-1' }],
  ])('reads the labels of a %s', (kind, spec, matchLabels) => {
    const chart = shop();
    const workload = deployment(chart, spec, {}, kind);
    expect(specOf({ access, attachTo: Attachment.workload(workload) }, chart).selector).toEqual({ matchLabels });
  });

  test('reads the labels of a Pod, also those given later', () => {
    const chart = shop();
    const pod = new ApiObject(chart, 'Pod', { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'pod' } } });
    new AuthorizationPolicy(chart, 'Policy', { access, attachTo: Attachment.workload(pod) });
    pod.metadata.addLabel('tier', 'front');
    expect(Testing.synth(chart)[1].spec.selector).toEqual({ matchLabels: { app: 'pod', tier: 'front' } });
  });

  test('takes targets from constructs', () => {
    const chart = shop();
    const service = new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' } });
    const gateway = new ApiObject(chart, 'Gateway', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'waypoint' } });
    expect(specOf({ access, attachTo: Attachment.targets(TargetRef.of(service), TargetRef.of(gateway)) }, chart).targetRefs).toEqual([
      { group: '', kind: 'Service', name: 'reviews' },
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
    ]);
  });

  test('a class of gateways can be a target in the root namespace', () => {
    expect(specOf({ access, attachTo: Attachment.targets(TargetRef.gatewayClass('istio-waypoint')) }, shop('istio-system'))).toEqual({
      action: 'ALLOW',
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }],
    });
  });

  test('in the root namespace a workload of any namespace can be meant', () => {
    const chart = shop('istio-system');
    const workload = deployment(chart, { selector: { matchLabels: { app: 'reviews' } } }, { namespace: 'shop' });
    expect(specOf({ access, attachTo: Attachment.workload(workload) }, chart).selector).toEqual({ matchLabels: { app: 'reviews' } });
  });

  test('fails for a workload of another namespace', () => {
    const chart = shop();
    const workload = deployment(chart, { selector: { matchLabels: { app: 'reviews' } } }, { namespace: 'other' });
    new AuthorizationPolicy(chart, 'Policy', { access, attachTo: Attachment.workload(workload) });
    expectRefused(
      chart,
      '[shop/Policy] it is in namespace "shop", and its workload shop/Workload in "other"\n    fix: put it into the namespace of the workload',
    );
  });

  test('fails for an object without pods', () => {
    const chart = shop();
    const config = new ApiObject(chart, 'Config', { apiVersion: 'v1', kind: 'ConfigMap' });
    new AuthorizationPolicy(chart, 'Policy', { access, attachTo: Attachment.workload(config) });
    expectRefused(
      chart,
      '[shop/Config] it writes a ConfigMap without labels of pods\n    fix: give its pods labels, or use Attachment.workloads',
    );
  });

  test('fails for a target of another namespace', () => {
    const chart = shop();
    const service = new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'other' } });
    new AuthorizationPolicy(chart, 'Policy', { access, attachTo: Attachment.targets(TargetRef.of(service)) });
    expectRefused(
      chart,
      '[shop/Policy] it is in namespace "shop" and targets Service "reviews" of "other"\n    fix: put it into the namespace of its target',
    );
  });

  test('fails for a class of gateways outside of the root namespace, wherever that is', () => {
    const chart = shop('istio-system');
    Mesh.of(chart.node.root).configure({ rootNamespace: 'mesh' });
    new AuthorizationPolicy(chart, 'Policy', { access, attachTo: Attachment.targets(TargetRef.gatewayClass('istio-waypoint')) });
    expectRefused(
      chart,
      '[shop/Policy] it targets GatewayClass "istio-waypoint" from namespace "istio-system", where Istio ignores that\n    fix: put it into the root namespace "mesh"',
    );
  });

  test('fails for an object that cannot be a target', () => {
    const chart = shop();
    const gateway = new ApiObject(chart, 'Gateway', { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' });
    expect(() => TargetRef.of(gateway)).toThrow(
      '[shop/Gateway] it writes networking.istio.io/v1 Gateway, which no policy can be attached to\n    fix: pass a Gateway or GatewayClass of gateway.networking.k8s.io',
    );
    expect(() => TargetRef.of(deployment(chart, {}))).toThrow('[shop/Workload] it writes apps/v1 Deployment, which');
  });

  test.each([
    [() => Attachment.workloads({}), '[Attachment.workloads] labels is empty'],
    [() => Attachment.workloads({ app: 'rev*' }), '[Attachment.workloads] labels has app: "rev*", not a label value'],
    [() => Attachment.targets(), '[Attachment.targets] there are 0 targets\n    fix: name 1 to 16, or use Attachment.namespace()'],
    [() => Attachment.targets(...Array.from({ length: 17 }, (_, i) => TargetRef.service(`s${i}`))), '[Attachment.targets] there are 17 targets'],
    [() => TargetRef.service('Reviews'), '[TargetRef.service] name is "Reviews", not a DNS name'],
  ])('fails at the call: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('sources', () => {
  const of = (caller: ICaller) => ruleOf({ from: [AuthorizationSource.of(caller)], to: gets }).from;

  test('alternatives of one caller become sources of their own', () => {
    const caller = Caller.anyOf(Caller.serviceAccounts(namespaceNamed('web'), 'front'), Caller.peerIps('10.0.0.0/8'), Caller.clientIps('192.0.2.1'), {
      callerConfig: () => ({ namespaces: ['ops'] }),
    });
    expect(of(caller)).toEqual([
      { source: { principals: ['cluster.local/ns/web/sa/front'] } },
      { source: { namespaces: ['ops'] } },
      { source: { ipBlocks: ['10.0.0.0/8'] } },
      { source: { remoteIpBlocks: ['192.0.2.1'] } },
    ]);
  });

  test('any identity is any principal, and makes names superfluous', () => {
    expect(of({ callerConfig: () => ({ anyIdentity: true, namespaces: ['ops'], identities: ['a/b'], clientIps: ['192.0.2.1'] }) })).toEqual([
      { source: { principals: ['*'] } },
      { source: { remoteIpBlocks: ['192.0.2.1'] } },
    ]);
  });

  test('anyone among the callers takes the check away', () => {
    expect(of(Caller.anyoneEvenUnauthenticated())).toBeUndefined();
    expect(ruleOf({ from: [AuthorizationSource.of(Caller.peerIps('10.0.0.1')), AuthorizationSource.of(Caller.anyoneEvenUnauthenticated())], to: gets }).from).toBeUndefined();
  });

  test('callers are of the trust domain that the mesh is said to have, whenever that is said, and what is written by hand stays', () => {
    const chart = shop();
    const caller = Caller.serviceAccounts(namespaceNamed('web'), 'front');
    const byHand = AuthorizationSource.matching({ principals: ['cluster.local/ns/web/sa/back'] })._except(caller);
    const rule = AuthorizationRule.of({ from: [AuthorizationSource.of(caller), AuthorizationSource.of(Caller.anyAuthenticated()), byHand] });
    const policy = new AuthorizationPolicy(chart, 'Policy', { access: Access.allow(rule) });
    const sources = () => policy.toJson().spec.rules[0].from;
    expect(sources()[0]).toEqual({ source: { principals: ['cluster.local/ns/web/sa/front'] } });
    Mesh.of(chart).configure({ trustDomains: ['example.org', 'old.example.org'] });
    expect(sources()).toEqual([
      { source: { principals: ['example.org/ns/web/sa/front'] } },
      { source: { principals: ['*'] } },
      { source: { principals: ['cluster.local/ns/web/sa/back'], notPrincipals: ['example.org/ns/web/sa/front'] } },
    ]);
  });

  test('values keep their order, once each', () => {
    expect(ruleOf({ from: from({ namespaces: ['b', 'a', 'b'] }) })).toEqual({ from: [{ source: { namespaces: ['b', 'a'] } }] });
  });

  test('every field of the CRD can be said', () => {
    const source = {
      principals: ['cluster.local/ns/a/sa/b', '*/sa/c'],
      notPrincipals: ['spire.example/ns/a/region/eu/sa/b'],
      requestPrincipals: ['https://idp.example.com/*', '*'],
      notRequestPrincipals: ['https://idp.example.com/eve'],
      namespaces: ['team-*-prod'],
      notNamespaces: ['kube-system'],
      trustDomains: ['cluster.local', 'prod.*'],
      notTrustDomains: ['*'],
      ipBlocks: ['10.0.0.0/8'],
      notIpBlocks: ['10.1.1.1'],
      remoteIpBlocks: ['2001:db8::1'],
      notRemoteIpBlocks: ['192.0.2.0/28'],
    };
    expect(ruleOf({ from: from(source) }).from).toEqual([{ source }]);
    const accounts = { serviceAccounts: ['shop/a', 'b'], notServiceAccounts: ['c.d'] };
    expect(ruleOf({ from: from(accounts) }).from).toEqual([{ source: accounts }]);
  });

  test.each<[AuthorizationSourceOptions, string]>([
    [{}, 'no field is given, and Istio refuses an empty source\n    fix: give one, or say AuthorizationSource.of(Caller.anyoneEvenUnauthenticated())'],
    [{ principals: [] }, 'principals is empty'],
    [{ principals: [''] }, 'a value of principals is empty'],
    [
      { principals: ['spiffe://cluster.local/ns/a/sa/b'] },
      'principals has "spiffe://cluster.local/ns/a/sa/b", and Istio puts the scheme in front itself\n    fix: leave "spiffe://" out',
    ],
    [
      { principals: ['cluster.local/sa/b/ns/a'] },
      'principals has "cluster.local/sa/b/ns/a", which no identity is\n    fix: use "<trust domain>/ns/<namespace>/sa/<service account>"',
    ],
    [
      { notPrincipals: ['cluster.local/*/sa/b'] },
      'notPrincipals has "cluster.local/*/sa/b", and Istio knows one star only, at the start or the end\n    fix: move the star, or name each value',
    ],
    [{ principals: ['*/sa/*'] }, 'principals has "*/sa/*", and Istio knows one star only'],
    [{ requestPrincipals: ['eve'] }, 'requestPrincipals has "eve", which no token is\n    fix: use "<issuer>/<subject>"'],
    [{ namespaces: ['Shop'] }, 'namespaces has "Shop", not a namespace'],
    [
      { serviceAccounts: ['shop/*'] },
      'serviceAccounts has "shop/*", not a service account\n    fix: use "<namespace>/<account>", or "<account>" of the policy\'s namespace; there are no wildcards',
    ],
    [{ serviceAccounts: ['a/b/c'] }, 'serviceAccounts has "a/b/c", not a service account'],
    [
      { serviceAccounts: ['a'], namespaces: ['shop'] },
      'serviceAccounts and namespaces are given, which Istio refuses together\n    fix: write both as principals',
    ],
    [{ notServiceAccounts: ['a'], principals: ['*'] }, 'notServiceAccounts and principals are given'],
    [{ serviceAccounts: Array.from({ length: 17 }, (_, i) => `a${i}`) }, 'serviceAccounts has 17 values\n    fix: use at most 16, or principals'],
    [{ trustDomains: ['a/b'] }, 'trustDomains has "a/b", not a trust domain'],
    [{ trustDomains: ['a.*.b'] }, 'trustDomains has "a.*.b", and Istio knows one star only'],
    [{ ipBlocks: ['10.0.0.0/33'] }, 'ipBlocks has "10.0.0.0/33", not an address or range'],
    [{ notRemoteIpBlocks: ['10.1'] }, 'notRemoteIpBlocks has "10.1", not an address or range'],
  ])('fails for the fields %j', (options, message) => {
    expect(() => AuthorizationSource.matching(options)).toThrow(`[AuthorizationSource.matching] ${message}`);
  });

  test('fails for a caller that cannot be recognized', () => {
    expect(() => of({ callerConfig: () => ({ labels: { app: 'cron' }, workloadNamespace: 'shop' }) })).toThrow(
      '[AuthorizationSource.of] the caller app=cron in shop has no service account',
    );
    expect(() => of({ callerConfig: () => ({ identities: ['front'] }) })).toThrow(
      '[AuthorizationSource.of] the caller has the identity "front"\n    fix: let it be "<namespace>/<service account>"',
    );
    expect(() => of({ callerConfig: () => ({ peerIps: ['nowhere'] }) })).toThrow('[AuthorizationSource.of] ipBlocks has "nowhere", not an address or range');
  });
});

describe('operations', () => {
  test('hosts hold with and without a port', () => {
    expect(ruleOf({ to: to({ hosts: ['a.example.com', '*.b.example.com', 'c.example.com:8443'], notHosts: ['d', 'd'] }) }).to).toEqual([
      { operation: { hosts: ['a.example.com', 'a.example.com:*', '*.b.example.com', 'c.example.com:8443'], notHosts: ['d', 'd:*'] } },
    ]);
  });

  test('every field of the CRD can be said', () => {
    const options = {
      ports: [80, 81],
      notPorts: [82],
      methods: ['GET', 'M-SEARCH'],
      notMethods: ['POST'],
      paths: [PathPattern.exact('/a')],
      notPaths: [PathPattern.prefix('/a/b')],
    };
    expect(ruleOf({ to: to(options) }).to).toEqual([
      { operation: { ports: ['80', '81'], notPorts: ['82'], methods: ['GET', 'M-SEARCH'], notMethods: ['POST'], paths: ['/a'], notPaths: ['/a/b', '/a/b/*'] } },
    ]);
  });

  test.each<[AuthorizationOperationOptions, string]>([
    [{}, 'no field is given, and Istio refuses an empty operation\n    fix: give one, or leave the operation out of the rule for every request'],
    [{ methods: [] }, 'methods is empty'],
    [{ methods: ['get'] }, 'methods has "get", and methods are compared in upper case\n    fix: use "GET"'],
    [{ notMethods: ['*'] }, 'notMethods has "*", and methods are compared in upper case\n    fix: use a method such as "GET"'],
    [{ ports: [0] }, 'ports is 0, not a port'],
    [{ notPorts: [65536] }, 'notPorts is 65536, not a port'],
    [{ hosts: ['*'] }, 'hosts has "*", which is every host\n    fix: leave hosts out'],
    [{ hosts: ['https://a.example.com'] }, 'hosts is "https://a.example.com", not a host name'],
    [{ notHosts: ['a.example.com:99999'] }, 'the port of a.example.com:99999 in notHosts is 99999, not a port'],
  ])('fails for the fields %j', (options, message) => {
    expect(() => AuthorizationOperation.of(options)).toThrow(`[AuthorizationOperation.of] ${message}`);
  });
});

describe('paths and values', () => {
  test.each([
    [PathPattern.exact('/a'), ['/a']],
    [PathPattern.prefix('/a'), ['/a', '/a/*']],
    [PathPattern.prefix('/a/'), ['/a/*']],
    [PathPattern.prefix('/'), ['/*']],
    [PathPattern.suffix('.css'), ['*.css']],
    [PathPattern.template('/a/{*}/b/{**}'), ['/a/{*}/b/{**}']],
    [PathPattern.template('/{**}/b.js'), ['/{**}/b.js']],
    [PathPattern.grpc('pkg.Svc'), ['/pkg.Svc/*']],
    [PathPattern.grpc('pkg.Svc', 'Get'), ['/pkg.Svc/Get']],
  ])('a pattern %# is written as Istio reads it', (path, values) => {
    expect(path._render()).toEqual(values);
  });

  test.each([
    [() => PathPattern.exact('a'), '[PathPattern.exact] the path is "a"\n    fix: start the path with "/"'],
    [
      () => PathPattern.exact('/a*'),
      '[PathPattern.exact] the path is "/a*", with a wildcard\n    fix: use PathPattern.prefix or PathPattern.suffix without star',
    ],
    [() => PathPattern.exact('/{*}'), '[PathPattern.exact] the path is "/{*}", with a wildcard'],
    [
      () => PathPattern.prefix('/a?b'),
      '[PathPattern.prefix] the path is "/a?b", with a query or fragment, which Istio does not compare\n    fix: leave it out',
    ],
    [() => PathPattern.prefix('/a b'), '[PathPattern.prefix] the path is "/a b", with white space\n    fix: write it as it is sent, for example "%20"'],
    [() => PathPattern.suffix(''), '[PathPattern.suffix] end is empty'],
    [() => PathPattern.suffix('*.css'), '[PathPattern.suffix] end is "*.css", with a wildcard'],
    [
      () => PathPattern.template('/a/b'),
      '[PathPattern.template] the template is "/a/b", without a segment {*} or {**}\n    fix: put one in, or use PathPattern.exact',
    ],
    [
      () => PathPattern.template('/{**}/{*}'),
      '[PathPattern.template] the template is "/{**}/{*}", with a wildcard after {**}\n    fix: let {**} be the last wildcard',
    ],
    [
      () => PathPattern.template('/a{*}/{*}'),
      '[PathPattern.template] the template is "/a{*}/{*}", with the segment "a{*}"\n    fix: use {*} and {**} for whole segments',
    ],
    [() => PathPattern.template('/a//{*}'), '[PathPattern.template] the template is "/a//{*}", with the segment ""'],
    [() => PathPattern.template('{*}'), '[PathPattern.template] the path is "{*}"\n    fix: start the path with "/"'],
    [() => PathPattern.grpc('/pkg.Svc'), '[PathPattern.grpc] service is "/pkg.Svc", not a gRPC service'],
    [
      () => PathPattern.grpc('Svc', 'Get*'),
      '[PathPattern.grpc] method is "Get*", not a gRPC method\n    fix: use its name, for example "GetReview", or leave it out for all',
    ],
    [
      () => ValuePattern.exact('*a'),
      '[ValuePattern.exact] value is "*a", and Istio reads the star as a wildcard\n    fix: use ValuePattern.startsWith or ValuePattern.suffix, without star',
    ],
    [() => ValuePattern.exact(''), '[ValuePattern.exact] value is empty'],
    [() => ValuePattern.startsWith('*a'), '[ValuePattern.startsWith] start is "*a", and Istio knows a wildcard at one end only\n    fix: leave the star out'],
    [() => ValuePattern.suffix('a*'), '[ValuePattern.suffix] end is "a*", and Istio knows a wildcard at one end only\n    fix: leave the star out'],
  ])('fails at the call: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('claims and conditions', () => {
  test.each([
    [Claim.oneOf('group', 'a', 'b', 'a'), { key: 'request.auth.claims[group]', values: ['a', 'b'] }],
    [Claim.noneOf('group', 'a'), { key: 'request.auth.claims[group]', notValues: ['a'] }],
    [Claim.like('a.b', ValuePattern.suffix('x')), { key: 'request.auth.claims[a][b]', values: ['*x'] }],
    [Claim.present('https://example\\.com/roles'), { key: 'request.auth.claims[https://example.com/roles]', values: ['*'] }],
    [Claim.absent('group'), { key: 'request.auth.claims[group]', notValues: ['*'] }],
    [Claim.subject('a', 'b'), { key: 'request.auth.claims[sub]', values: ['a', 'b'] }],
    [Claim.issuer('https://idp.example.com'), { key: 'request.auth.claims[iss]', values: ['https://idp.example.com'] }],
  ])('claim %# is written as a condition', (claim, when) => {
    expect(ruleOf({ claims: [claim] })).toEqual({ when: [when] });
  });

  test.each([
    [AccessCondition.header('x-a', ValuePattern.exact('1'), ValuePattern.startsWith('2')), { key: 'request.headers[x-a]', values: ['1', '2*'] }],
    [AccessCondition.headerPresent('x-a'), { key: 'request.headers[x-a]', values: ['*'] }],
    [AccessCondition.headerAbsent('x-a'), { key: 'request.headers[x-a]', notValues: ['*'] }],
    [AccessCondition.not(AccessCondition.headerAbsent('x-a')), { key: 'request.headers[x-a]', values: ['*'] }],
    [AccessCondition.not(AccessCondition.header('x-a', ValuePattern.exact('1'))), { key: 'request.headers[x-a]', notValues: ['1'] }],
    [AccessCondition.serverName(ValuePattern.suffix('.example.com')), { key: 'connection.sni', values: ['*.example.com'] }],
    [AccessCondition.destinationIp('10.1.2.3', '10.2.0.0/16'), { key: 'destination.ip', values: ['10.1.2.3', '10.2.0.0/16'] }],
    [AccessCondition.audience(ValuePattern.exact('shop')), { key: 'request.auth.audiences', values: ['shop'] }],
    [AccessCondition.presenter(ValuePattern.exact('app')), { key: 'request.auth.presenter', values: ['app'] }],
    [
      AccessCondition.filterMetadata('envoy.filters.network.mysql_proxy', 'shop.orders', ValuePattern.exact('[update]')),
      { key: 'experimental.envoy.filters.network.mysql_proxy[shop.orders]', values: ['[update]'] },
    ],
  ])('condition %# is written as Istio reads it', (condition, when) => {
    expect(ruleOf({ conditions: [condition] })).toEqual({ when: [when] });
  });

  test('a condition on the host goes into each operation', () => {
    const conditions = [AccessCondition.host('a.example.com'), AccessCondition.not(AccessCondition.host('b.example.com'))];
    const hosts = ['a.example.com', 'a.example.com:*'];
    expect(ruleOf({ conditions })).toEqual({ to: [{ operation: { hosts, notHosts: ['b.example.com', 'b.example.com:*'] } }] });
    expect(ruleOf({ to: [...gets, ...to({ notHosts: ['c'] })], conditions }).to).toEqual([
      { operation: { methods: ['GET'], hosts, notHosts: ['b.example.com', 'b.example.com:*'] } },
      { operation: { hosts, notHosts: ['c', 'c:*', 'b.example.com', 'b.example.com:*'] } },
    ]);
  });

  test.each([
    [() => Claim.oneOf('group'), '[Claim.oneOf] values is empty'],
    [() => Claim.oneOf('group', 'a*'), '[ValuePattern.exact] value is "a*", and Istio reads the star as a wildcard'],
    [() => Claim.present('a..b'), '[Claim.present] the claim is "a..b"\n    fix: join the names of nested claims with dots'],
    [() => Claim.present('a[b]'), '[Claim.present] the claim is "a[b]"'],
    [
      () => Claim.oneOf('https://example.com/roles', 'a'),
      '[Claim.oneOf] the claim is "https://example.com/roles", which would be "https://example" in "com/roles"\n    fix: write a dot that is part of a name as "\\.": https://example\\.com/roles',
    ],
    [() => Claim.subject(), '[Claim.subject] subjects is empty'],
    [() => Claim.issuer(), '[Claim.issuer] issuers is empty'],
    [() => Claim.noneOf('a'), '[Claim.noneOf] values is empty'],
    [() => AccessCondition.header('x-a'), '[AccessCondition.header] values is empty'],
    [() => AccessCondition.headerPresent('x a'), '[AccessCondition.headerPresent] the header is "x a", not a header name'],
    [
      () => AccessCondition.header('Host', ValuePattern.exact('a')),
      '[AccessCondition.header] the header is "Host", which no rule can see\n    fix: use AccessCondition.host',
    ],
    [() => AccessCondition.host(), '[AccessCondition.host] hosts is empty'],
    [() => AccessCondition.host('a.example.com/b'), '[AccessCondition.host] hosts is "a.example.com/b", not a host name'],
    [() => AccessCondition.serverName(), '[AccessCondition.serverName] values is empty'],
    [() => AccessCondition.destinationIp(), '[AccessCondition.destinationIp] cidrs is empty'],
    [() => AccessCondition.destinationIp('here'), '[AccessCondition.destinationIp] cidrs has "here", not an address or range'],
    [() => AccessCondition.filterMetadata('mysql', 'a', ValuePattern.exact('b')), '[AccessCondition.filterMetadata] filter is "mysql", not a filter of Envoy'],
    [
      () => AccessCondition.filterMetadata('envoy.filters.network.mysql_proxy', 'a[b]', ValuePattern.exact('b')),
      '[AccessCondition.filterMetadata] key is "a[b]"',
    ],
  ])('fails at the call: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('rules', () => {
  test.each<[AuthorizationRuleOptions, string]>([
    [{}, 'the rule says nothing, and would be for every request\n    fix: say what it is about, or use AuthorizationRule.everything()'],
    [{ from: [] }, 'from is empty'],
    [{ to: [] }, 'to is empty'],
    [{ claims: [], to: gets }, 'claims is empty'],
    [{ conditions: [] }, 'conditions is empty'],
    [
      { conditions: [AccessCondition.host('a'), AccessCondition.host('b')] },
      'conditions has two conditions on the host, and both would have to hold\n    fix: join them into one AccessCondition.host',
    ],
    [
      { to: to({ hosts: ['a'] }), conditions: [AccessCondition.host('b')] },
      'an operation has hosts, and conditions has a condition on the host\n    fix: say the hosts in one place',
    ],
    [{ from: Array.from({ length: 513 }, () => AuthorizationSource.matching({ namespaces: ['a'] })) }, 'from has 513 sources\n    fix: use at most 512'],
  ])('fails for rule %#', (options, message) => {
    expect(() => AuthorizationRule.of(options)).toThrow(`[AuthorizationRule.of] ${message}`);
  });

  test('a policy grows, and its rules are read as a copy', () => {
    const chart = shop();
    const policy = new AuthorizationPolicy(chart, 'Policy', { access: Access.allow(AuthorizationRule.of({ from: from({ namespaces: ['a'] }) })) });
    policy.addRule(AuthorizationRule.of({ from: from({ namespaces: ['b'] }) }));
    policy.rules.pop();
    expect(policy.rules).toHaveLength(2);
    expect(Testing.synth(chart)[0].spec.rules).toEqual([{ from: [{ source: { namespaces: ['a'] } }] }, { from: [{ source: { namespaces: ['b'] } }] }]);
  });

  test('a pattern supplies the content at synthesis', () => {
    const chart = shop();
    const rules = [AuthorizationRule.of({ from: from({ namespaces: ['a'] }) })];
    const policy = new AuthorizationPolicy(chart, 'Policy', { access: Access.denyAll() });
    policy._contentFrom(() => Access.allow(...rules));
    rules.push(AuthorizationRule.everything());
    expect(Testing.synth(chart)[0].spec).toEqual({ action: 'ALLOW', rules: [{ from: [{ source: { namespaces: ['a'] } }] }, {}] });
    expect(() => policy.addRule(rules[0])).toThrow('[shop/Policy] its content comes from [shop/Policy], so that what is added here would be lost\n    fix: say it to [shop/Policy]');
  });

  test.each([
    ['denyAll', Access.denyAll()],
    ['allowAll', Access.allowAll()],
  ])('fails to add a rule to %s', (name, access) => {
    const policy = new AuthorizationPolicy(shop(), 'Policy', { access });
    expect(() => policy.addRule(AuthorizationRule.everything())).toThrow(
      `[shop/Policy] its access is Access.${name}(), which has no rules of its own\n    fix: start with Access.allow`,
    );
  });
});

describe('actions', () => {
  const admin = AuthorizationRule.of({ to: to({ paths: [PathPattern.prefix('/admin')] }) });

  test.each<[string, AuthorizationRuleOptions]>([
    ['paths', { to: to({ paths: [PathPattern.prefix('/admin')] }) }],
    ['hosts, methods', { to: [...to({ hosts: ['a'] }), ...to({ ports: [80], methods: ['GET'] })] }],
    ['notMethods', { from: from({ namespaces: ['a'] }), to: to({ notMethods: ['GET'] }) }],
    ['notRequestPrincipals', { from: from({ notRequestPrincipals: ['*'] }) }],
    ['request.auth.claims[iss]', { claims: [Claim.issuer('a')] }],
    ['request.headers[x-a]', { conditions: [AccessCondition.headerAbsent('x-a')] }],
    ['notHosts', { conditions: [AccessCondition.not(AccessCondition.host('a'))] }],
  ])('fails to deny by %s without the ports of HTTP', (fields, options) => {
    const rule = AuthorizationRule.of(options);
    expect(() => Access.deny(rule)).toThrow(
      `[Access.deny] a rule has ${fields} and no ports, so that it would close every port of the workload that is not HTTP\n    fix: give each operation the ports of HTTP`,
    );
    expect(() => Access.allow(rule)).not.toThrow();
    expect(() => Access.audit(rule)).not.toThrow();
  });

  test.each<[AuthorizationRuleOptions]>([
    [{ to: to({ ports: [80], methods: ['GET'] }), claims: [Claim.absent('iss')] }],
    [{ to: to({ notPorts: [3306], methods: ['GET'] }) }],
    [{ from: from({ namespaces: ['a'], remoteIpBlocks: ['192.0.2.1'] }) }],
    [{ conditions: [AccessCondition.serverName(ValuePattern.exact('a')), AccessCondition.destinationIp('10.0.0.1')] }],
  ])('denies by rule %#', options => {
    expect(() => Access.deny(AuthorizationRule.of(options))).not.toThrow();
  });

  test('fails to deny, and to ask about, hosts that a port in the request gets around', () => {
    const rule = AuthorizationRule.of({ to: to({ ports: [80], hosts: ['a', '*.example.com'] }) });
    const message =
      'hosts has "*.example.com", and a request gets around that by a port in its authority, as in "x.example.com:443"\n    fix: name the hosts one by one';
    expect(() => Access.deny(rule)).toThrow(`[Access.deny] ${message}`);
    expect(() => Access.custom('opa', rule)).toThrow(`[Access.custom] ${message}`);
    expect(() => Access.allow(rule)).not.toThrow();
    expect(() => Access.deny(AuthorizationRule.of({ to: to({ ports: [80], hosts: ['*.example.com:8080'] }) }))).not.toThrow();
  });

  test('fails to leave hosts out of what is allowed where a port gets around that', () => {
    const rule = AuthorizationRule.of({ to: to({ ports: [80], notHosts: ['*.internal'] }) });
    expect(() => Access.allow(rule)).toThrow('[Access.allow] notHosts has "*.internal", and a request gets around that');
    expect(() => Access.deny(rule)).not.toThrow();
  });

  test.each<[string, AuthorizationRuleOptions]>([
    ['principals', { from: from({ principals: ['*'] }) }],
    ['notServiceAccounts', { from: from({ notServiceAccounts: ['a'] }) }],
    ['requestPrincipals', { from: from({ requestPrincipals: ['*'] }) }],
    ['request.auth.claims[iss]', { claims: [Claim.issuer('a')] }],
    ['request.auth.audiences', { conditions: [AccessCondition.audience(ValuePattern.exact('a'))] }],
  ])('fails to ask an authorizer by %s', (field, options) => {
    expect(() => Access.custom('opa', AuthorizationRule.of(options))).toThrow(
      `[Access.custom] a rule has ${field}, and Istio asks the provider before it looks at identities and tokens\n    fix: use addresses, hosts`,
    );
  });

  test.each([
    [() => Access.allow(), '[Access.allow] rules is empty'],
    [() => Access.deny(), '[Access.deny] rules is empty'],
    [() => Access.audit(), '[Access.audit] rules is empty'],
    [() => Access.custom('opa'), '[Access.custom] rules is empty'],
    [() => Access.custom('', admin), '[Access.custom] provider is empty'],
    [() => Access.allow(...Array.from({ length: 513 }, () => admin)), '[Access.allow] there are 513 rules\n    fix: use at most 512'],
  ])('fails at the call: %s', (call, message) => {
    expect(call).toThrow(message);
  });

  test('fails to try what Istio cannot try', () => {
    const message = '[shop/Policy] dryRun is true, and Istio can try ALLOW and DENY only\n    fix: leave dryRun out, or use Access.allow or Access.deny';
    expect(() => new AuthorizationPolicy(shop(), 'Policy', { dryRun: true, access: Access.audit(admin) })).toThrow(message);
    const chart = shop();
    new AuthorizationPolicy(chart, 'Policy', { dryRun: true, access: Access.allow(admin) })._contentFrom(() => Access.custom('opa', admin));
    expectRefused(chart, message);
  });

  test('fails for the annotation in place of dryRun', () => {
    const metadata = { annotations: { 'istio.io/dry-run': 'true' } };
    expect(() => new AuthorizationPolicy(shop(), 'Policy', { metadata, access: Access.denyAll() })).toThrow(
      '[shop/Policy] metadata has the annotation istio.io/dry-run\n    fix: say dryRun instead',
    );
  });

  test('without dryRun nothing is tried', () => {
    const chart = shop();
    new AuthorizationPolicy(chart, 'Policy', { dryRun: false, access: Access.denyAll() });
    expect(Testing.synth(chart)[0].metadata.annotations).toBeUndefined();
  });
});
