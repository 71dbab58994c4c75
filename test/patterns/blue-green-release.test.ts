import { App, Chart, Testing } from 'cdk8s';
import { BlueGreenRelease, BlueGreenReleaseProps, CanaryRelease, MeshNamespace, MeshPort, MeshService, RequestMatch, StringMatch } from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);
const namespace = MeshNamespace.fromName('shop');
const tester = RequestMatch.header('x-tester', StringMatch.exact('yes'));

interface World {
  readonly chart: Chart;
  readonly shop: MeshService;
}

function world(ports = [http]): World {
  const chart = new Chart(new App(), 'shop');
  return { chart, shop: new MeshService(chart, 'front', { namespace, ports, versions: ['blue', 'green'] }) };
}

const release = ({ chart, shop }: World, props: Partial<BlueGreenReleaseProps> = {}) =>
  new BlueGreenRelease(chart, 'Release', { live: shop.version('blue'), idle: shop.version('green'), ...props });
const virtualService = (chart: Chart, name = 'front') => Testing.synth(chart).find(each => each.kind === 'VirtualService' && each.metadata.name === name)?.spec;
const targets = (routes: any[]) => routes.map(({ route }) => route.map(({ destination: { host, subset } }: any) => subset ?? host.split('.')[0]).join());

test('sends all requests to what is live, and those of testers to what stands by', () => {
  const there = world();
  release(there, { previewFor: [tester] });
  expect(manifest(there.chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: front
     namespace: shop
   spec:
     host: front.shop.svc.cluster.local
     subsets:
       - labels:
           version: blue
         name: blue
       - labels:
           version: green
         name: green
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: front
     namespace: shop
   spec:
     hosts:
       - front.shop.svc.cluster.local
     http:
       - match:
           - headers:
               x-tester:
                 exact: "yes"
         route:
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9080
               subset: green
       - route:
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9080
               subset: blue
   "
  `);
});

test('is switched by swapping the two, and nothing else changes', () => {
  const written = (swap: boolean) => {
    const there = world();
    const [live, idle] = swap ? ['green', 'blue'] : ['blue', 'green'];
    release(there, { live: there.shop.version(live), idle: there.shop.version(idle), previewFor: [tester] });
    return JSON.stringify(Testing.synth(there.chart));
  };
  expect(written(true).match(/"subset":"\w+"/g)).toEqual(['"subset":"blue"', '"subset":"green"']);
  expect(written(false).match(/"subset":"\w+"/g)).toEqual(['"subset":"green"', '"subset":"blue"']);
  expect(written(true).replace(/"subset":"\w+"/g, '')).toBe(written(false).replace(/"subset":"\w+"/g, ''));
});

test('moves connections of TCP services, too', () => {
  const there = world([MeshPort.tcp(5432)]);
  release(there);
  expect(targets(virtualService(there.chart).tcp)).toEqual(['blue']);
});

test.each([
  ['blue', 'green'],
  ['green', 'blue'],
])('moves the requests for one service between two others: now to %s', (live, idle) => {
  const { chart, shop } = world();
  const two: { [name: string]: MeshService } = Object.fromEntries(
    ['blue', 'green'].map(name => [name, new MeshService(chart, name, { namespace, ports: [http] })]),
  );
  new BlueGreenRelease(chart, 'Release', { service: shop, live: two[live], idle: two[idle], previewFor: [tester] });
  expect(targets(virtualService(chart).http)).toEqual([idle, live]);
  expect([virtualService(chart, 'blue'), virtualService(chart, 'green')]).toEqual([undefined, undefined]);
});

describe('fails', () => {
  test.each<[string, (w: World) => void, string]>([
    [
      'between a version and itself',
      w => release(w, { idle: w.shop.version('blue') }),
      '[shop/Release] live and idle are both front.shop.svc.cluster.local blue\n    fix: name two versions or two services',
    ],
    [
      'between two services, of which callers ask for one',
      w => release(w, { idle: new MeshService(w.chart, 'other', { namespace, ports: [http] }) }),
      '[shop/Release] live is of front.shop.svc.cluster.local and idle of other.shop.svc.cluster.local, and callers ask for one of them\n    fix: pass service: the one that callers ask for, also after the switch',
    ],
    [
      'between all pods and some of them',
      w => release(w, { live: w.shop }),
      '[shop/Release] live is all pods of front.shop.svc.cluster.local, and idle is green of them\n    fix: name a version, or say defaultVersion',
    ],
    ['with previews for nobody', w => release(w, { previewFor: [] }), '[shop/Release] previewFor is empty'],
    [
      'beside another release',
      w => {
        release(w);
        new CanaryRelease(w.chart, 'Canary', { stable: w.shop.version('blue'), canary: w.shop.version('green') });
      },
      '[shop/Canary] split for all requests is said already, by [shop/Release]',
    ],
  ])('%s', (_, call, message) => expect(() => call(world())).toThrow(message));
});
