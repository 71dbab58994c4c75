import { App, Chart, Testing } from 'cdk8s';
import {
  Caller,
  DataPlane,
  EgressScope,
  ExternalAuthorizer,
  JwtIssuer,
  JwtProtection,
  Mesh,
  MeshNamespace,
  MeshPort,
  MtlsMode,
  SecureMesh,
  SecureNamespace,
} from '../../src';
import { manifest } from '../manifest';

let app: App;
let chart: Chart;
beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop');
});

const written = () => Testing.synth(chart);
const object = (kind: string) => written().find(each => each.kind === kind);

test('writes a namespace that accepts mutual TLS only and refuses what no rule allows', () => {
  new SecureNamespace(chart, 'Namespace', { name: 'shop' });
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
   "
  `);
});

test('writes a namespace that sees two others and is described by somebody else', () => {
  new SecureNamespace(chart, 'Namespace', {
    name: 'shop',
    create: false,
    denyByDefault: false,
    egress: EgressScope.namespaces(MeshNamespace.fromName('payments'), MeshNamespace.fromName('accounts')),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: security.istio.io/v1
   kind: PeerAuthentication
   metadata:
     name: default
     namespace: shop
   spec:
     mtls:
       mode: STRICT
   ---
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: default
     namespace: shop
   spec:
     egress:
       - hosts:
           - ./*
           - accounts/*
           - istio-system/*
           - payments/*
   "
  `);
});

test('writes a port that scrapers reach in plain text, as the port of the container', () => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  const metrics = MeshPort.http(81, { targetPort: 9102, name: 'http-metrics' });
  const web = ns.addService('web', { ports: [MeshPort.http(80, { targetPort: 8080 }), metrics], plaintextPorts: [metrics] });
  web.allowFrom(Caller.anyoneEvenUnauthenticated(), { ports: [metrics] });
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
   kind: PeerAuthentication
   metadata:
     name: web
     namespace: shop
   spec:
     mtls:
       mode: STRICT
     portLevelMtls:
       "9102":
         mode: PERMISSIVE
     selector:
       matchLabels:
         app: web
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: web-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - to:
           - operation:
               ports:
                 - "9102"
     selector:
       matchLabels:
         app: web
   "
  `);
});

test('writes defaults for the whole mesh into its root namespace', () => {
  Mesh.of(app).configure({ rootNamespace: 'mesh-config' });
  new SecureMesh(chart, 'Mesh', { egress: EgressScope.ownNamespace() });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: security.istio.io/v1
   kind: PeerAuthentication
   metadata:
     name: default
     namespace: mesh-config
   spec:
     mtls:
       mode: STRICT
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: deny-by-default
     namespace: mesh-config
   spec:
     action: ALLOW
   ---
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: default
     namespace: mesh-config
   spec:
     egress:
       - hosts:
           - ./*
           - mesh-config/*
   "
  `);
});

test.each<[string, DataPlane | undefined, object | undefined]>([
  ['sidecars where nothing is said', undefined, { 'istio-injection': 'enabled' }],
  ['sidecars of a revision', DataPlane.sidecarRevision('1-31'), { 'istio.io/rev': '1-31' }],
  ['node proxies', DataPlane.ambient(), { 'istio.io/dataplane-mode': 'ambient' }],
  ['nothing outside of the mesh', DataPlane.outside(), undefined],
])('labels the namespace for %s', (_, dataPlane, labels) => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop', dataPlane });
  expect(object('Namespace').metadata.labels).toEqual(labels);
  expect(ns.namespaceName).toBe('shop');
});

test('a namespace without policies writes the namespace alone, without a namespace of its own', () => {
  const inside = new Chart(app, 'inside', { namespace: 'elsewhere' });
  new MeshNamespace(inside, 'Namespace', { name: 'shop' });
  expect(Testing.synth(inside)).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }]);
});

test('a namespace that somebody else creates writes nothing, and is a handle as any other', () => {
  const ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  expect(written()).toEqual([]);
  expect([ns.namespaceName, ns.callerConfig(), ns.policyTargetConfig()]).toEqual(['shop', { namespaces: ['shop'] }, { namespace: 'shop' }]);
});

test('a reference to a namespace has sidecars unless told otherwise', () => {
  expect(MeshNamespace.fromName('a').dataPlane._isAmbient).toBe(false);
  expect(MeshNamespace.fromName('a', DataPlane.ambient()).dataPlane._isAmbient).toBe(true);
});

test('the own namespace stands in its scope once, whatever the list says', () => {
  new SecureNamespace(chart, 'Namespace', { name: 'shop', egress: EgressScope.namespaces(MeshNamespace.fromName('shop')) });
  expect(object('Sidecar').spec.egress).toEqual([{ hosts: ['./*', 'istio-system/*'] }]);
});

test('in the root namespace, where the own namespace is the one of each workload, the root namespace is said as well', () => {
  new SecureMesh(chart, 'Mesh', { egress: EgressScope.ownNamespace() });
  expect(object('Sidecar').spec.egress).toEqual([{ hosts: ['./*', 'istio-system/*'] }]);
});

test('no Sidecar is written where nothing is said about what can be seen, nor for a mesh where it is everything', () => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  const mesh = new SecureMesh(chart, 'Mesh', { egress: EgressScope.unrestricted() });
  expect([ns.sidecar, mesh.sidecar, object('Sidecar')]).toEqual([undefined, undefined, undefined]);
});

test('a namespace that sees everything says so, whatever the mesh says', () => {
  new SecureNamespace(chart, 'Namespace', { name: 'shop', egress: EgressScope.unrestricted() });
  expect(object('Sidecar').spec).toEqual({ egress: [{ hosts: ['*/*'] }] });
});

test('a mesh on its way accepts plain text and refuses nobody', () => {
  const mesh = new SecureMesh(chart, 'Mesh', { mtls: MtlsMode.PERMISSIVE, denyByDefault: false });
  expect(mesh.denyPolicy).toBeUndefined();
  expect(written().map(({ kind, spec }) => [kind, spec])).toEqual([['PeerAuthentication', { mtls: { mode: 'PERMISSIVE' } }]]);
});

test('fails for a mesh without mutual TLS', () => {
  expect(() => new SecureMesh(chart, 'Mesh', { mtls: MtlsMode.DISABLE })).toThrow(
    '[shop/Mesh] mtls is DISABLE\n    fix: use MtlsMode.STRICT or MtlsMode.PERMISSIVE; turn mutual TLS off for single workloads with PeerAuthentication',
  );
});

test('fails for an empty list of plain-text ports', () => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  expect(() => ns.addService('web', { ports: [MeshPort.http(80)], plaintextPorts: [] })).toThrow('[shop/Namespace/web] plaintextPorts is empty');
});

test('fails for plain-text ports of the same pods in two places, of which Istio would take one', () => {
  const ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  const options = { labels: { app: 'web' }, ports: [MeshPort.http(80)], plaintextPorts: [MeshPort.http(80)] };
  ns.addService('web', options);
  expect(() => ns.addService('web-metrics', options)).toThrow(
    '[shop/Namespace/web-metrics] plaintextPorts are said already, by [shop/Namespace/web], which has the same labels, and Istio would take those of one only\n    fix: say all of them there',
  );
  ns.addService('other', { ...options, labels: { app: 'other' } });
  expect(written().map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['PeerAuthentication', 'web'], ['PeerAuthentication', 'other']]);
  const second = new Chart(app, 'second');
  Mesh.of(second).configure({});
  new MeshNamespace(second, 'Namespace', { name: 'shop', create: false }).addService('web', options);
});

test('a rule for a namespace is for every workload in it', () => {
  const ns = new MeshNamespace(chart, 'Namespace', { name: 'shop' });
  ns.allowFrom(MeshNamespace.fromName('monitoring'), { methods: ['GET'], ports: [MeshPort.http(8080)] });
  expect(object('AuthorizationPolicy')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'namespace-allow', namespace: 'shop' },
    spec: { action: 'ALLOW', rules: [{ from: [{ source: { namespaces: ['monitoring'] } }], to: [{ operation: { methods: ['GET'], ports: ['8080'] } }] }] },
  });
});

test('what is handed out takes overrides', () => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop', egress: EgressScope.ownNamespace() });
  ns.peerAuthentication.override('metadata.labels', { team: 'shop' });
  ns.denyPolicy!.override('spec.futureField', 'kept');
  Mesh.of(chart).allow('common/unknown-field', 'a field of a newer Istio');
  ns.sidecar!.override('spec.outboundTrafficPolicy', { mode: 'REGISTRY_ONLY' });
  expect(object('PeerAuthentication').metadata.labels).toEqual({ team: 'shop' });
  expect(object('AuthorizationPolicy').spec).toEqual({ action: 'ALLOW', futureField: 'kept' });
  expect(object('Sidecar').spec.outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
});

describe('the root namespace, whose policies are for the whole mesh,', () => {
  const fact = 'istio-system is the root namespace of the mesh, and what is said there is for every workload of the mesh';
  const root = () => new MeshNamespace(chart, 'Root', { name: 'istio-system', create: false });
  const edge = Caller.anyAuthenticated();

  test('is none to make secure', () => {
    expect(() => new SecureNamespace(chart, 'Root', { name: 'istio-system', create: false })).toThrow(
      `[shop/Root] ${fact}\n    fix: use SecureMesh, which says it for the whole mesh`,
    );
    expect(written()).toEqual([]);
  });

  test.each<[string, (ns: MeshNamespace) => unknown]>([
    ['allowFrom', ns => ns.allowFrom(edge)],
    ['denyFrom', ns => ns.denyFrom(edge)],
    ['allowAll', ns => ns.allowAll()],
    ['denyAll', ns => ns.denyAll()],
    ['allowPolicy', ns => ns.allowPolicy],
  ])('takes no %s', (_, call) => {
    const ns = root();
    expect(() => call(ns)).toThrow(`[shop/Root] ${fact}\n    fix: say it for the workloads and gateways there one by one`);
    expect(written()).toEqual([]);
  });

  test.each<[string, (target: MeshNamespace) => unknown]>([
    ['JwtProtection', target => new JwtProtection(chart, 'Policy', { target, issuers: [JwtIssuer.of('https://idp.example.com')], ports: [MeshPort.http(80)] })],
    ['ExternalAuthorizer', target => new ExternalAuthorizer(chart, 'Policy', { target, provider: 'opa', ports: [MeshPort.http(80)] })],
  ])('is no target of a %s', (_, call) => {
    expect(() => call(root())).toThrow(`[shop/Policy] ${fact}\n    fix: pass a service, a workload, another namespace, or a gateway`);
    expect(written()).toEqual([]);
  });

  test('has workloads like any other', () => {
    const ns = root();
    ns.addService('a', { ports: [MeshPort.http(80)] }).allowFrom(edge);
    expect(object('AuthorizationPolicy').metadata).toEqual({ name: 'a-allow', namespace: 'istio-system' });
  });

  test('cannot become another one once something is in it', () => {
    new SecureMesh(chart, 'Mesh');
    const other = new Chart(app, 'other');
    Mesh.of(other).configure({ rootNamespace: 'other-root' });
    new SecureMesh(other, 'Mesh');
    expect(() => Mesh.of(app).configure({ rootNamespace: 'mesh-config' })).toThrow(
      '[app] rootNamespace is mesh-config, and [shop/Mesh] is for the whole mesh and was put into istio-system before\n    fix: configure the mesh first',
    );
    Mesh.of(app).configure({ denyByDefault: true });
  });
});
