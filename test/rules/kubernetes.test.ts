import { broken } from './broken';

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

function service(ports: string, name = 'a', spec = ''): string {
  return `kind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: a }, ${spec} ports: [${ports}] }\n`;
}

function deployment(ports = '', template = '', spec = ''): string {
  return `kind: Deployment\nmetadata: { name: a }\nspec: { template: { metadata: { labels: { app: a }, ${template} }, spec: { ${spec} containers: [{ name: app, ports: [${ports}] }] } } }\n`;
}

describe('the protocol of a port', () => {
  test.each([
    ['{ name: web, port: 80 }', ['port "web" of Service default/a does not say its protocol']],
    ['{ port: 80 }', ['port 80 of Service default/a does not say its protocol']],
    ['{ name: http-web, port: 80 }, { port: 3306 }, { name: dns, port: 53, protocol: UDP }, { name: x, port: 1, appProtocol: grpc }', []],
  ])('of %s', (ports, expected) => {
    expect(problems('service/undeclared-protocol', service(ports))).toEqual(expected);
  });

  test('is not asked of the Services that Istio makes for gateways', () => {
    const made = 'kind: Service\nmetadata: { labels: { gateway.istio.io/managed: istio.io-gateway-controller } }\nspec: { ports: [{ name: x, port: 80 }] }\n';
    expect(problems('service/undeclared-protocol', made)).toEqual([]);
  });

  test.each([['http-grpc', 1], ['http-api-grpc', 1], ['http-grpc-api', 1], ['http-grpcio', 0], ['http-grpc-web', 0], ['http-grpcweb', 0], ['grpc-http', 0], ['http2-grpc', 0], ['https-grpc', 0]])('%s is HTTP/1.1 for gRPC: told %d times', (name, times) => {
    expect(problems('service/grpc-as-http', service(`{ name: ${name}, port: 80 }`))).toHaveLength(times);
  });

  test('the name of the Service says nothing of the protocol', () => {
    expect(problems('service/grpc-as-http', service('{ name: http-web-grpc-client, port: 80 }', 'web-grpc-client'))).toEqual([]);
  });

  test('appProtocol says more than the name', () => {
    expect(problems('service/grpc-as-http', service('{ name: http-grpc, port: 80, appProtocol: grpc }'))).toEqual([]);
  });

  test.each([['tcp', 1], ['web', 1], ['https', 0], ['http', 0]])('%s of an ExternalName Service is told %d times', (name, times) => {
    expect(problems('service/external-name-protocol', service(`{ name: ${name}, port: 443 }`, 'a', 'type: ExternalName, externalName: a.example.com,'))).toHaveLength(times);
    expect(problems('service/external-name-protocol', service(`{ name: ${name}, port: 443 }`))).toEqual([]);
  });
});

describe('two Services for one port of a workload', () => {
  test.each([
    ['HTTP and TCP', '{ name: http, port: 80 }', '{ name: tcp, port: 80 }', 1, 0],
    ['HTTP and TLS, by other numbers', '{ name: http, port: 80 }', '{ name: tls, port: 81, targetPort: 80 }', 1, 1],
    ['HTTP and gRPC', '{ name: http, port: 80 }', '{ name: grpc, port: 81, targetPort: 80 }', 0, 1],
    ['HTTP and what is not said', '{ name: http, port: 80 }', '{ name: web, port: 80 }', 0, 0],
    ['two ports', '{ name: http, port: 80 }', '{ name: tcp, port: 81 }', 0, 0],
  ])('%s', (_, one, other, conflicts, shared) => {
    const documents = [deployment(), service(one), service(other, 'b')];
    expect(problems('service/conflicting-protocols', ...documents)).toHaveLength(conflicts);
    expect(problems('service/shared-target-port', ...documents)).toHaveLength(shared);
  });

  test('say which, and where both go', () => {
    expect(problems('service/conflicting-protocols', deployment('{ name: web, containerPort: 8080 }'), service('{ name: http, port: 80, targetPort: web }'), service('{ name: tcp, port: 8080 }', 'b'))).toEqual([
      'port "tcp" of Service default/b is TCP and port "http" of Service default/a is HTTP, and both go to port 8080 of Deployment default/a',
    ]);
  });
});

describe('the target of a port', () => {
  test.each([
    ['is not there', '{ port: 80, targetPort: wbe }', '{ name: web, containerPort: 8080 }', 'service/unknown-target-port',
      ['targetPort is "wbe", but Deployment default/a has no port of that name; it has: "web"']],
    ['is there', '{ port: 80, targetPort: web }', '{ name: web, containerPort: 8080 }', 'service/unknown-target-port', []],
    ['is a number', '{ port: 80, targetPort: 9090 }', '{ name: web, containerPort: 8080 }', 'service/unknown-target-port', []],
    ['is not listed', '{ port: 80, targetPort: 9090 }', '{ name: web, containerPort: 8080 }', 'service/undeclared-target-port',
      ['the Service goes to port 9090, but Deployment default/a lists 8080']],
    ['is the port itself, and not listed', '{ port: 80 }', '{ name: web, containerPort: 8080 }', 'service/undeclared-target-port', ['the Service goes to port 80, but Deployment default/a lists 8080']],
    ['is listed', '{ port: 80, targetPort: 8080 }', '{ name: web, containerPort: 8080 }', 'service/undeclared-target-port', []],
    ['is one of a workload that lists nothing', '{ port: 80 }', '', 'service/undeclared-target-port', []],
    ['is UDP, which is not read', '{ port: 53, protocol: UDP, targetPort: dns }', '{ name: web, containerPort: 8080 }', 'service/unknown-target-port', []],
  ])('%s', (_, port, containerPort, rule, expected) => {
    expect(problems(rule, service(port), deployment(containerPort))).toEqual(expected);
  });

  test('may be added by a patch that was not read', () => {
    const documents = [service('{ port: 80, targetPort: wire }'), deployment('{ name: web, containerPort: 8080 }')].join('---\n');
    const found = (isPartial: boolean) => broken(documents, { only: 'service/unknown-target-port', settings: { isPartial } }).length;
    expect([found(false), found(true)]).toEqual([1, 0]);
  });

  test('may be one of another workload behind the Service', () => {
    const other = deployment('{ name: wire, containerPort: 1 }').replace('name: a', 'name: other');
    expect(problems('service/unknown-target-port', service('{ port: 80, targetPort: wire }'), deployment('{ name: web, containerPort: 2 }'), other)).toEqual([]);
    expect(problems('service/unknown-target-port', service('{ port: 80, targetPort: wire }'))).toEqual([]);
  });

  test.each([
    ['sidecar.opentelemetry.io/inject', 0], ['vault.hashicorp.com/agent-inject', 0], ['dapr.io/enabled', 0], ['inject.istio.io/templates', 0], ['sidecar.istio.io/inject', 1], ['example.com/a', 1],
  ])('may be one of a container that %s brings: told %d times', (annotation, times) => {
    const pods = deployment('{ name: web, containerPort: 2 }', `annotations: { ${annotation}: "true" }`);
    expect(problems('service/unknown-target-port', service('{ port: 80, targetPort: wire }'), pods)).toHaveLength(times);
  });

  test.each(['service/unknown-target-port', 'service/undeclared-target-port'])('is nothing to tell of where Istio deploys the pods: %s', rule => {
    const gateway = 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: a, labels: { app: a } }\nspec: { gatewayClassName: istio, listeners: [{ name: web, port: 80, protocol: HTTP }] }\n';
    expect(problems(rule, service('{ port: 15090, targetPort: metrics }, { port: 15021 }'), gateway)).toEqual([]);
  });
});

describe('user 1337', () => {
  const said = (...documents: string[]) => broken(documents.join('---\n'), { only: 'workload/uid-of-proxy' }).map(({ at }) => at);

  test.each([
    ['of the pod', 'securityContext: { runAsUser: 1337 }, containers: [{ name: app }]', ['Pod default/a, spec.securityContext.runAsUser']],
    ['of a container', 'containers: [{ name: x }, { name: app, securityContext: { runAsUser: 1337 } }]', ['Pod default/a, spec.containers[1].securityContext.runAsUser']],
    ['as a group', 'containers: [{ name: app, securityContext: { runAsUser: 1, runAsGroup: 1337 } }]', ['Pod default/a, spec.containers[0].securityContext.runAsGroup']],
    ['of the pod, and of no container', 'securityContext: { runAsUser: 1337 }, containers: [{ name: app, securityContext: { runAsUser: 1 } }]', []],
    ['of the sidecar', 'containers: [{ name: istio-proxy, securityContext: { runAsUser: 1337 } }]', []],
    ['of nobody', 'securityContext: null, containers: [null, { name: app, securityContext: x }]', []],
  ])('%s', (_, spec, expected) => {
    expect(said(`kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { ${spec} }\n`)).toEqual(expected);
  });

  test('is an error beside a sidecar, a warning where nobody knows of one, and nothing where there is none', () => {
    const severities = (labels: string) => broken(`kind: Pod\nmetadata: { name: a, labels: { ${labels} } }\nspec: { containers: [{ name: app, securityContext: { runAsUser: 1337 } }] }\n`, { only: 'workload/uid-of-proxy' }).map(({ severity }) => severity);
    expect(severities('sidecar.istio.io/inject: "true"')).toEqual(['error']);
    expect(severities('app: a')).toEqual(['warning']);
    expect(severities('sidecar.istio.io/inject: "false"')).toEqual([]);
  });

  test('does no harm without a sidecar, and is found in templates', () => {
    expect(said(deployment('', 'annotations: { inject.istio.io/templates: gateway }', 'securityContext: { runAsUser: 1337 },'))).toEqual([]);
    expect(said(deployment('', '', 'securityContext: { runAsUser: 1337 },'))).toEqual(['Deployment default/a, spec.template.spec.securityContext.runAsUser']);
  });
});

test.each([
  ['app: a', ['the pods of Pod default/a have no label version']],
  ['x: y', ['the pods of Pod default/a have no label app and none version']],
  ['app.kubernetes.io/name: a, app.kubernetes.io/version: b', []],
  ['', []],
])('labels { %s } say %j', (labels, expected) => {
  expect(problems('workload/missing-labels', `kind: Pod\nmetadata: { name: a, labels: { ${labels} } }\nspec: {}\n`)).toEqual(expected);
});

describe('labels of a namespace', () => {
  const namespace = (labels: string) => `kind: Namespace\nmetadata: { name: default, labels: { ${labels} } }\n`;

  test.each([
    ['istio-injection: disabled, istio.io/rev: canary', ['two-injection-labels']],
    ['istio-injection: enabled, istio.io/dataplane-mode: ambient', ['ambient-and-sidecar']],
    ['istio.io/rev: canary, istio.io/dataplane-mode: ambient', ['ambient-and-sidecar']],
    ['istio-injection: disabled, istio.io/rev: canary, istio.io/dataplane-mode: ambient', []],
    ['istio-injection: enabled', []],
    ['', ['not-injected']],
  ])('{ %s } are %j', (labels, rules) => {
    expect(broken([namespace(labels), deployment()].join('---\n'), { only: 'namespace' }).map(({ rule }) => rule)).toEqual(rules.map(rule => `namespace/${rule}`));
  });

  test.each([
    ['without workloads', [namespace('')]],
    ['whose workloads say it themselves', [namespace(''), deployment('', 'annotations: { inject.istio.io/templates: gateway }')]],
  ])('need not say it of injection in one %s', (_, documents) => {
    expect(problems('namespace/not-injected', ...documents)).toEqual([]);
  });

  const USE = 'istio.io/use-waypoint: way';
  const WAY = 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: way }\nspec: { gatewayClassName: istio-waypoint }\n';

  test.each([
    ['the namespace names it', [namespace(USE), deployment()], ['there is no Gateway "way" in namespace default']],
    ['a Service names it', [namespace(''), deployment(), `kind: Service\nmetadata: { labels: { ${USE} } }\nspec: {}\n`], ['there is no Gateway "way" in namespace default']],
    ['it is there', [namespace(USE), deployment(), WAY], []],
    ['none is wanted', [namespace('istio.io/use-waypoint: none'), deployment()], []],
    ['it is in a namespace that is not known', [namespace(`${USE}, istio.io/use-waypoint-namespace: shared`), deployment()], []],
    ['not all of the namespace is known', [namespace(USE)], []],
  ])('name a waypoint, and %s', (_, documents, expected) => {
    expect(problems('namespace/missing-waypoint', ...documents)).toEqual(expected);
  });
});

describe('annotations of Istio', () => {
  const on = (kind: string, annotations: string, spec = '') => `kind: ${kind}\nmetadata: { name: a, annotations: { ${annotations} } }\nspec: { ${spec} }\n`;
  const said = (text: string, advice = false) => broken(text, { only: 'annotations' }).filter(({ severity }) => advice || severity !== 'advice').map(({ rule, problem }) => `${rule}: ${problem}`);

  test.each([
    ['Service', 'networking.istio.io/exportto: "."', ['annotations/unknown: Istio knows no annotation networking.istio.io/exportto']],
    ['Namespace', 'istio.io/dataplane-mode: ambient', ['annotations/unknown: istio.io/dataplane-mode is a label, and read as an annotation by nobody']],
    ['Namespace', 'sidecar.istio.io/inject: "true"', ['annotations/misplaced: sidecar.istio.io/inject is read on Pod, not on Namespace']],
    ['Deployment', 'proxy.istio.io/config: x', ['annotations/misplaced: proxy.istio.io/config is read on Pod, not on Deployment']],
    ['Pod', 'networking.istio.io/exportTo: "."', ['annotations/misplaced: networking.istio.io/exportTo is read on Service, not on Pod']],
    ['Pod', 'sidecar.istio.io/interceptionMode: tproxy', ['annotations/bad-value: sidecar.istio.io/interceptionMode is "tproxy", not REDIRECT, TPROXY or NONE']],
    ['Service', 'galley.istio.io/analyze-suppress: IST0118, example.com/x: y, notistio.io/x: y', []],
    ['Pod', 'sidecar.istio.io/status: x, proxy.istio.io/config: x', []],
    ['AuthorizationPolicy', 'istio.io/dry-run: "true"', []],
  ])('on a %s: %s', (kind, annotations, expected) => {
    const template = kind === 'Deployment' ? 'template: { spec: {} }' : '';
    expect(said(on(kind, annotations, template))).toEqual(expected);
  });

  test('in a template are those of the pod', () => {
    const found = broken(deployment('', 'annotations: { networking.istio.io/exportTo: ".", proxy.istio.io/config: x }'), { only: 'annotations' });
    expect(found.map(({ at, fix }) => [at, fix])).toEqual([
      ['Deployment default/a, spec.template.metadata.annotations["networking.istio.io/exportTo"]', 'move it to the Service'],
    ]);
  });

  test('that are deprecated are advice, unless the label is there too', () => {
    expect(said(on('Pod', 'sidecar.istio.io/inject: "true"'), true)).toEqual(['annotations/deprecated: annotation sidecar.istio.io/inject is deprecated']);
    expect(said('kind: Pod\nmetadata: { labels: { sidecar.istio.io/inject: "true" }, annotations: { sidecar.istio.io/inject: "true" } }\nspec: {}\n', true)).toEqual([]);
  });

  test.each([
    ['traffic.sidecar.istio.io/excludeInterfaces', ['eth1', 'eth1, net1.100', ''], ['eth0;eth1', 'eth1,', '0eth', 'abcdefghijklmnop']],
    ['istio.io/reroute-virtual-interfaces', ['tap0'], ['tap 0']],
    ['traffic.sidecar.istio.io/excludeOutboundPorts', ['80', '80, 81', '', ' '], ['80;81', 'http', '80,', '70000', '*']],
    ['traffic.sidecar.istio.io/includeInboundPorts', ['*', '80', ''], ['**', 'all']],
    ['traffic.sidecar.istio.io/excludeOutboundIPRanges', ['10.0.0.0/8', '10.0.0.0/8,2001:db8::/32', ''], ['10.0.0.0', '10.0.0.0/8, 10.1.0.0/16', '*']],
    ['traffic.sidecar.istio.io/includeOutboundIPRanges', ['*', '10.0.0.0/8'], ['10.0.0.0/33']],
    ['readiness.status.sidecar.istio.io/periodSeconds', ['0', '30'], ['-1', '30s', '4294967296', '']],
    ['status.sidecar.istio.io/port', ['0', '15020'], ['65536', 'x']],
  ])('%s may be %j and not %j', (name, right, wrong) => {
    const findings = (value: string) => said(on('Pod', `${name}: ${JSON.stringify(value)}`)).length;
    expect(right.map(findings)).toEqual(right.map(() => 0));
    expect(wrong.map(findings)).toEqual(wrong.map(() => 1));
  });
});
