import { Chart, Testing } from 'cdk8s';
import { draw } from '../scripts/pictures/draw';
import { joined } from '../scripts/pictures/labels';
import { Picture } from '../scripts/pictures/picture';
import {
  CanaryRelease, Caller, ExternalApi, GatewayPods, IngressGateway, Mesh, MeshNamespace, MeshPort, MeshWorkload, MirrorRelease, networking, RequestMatch,
} from '../src';

const ports = [MeshPort.http(8080)];

test('a picture has callers that are no services, namespaces, workloads, and hosts for everybody', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'shop');
  const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
  const orders = shop.addService('orders', { ports });
  shop.allowFrom(MeshNamespace.fromName('monitoring'), { ports: [MeshPort.tcp(9100)] });
  orders.allowFrom(Caller.anyOf(Caller.clientIps('203.0.113.0/24'), Caller.anyAuthenticated()), { methods: ['GET'] });
  new MeshWorkload(chart, 'Report', { name: 'report', namespace: shop, serviceAccount: 'report' }).calls(orders);
  new ExternalApi(chart, 'Api', { host: 'api.example.com', namespace: shop });

  expect(draw(app)).toMatchInlineSnapshot(`
   "flowchart LR
     every_workload_of_monitoring_1(["every workload of monitoring"])
     clients_in_203_0_113_0_24_1(["clients in 203.0.113.0/24<br>everybody with an identity"])
     every_workload_2(["every workload<br>of the mesh"])
     api_example_com_1[/"api.example.com"/]
     subgraph frame-1 ["namespace shop"]
       every_workload_1["every workload"]
       orders_1["orders"]
       report_1["report"]
     end
     every_workload_of_monitoring_1 -->|"port 9100"| every_workload_1
     clients_in_203_0_113_0_24_1 -->|"GET"| orders_1
     report_1 --> orders_1
     every_workload_2 --> api_example_com_1"
  `);
});

test('a picture has shares and copies, each mesh with its own namespaces', () => {
  const app = Testing.app();
  for (const stage of ['dev', 'prod']) {
    const chart = new Chart(app, stage);
    Mesh.of(chart).configure({});
    const namespace = new MeshNamespace(chart, 'Shop', { name: 'shop' });
    const web = namespace.addService('web', { ports, versions: ['v1', 'v2', 'v3'] });
    if (stage === 'dev') new CanaryRelease(chart, 'Canary', { stable: web.version('v1'), canary: web.version('v2'), canaryPercent: 10 });
    else new MirrorRelease(chart, 'Mirror', { stable: web.version('v1'), mirror: web.version('v3'), mirrorPercent: 5, matching: [RequestMatch.method('GET')] });
  }

  expect(draw(app)).toMatchInlineSnapshot(`
   "flowchart LR
     subgraph frame-1 ["namespace shop of dev"]
       web_1["web"]
       web_v1_1("web v1")
       web_v2_1("web v2")
     end
     subgraph frame-2 ["namespace shop of prod"]
       web_2["web"]
       web_v1_2("web v1")
       web_v3_1("web v3")
     end
     web_1 -->|"90 %"| web_v1_1
     web_1 -->|"10 %"| web_v2_1
     web_2 -->|"100 %"| web_v1_2
     web_2 -.->|"copies of 5 % of GET"| web_v3_1"
  `);
});

test('a gateway without routes of the app is drawn from the call graph', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'shop');
  const web = new MeshNamespace(chart, 'Shop', { name: 'shop' }).addService('web', { ports });
  web.allowFrom(IngressGateway.fromName('edge/public', { pods: GatewayPods.istioctl() }));

  expect(draw(app)).toContain('public_1 --> web_1');
});

test('an app without a call graph has no picture', () => {
  const app = Testing.app();
  new networking.Sidecar(new Chart(app, 'shop'), 'Sidecar', { spec: { egress: [{ hosts: ['./*'] }] } });

  expect(draw(app)).toBeUndefined();
});

test('texts cannot end a box, and words of Mermaid are no ids', () => {
  const picture = new Picture();
  picture.arrow(picture.box('service', ['end']), picture.box('host', ['a "b" <c>', '#1']), 'say "x"');

  expect(picture.render()).toBe(
    ['flowchart LR', '  end_1["end"]', '  a_b_c_1[/"a #quot;b#quot; #lt;c#gt;<br>#35;1"/]', '  end_1 -->|"say #quot;x#quot;"| a_b_c_1'].join('\n'),
  );
});

test.each([
  [['/a', '/b', '/a'], '/a, /b'],
  [['/a', ''], ''],
  [['x'.repeat(70), '/b', '/c'], `${'x'.repeat(70)} and 2 more`],
])('labels %p stand as %p', (labels, text) => {
  expect(joined(labels)).toBe(text);
});
