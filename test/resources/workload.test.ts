import { Chart, Duration, Testing } from 'cdk8s';
import { MeshPort } from '../../src/resources/mesh-port';
import { ReadinessProbe } from '../../src/resources/probe';
import { ProxyConfig, ProxyConfigProps, ProxyImage } from '../../src/resources/proxy-config';
import { ServiceEntry, ServiceLocation } from '../../src/resources/service-entry';
import { ServiceEntryResolution } from '../../src/resources/service-entry-resolution';
import { WorkloadEntry, WorkloadEntryProps } from '../../src/resources/workload-entry';
import { WorkloadGroup, WorkloadGroupProps } from '../../src/resources/workload-group';
import { manifest } from '../manifest';

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

function specOf(chart: Chart): any {
  return Testing.synth(chart)[0].spec;
}

function group(props: Partial<WorkloadGroupProps>): Chart {
  const chart = shop();
  new WorkloadGroup(chart, 'Vms', { workloadLabels: { app: 'ratings' }, ...props });
  return chart;
}

function workload(props: WorkloadEntryProps): Chart {
  const chart = shop();
  new WorkloadEntry(chart, 'Vm', props);
  return chart;
}

function proxies(props: ProxyConfigProps): Chart {
  const chart = shop();
  new ProxyConfig(chart, 'Proxies', props);
  return chart;
}

test('writes a group of virtual machines and the service that they are', () => {
  const chart = shop();
  const machines = new WorkloadGroup(chart, 'Ratings', {
    metadata: { name: 'ratings-vm' },
    workloadLabels: { app: 'ratings', class: 'vm' },
    workloadAnnotations: { 'example.com/owner': 'team-ratings' },
    serviceAccount: 'ratings',
    network: 'vm-network',
    ports: { 'http-9080': 8080 },
    probe: ReadinessProbe.http(8080, {
      path: '/healthz',
      headers: { Host: 'ratings.example.com' },
      initialDelay: Duration.seconds(5),
      timeout: Duration.seconds(3),
      period: Duration.seconds(4),
      successThreshold: 3,
      failureThreshold: 2,
    }),
  });
  new ServiceEntry(chart, 'Service', {
    metadata: { name: 'ratings' },
    hosts: ['ratings.vm.example.com'],
    ports: [MeshPort.http(9080)],
    resolution: ServiceEntryResolution.workloads(machines.workloadLabels),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: WorkloadGroup
   metadata:
     name: ratings-vm
     namespace: shop
   spec:
     metadata:
       annotations:
         example.com/owner: team-ratings
       labels:
         app: ratings
         class: vm
     probe:
       failureThreshold: 2
       httpGet:
         httpHeaders:
           - name: Host
             value: ratings.example.com
         path: /healthz
         port: 8080
       initialDelaySeconds: 5
       periodSeconds: 4
       successThreshold: 3
       timeoutSeconds: 3
     template:
       network: vm-network
       ports:
         http-9080: 8080
       serviceAccount: ratings
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: ratings
     namespace: shop
   spec:
     hosts:
       - ratings.vm.example.com
     location: MESH_INTERNAL
     ports:
       - name: http-9080
         number: 9080
         protocol: HTTP
     resolution: STATIC
     workloadSelector:
       labels:
         app: ratings
         class: vm
   "
  `);
});

test('writes a virtual machine that a service selects', () => {
  const chart = shop();
  new WorkloadEntry(chart, 'Vm', {
    address: '10.1.2.3',
    labels: { app: 'mysql' },
    ports: { mysql: 3307 },
    serviceAccount: 'mysql',
    locality: 'eu-west/eu-west-1a',
    weight: 1,
  });
  new ServiceEntry(chart, 'Mysql', {
    hosts: ['mysql.vm.example.com'],
    addresses: ['192.168.200.20'],
    ports: [MeshPort.mysql(3306, { name: 'mysql' })],
    location: ServiceLocation.MESH_INTERNAL,
    resolution: ServiceEntryResolution.workloads({ app: 'mysql' }),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: WorkloadEntry
   metadata:
     name: shop-vm
     namespace: shop
   spec:
     address: 10.1.2.3
     labels:
       app: mysql
     locality: eu-west/eu-west-1a
     ports:
       mysql: 3307
     serviceAccount: mysql
     weight: 1
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-mysql
     namespace: shop
   spec:
     addresses:
       - 192.168.200.20
     hosts:
       - mysql.vm.example.com
     location: MESH_INTERNAL
     ports:
       - name: mysql
         number: 3306
         protocol: MYSQL
     resolution: STATIC
     workloadSelector:
       labels:
         app: mysql
   "
  `);
});

test('writes proxies of one workload with two threads', () => {
  const chart = proxies({ selector: { app: 'ratings' }, concurrency: 2, environmentVariables: { ISTIO_META_TEAM: 'ratings' }, image: ProxyImage.distroless() });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1beta1
   kind: ProxyConfig
   metadata:
     name: shop-proxies
     namespace: shop
   spec:
     concurrency: 2
     environmentVariables:
       ISTIO_META_TEAM: ratings
     image:
       imageType: distroless
     selector:
       matchLabels:
         app: ratings
   "
  `);
});

test('a workload is known by its network alone', () => {
  expect(specOf(workload({ network: 'west', labels: {}, ports: {} }))).toEqual({ network: 'west' });
});

test('a workload has a name or a socket', () => {
  expect(specOf(workload({ address: 'vm.example.com' }))).toEqual({ address: 'vm.example.com' });
  expect(specOf(workload({ address: 'unix://@app' }))).toEqual({ address: 'unix://@app' });
});

test('a group has a template even if it says nothing', () => {
  expect(specOf(group({}))).toEqual({ metadata: { labels: { app: 'ratings' } }, template: {} });
});

test('the labels of a group are read as a copy', () => {
  const machines = new WorkloadGroup(shop(), 'Vms', { workloadLabels: { app: 'ratings' } });
  machines.workloadLabels.app = 'other';
  expect(machines.workloadLabels).toEqual({ app: 'ratings' });
});

test.each([
  ['HTTP with defaults', ReadinessProbe.http(80), { httpGet: { port: 80 } }],
  ['HTTPS at a host', ReadinessProbe.http(443, { https: true, host: '10.0.0.1' }), { httpGet: { port: 443, scheme: 'HTTPS', host: '10.0.0.1' } }],
  ['HTTP that is said', ReadinessProbe.http(80, { https: false }), { httpGet: { port: 80, scheme: 'HTTP' } }],
  ['TCP', ReadinessProbe.tcp(80, { initialDelay: Duration.seconds(0) }), { tcpSocket: { port: 80 }, initialDelaySeconds: 0 }],
  ['TCP at a host', ReadinessProbe.tcp(80, { host: 'db' }), { tcpSocket: { port: 80, host: 'db' } }],
  ['a command', ReadinessProbe.exec(['/bin/check', '-q'], { period: Duration.minutes(1) }), { exec: { command: ['/bin/check', '-q'] }, periodSeconds: 60 }],
])('a group is probed by %s', (_, probe, written) => {
  expect(specOf(group({ probe })).probe).toEqual(written);
});

test.each([
  ['standard', ProxyImage.standard(), 'default'],
  ['debug', ProxyImage.debug(), 'debug'],
  ['own', ProxyImage.of('centos'), 'centos'],
])('proxies use the %s image', (_, image, imageType) => {
  expect(specOf(proxies({ image }))).toEqual({ image: { imageType } });
});

test('proxies of a namespace use all cores', () => {
  expect(specOf(proxies({ concurrency: 0 }))).toEqual({ concurrency: 0 });
});

test.each<[string, () => unknown, string, string]>([
  ['on a workload without address and network', () => workload({}), '[shop/Vm] an endpoint has neither address nor network', 'give its address'],
  ['on a workload address that is none', () => workload({ address: 'vm_1' }), '[shop/Vm] address is "vm_1", not a host name', 'use a DNS name'],
  ['on a label value that is none', () => workload({ address: '10.0.0.1', labels: { app: 'a b' } }), '[shop/Vm] labels has app: "a b"', 'use at most 63'],
  ['on an empty network', () => workload({ network: '' }), '[shop/Vm] network is empty', 'give network a value'],
  ['on a wildcard locality', () => workload({ address: '10.0.0.1', locality: 'eu/*' }), '[shop/Vm] locality is "eu/*"', 'without wildcards'],
  [
    'on a workload port name in upper case',
    () => workload({ address: '10.0.0.1', ports: { Web: 1 } }),
    'a port name is "Web", not a DNS label',
    'use at most 63',
  ],
  [
    'on a group without labels',
    () => group({ workloadLabels: {} }),
    '[shop/Vms] workloadLabels is empty, which would select every workload',
    'give the labels',
  ],
  ['on a group with half a weight', () => group({ weight: 0.5 }), '[shop/Vms] weight is 0.5', 'use a whole number'],
  ['on a probe at port 0', () => ReadinessProbe.tcp(0), '[ReadinessProbe.tcp] port is 0, not a port', 'use a whole number from 1 to 65535'],
  ['on a probe path without slash', () => ReadinessProbe.http(80, { path: 'ready' }), '[ReadinessProbe.http] path is "ready"', 'start it with "/"'],
  ['on a probe header that is none', () => ReadinessProbe.http(80, { headers: { 'a b': 'c' } }), 'headers has "a b", not a header name', 'use letters'],
  ['on an empty probe host', () => ReadinessProbe.tcp(80, { host: '' }), '[ReadinessProbe.tcp] host is empty', 'give host a value'],
  ['on a probe without command', () => ReadinessProbe.exec([]), '[ReadinessProbe.exec] command is empty', 'give at least one'],
  ['on a probe with an empty argument', () => ReadinessProbe.exec(['/check', '']), 'a part of command is empty', 'give'],
  [
    'on half a second',
    () => ReadinessProbe.tcp(80, { period: Duration.millis(1500) }),
    '[ReadinessProbe.tcp] period is 1500 milliseconds',
    'use whole seconds, 1 or more',
  ],
  ['on no time for an answer', () => ReadinessProbe.tcp(80, { timeout: Duration.seconds(0) }), 'timeout is 0 milliseconds', 'use whole seconds, 1 or more'],
  ['on no failures', () => ReadinessProbe.tcp(80, { failureThreshold: 0 }), 'failureThreshold is 0', 'use a whole number, 1 or more'],
  ['on no successes', () => ReadinessProbe.tcp(80, { successThreshold: 0 }), 'successThreshold is 0', 'use a whole number, 1 or more'],
  ['on proxies of which nothing is said', () => proxies({ selector: { app: 'a' } }), '[shop/Proxies] nothing is said about the proxies', 'give concurrency'],
  ['on proxies without labels', () => proxies({ selector: {}, concurrency: 1 }), '[shop/Proxies] selector is empty', 'give the labels'],
  ['on fewer threads than none', () => proxies({ concurrency: -1 }), '[shop/Proxies] concurrency is -1', 'use a whole number, 0 to 2147483647'],
  ['on a long variable', () => proxies({ environmentVariables: { A: 'x'.repeat(2049) } }), 'environment variable A has 2049 characters', 'use at most 2048'],
  ['on a variable without name', () => proxies({ environmentVariables: { '': 'x' } }), 'the name of an environment variable is empty', 'give'],
  ['on an image type that is empty', () => ProxyImage.of(''), '[ProxyImage.of] imageType is empty', 'give imageType a value'],
])('fails %s', (_, call, fact, fix) => {
  expect(call).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(fact) }));
  expect(call).toThrow(expect.objectContaining({ message: expect.stringContaining(fix) }));
});
