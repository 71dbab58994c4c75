import { meshOf } from '../rules/broken';

const POD = 'metadata: { labels: { app: a }, annotations: { x: "1" } }, spec: { serviceAccountName: robot, containers: [{ ports: [{ containerPort: 8080, name: web }] }] }';

test.each([
  ['apps/v1', 'Deployment', `replicas: 2, template: { ${POD} }`, 'spec.template.spec'],
  ['apps/v1', 'StatefulSet', `replicas: 2, template: { ${POD} }`, 'spec.template.spec'],
  ['apps/v1', 'DaemonSet', `replicas: 2, template: { ${POD} }`, 'spec.template.spec'],
  ['batch/v1', 'Job', `replicas: 2, template: { ${POD} }`, 'spec.template.spec'],
  ['batch/v1', 'CronJob', `replicas: 2, jobTemplate: { spec: { template: { ${POD} } } }`, 'spec.jobTemplate.spec.template.spec'],
  ['argoproj.io/v1alpha1', 'Rollout', `replicas: 2, template: { ${POD} }`, 'spec.template.spec'],
])('pods of %s %s are a workload', (apiVersion, kind, spec, specField) => {
  expect(meshOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nspec: { ${spec} }`).workloads.all).toEqual([expect.objectContaining({
    namespace: 'default', labels: { app: 'a' }, annotations: { x: '1' }, serviceAccount: 'robot', ports: [{ number: 8080, name: 'web' }], replicas: 2, specField,
  })]);
});

test('a pod is one, with the account it has if it names none', () => {
  expect(meshOf('kind: Pod\nmetadata: { labels: { app: a } }\nspec: {}').workloads.all).toEqual([
    expect.objectContaining({ labels: { app: 'a' }, serviceAccount: 'default', ports: [], specField: 'spec' }),
  ]);
});

test('a Rollout that refers to a Deployment has no pods of its own', () => {
  expect(meshOf('apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: { workloadRef: { name: a } }').workloads.all).toEqual([]);
});

test('ports of native sidecars count, those of init containers and UDP do not', () => {
  const { workloads } = meshOf(`
kind: Pod
spec:
  initContainers: [{ ports: [{ containerPort: 1 }] }, { restartPolicy: Always, ports: [{ containerPort: 2 }] }]
  containers: [{ ports: [{ containerPort: 3 }, { containerPort: 53, protocol: UDP }, null, { containerPort: "4" }] }, null]
`);
  expect(workloads.all[0].ports.map(({ number }) => number)).toEqual([3, 2]);
});

test('virtual machines are workloads, with the labels of the object over those of the spec', () => {
  const { workloads } = meshOf(`
kind: WorkloadEntry
metadata: { labels: { app: b } }
spec: { address: 10.0.0.1, labels: { app: a, version: v1 }, ports: { http: 80 }, serviceAccount: robot }
---
kind: WorkloadGroup
spec: { metadata: { labels: { app: c } }, template: { serviceAccount: robot } }
`);
  expect(workloads.all.map(({ labels, ports, serviceAccount, proxy }) => [labels, ports, serviceAccount, proxy])).toEqual([
    [{ app: 'b', version: 'v1' }, [{ name: 'http', number: 80 }], 'robot', 'unknown'],
    [{ app: 'c' }, [], 'robot', 'sidecar'],
  ]);
});

test('Istio deploys the pods of its gateways of the Gateway API', () => {
  const gateway = (name: string, spec: string) => `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`;
  const { workloads } = meshOf([
    gateway('edge', 'gatewayClassName: istio, listeners: [{ name: web, port: 80, protocol: HTTP }]'),
    gateway('way', 'gatewayClassName: istio-waypoint'),
    gateway('own', 'gatewayClassName: istio, addresses: [{ value: ingress.istio-system.svc.cluster.local }]'),
    gateway('other', 'gatewayClassName: nginx'),
  ].join('---\n'));
  expect(workloads.all.map(({ labels, proxy, serviceAccount, ports }) => [labels, proxy, serviceAccount, ports])).toEqual([
    [{ 'gateway.networking.k8s.io/gateway-name': 'edge' }, 'gateway', 'edge-istio', [{ number: 80, protocol: 'HTTP' }]],
    [{ 'gateway.networking.k8s.io/gateway-name': 'way' }, 'waypoint', 'way', []],
  ]);
});

test.each([
  ['nothing', '', '', 'unknown'],
  ['a label of the namespace', 'istio-injection: enabled', '', 'sidecar'],
  ['a revision of the namespace', 'istio.io/rev: canary', '', 'sidecar'],
  ['a label of the pod', '', 'metadata: { labels: { sidecar.istio.io/inject: "true" } }', 'sidecar'],
  ['a revision of the pod', '', 'metadata: { labels: { istio.io/rev: canary } }', 'sidecar'],
  ['only an annotation of the pod, which no webhook sees', '', 'metadata: { annotations: { sidecar.istio.io/inject: "true" } }', 'unknown'],
  ['a pod that will have none', 'istio-injection: enabled', 'metadata: { labels: { sidecar.istio.io/inject: "false" } }', 'none'],
  ['an annotation that will have none', 'istio-injection: enabled', 'metadata: { annotations: { sidecar.istio.io/inject: "false" } }', 'none'],
  ['a label over the annotation', 'istio-injection: enabled',
    'metadata: { labels: { sidecar.istio.io/inject: "true" }, annotations: { sidecar.istio.io/inject: "false" } }', 'sidecar'],
  ['a namespace that is left out', 'istio-injection: disabled', 'metadata: { labels: { sidecar.istio.io/inject: "true" } }', 'none'],
  ['the network of the host', 'istio-injection: enabled', 'spec: { hostNetwork: true }', 'none'],
  ['an ambient namespace', 'istio.io/dataplane-mode: ambient', '', 'ambient'],
  ['an ambient namespace and a pod without sidecar', 'istio.io/dataplane-mode: ambient', 'metadata: { labels: { sidecar.istio.io/inject: "false" } }', 'ambient'],
  ['an ambient namespace and a pod out of it', 'istio.io/dataplane-mode: ambient',
    'metadata: { labels: { sidecar.istio.io/inject: "false", istio.io/dataplane-mode: none } }', 'none'],
  ['both modes of the namespace', 'istio.io/dataplane-mode: ambient, istio-injection: enabled', '', 'sidecar'],
  ['the template of gateways', '', 'metadata: { annotations: { inject.istio.io/templates: gateway } }', 'gateway'],
  ['a gateway that is written out', '', 'spec: { containers: [{ name: istio-proxy, args: [proxy, router] }] }', 'gateway'],
  ['a sidecar that is written out', '', 'spec: { containers: [{ name: app }, { name: istio-proxy, args: [proxy, sidecar] }] }', 'sidecar'],
])('the proxy of a pod follows from %s', (_, namespace, template, proxy) => {
  const { workloads } = meshOf(`
kind: Namespace
metadata: { name: default, labels: { ${namespace} } }
---
kind: Deployment
spec: { template: { ${template} } }
`);
  expect(workloads.all[0].proxy).toBe(proxy);
});

test.each([
  ['sidecar.istio.io/inject: "true"', 'sidecar'],
  ['istio.io/dataplane-mode: ambient', 'ambient'],
  ['sidecar.istio.io/inject: "false"', 'unknown'],
  ['sidecar.istio.io/inject: "false", istio.io/dataplane-mode: none', 'none'],
])('where the namespace is not written, a pod with { %s } is %s', (labels, proxy) => {
  expect(meshOf(`kind: Pod\nmetadata: { labels: { ${labels} } }\nspec: {}`).workloads.all[0].proxy).toBe(proxy);
});

const SHOP = `
kind: Namespace
metadata: { name: shop }
---
kind: Deployment
metadata: { name: a, namespace: shop }
spec: { template: { metadata: { labels: { app: a, version: v1 } }, spec: { containers: [{ ports: [{ containerPort: 8080, name: web }] }] } } }
---
kind: Deployment
metadata: { name: b, namespace: shop }
spec: { template: { metadata: { labels: { app: b, version: v1 } } } }
---
kind: Deployment
metadata: { name: a, namespace: bookinfo }
spec: { template: { metadata: { labels: { app: a, version: v2 } } } }
---
kind: Service
metadata: { name: a, namespace: shop }
spec: { selector: { app: a }, ports: [{ name: http, port: 80, targetPort: web }, { name: tcp, port: 9000 }, { name: tcp-lost, port: 9001, targetPort: lost }] }
---
kind: Service
metadata: { name: a-raw, namespace: shop }
spec: { selector: { app: a }, ports: [{ name: tcp, port: 80, targetPort: 8080 }] }
---
kind: Service
metadata: { name: none, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;

test('a selector selects in a namespace, or in all', () => {
  const { workloads } = meshOf(SHOP);
  const names = (namespace: string | undefined, labels?: { [key: string]: string }) => workloads.selectedBy(namespace, labels).map(({ object }) => `${object.namespace}/${object.name}`);
  expect(names('shop', { app: 'a' })).toEqual(['shop/a']);
  expect(names(undefined, { app: 'a' })).toEqual(['shop/a', 'bookinfo/a']);
  expect(names('shop', { version: 'v1', app: 'b' })).toEqual(['shop/b']);
  expect(names('shop', { version: 'v2', app: 'a' })).toEqual([]);
  expect(names('shop')).toEqual(['shop/a', 'shop/b']);
  expect(names(undefined, {})).toEqual(['shop/a', 'shop/b', 'bookinfo/a']);
  expect([workloads.knownIn('shop'), workloads.knownIn('bookinfo')]).toEqual([true, false]);
});

test('ports of a workload carry what the services in front of it say', () => {
  const { workloads, services } = meshOf(SHOP);
  const [a, b] = workloads.in('shop');
  expect(workloads.servicesOf(a).map(({ object }) => object.name)).toEqual(['a', 'a-raw']);
  expect(workloads.servedPorts(a).map(({ number, service, port }) => [number, service.object.name, port.number])).toEqual([
    [8080, 'a', 80], [9000, 'a', 9000], [undefined, 'a', 9001], [8080, 'a-raw', 80],
  ]);
  expect([workloads.protocols(a, 8080), workloads.protocols(a, 80), workloads.protocols(b, 8080)]).toEqual([['HTTP', 'TCP'], [], []]);
  expect(services.all.map(service => workloads.of(service).map(({ object }) => object.name))).toEqual([['a'], ['a'], []]);
});

test('a Service without its workload tells that not all of them are written', () => {
  const { workloads } = meshOf(`${SHOP}---
kind: Service
metadata: { name: lost, namespace: shop }
spec: { selector: { app: lost } }
`);
  expect(workloads.knownIn('shop')).toBe(false);
  expect(workloads.unwritten().map(({ object }) => object.name)).toEqual(['lost']);
});
