// An app of many charts with a service each: written out with the generated classes, the same checked, or said with this library. The first argument says which.
import { App, Chart } from 'cdk8s';
import { Mesh, MeshNamespace, MeshPort, MeshService } from 'cdk8s-istio';
import * as networking from '../imports/networking.istio.io';

type Build = (chart: Chart, name: string) => void;

const NAMESPACE = MeshNamespace.fromName('shop');

const raw: Build = (chart, name) => {
  const host = `${name}.shop.svc.cluster.local`;
  const subsets = ['v1', 'v2'].map(version => ({ name: version, labels: { version } }));
  const route = [{ destination: { host, port: { number: 8080 }, subset: 'v1' } }];
  new networking.DestinationRule(chart, 'versions', { metadata: { name, namespace: 'shop' }, spec: { host, subsets } });
  new networking.VirtualService(chart, 'routes', { metadata: { name, namespace: 'shop' }, spec: { hosts: [host], http: [{ route }] } });
};

const SIDES: { [side: string]: Build } = {
  raw,
  checked: (chart, name) => {
    Mesh.of(chart.node.root).configure({});
    raw(chart, name);
  },
  ours: (chart, name) => {
    new MeshService(chart, name, { namespace: NAMESPACE, ports: [MeshPort.http(8080)], versions: ['v1', 'v2'], defaultVersion: 'v1' });
  },
};

const [, , side, count, outdir] = process.argv;
const start = performance.now();
const app = new App({ outdir });
for (let index = 0; index < Number(count); index++) SIDES[side](new Chart(app, `chart-${index}`), `service-${index}`);
app.synth();
process.stdout.write(JSON.stringify({ milliseconds: performance.now() - start, megabytes: process.resourceUsage().maxRSS / 1024 }));
