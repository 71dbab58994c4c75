import { App, Chart, Duration, Testing } from 'cdk8s';
import { Fault, FaultExperiment, FaultExperimentProps, MeshNamespace, MeshPort, MeshService, PathMatch, RequestMatch, StringMatch } from '../../src';
import { manifest } from '../manifest';

const tester = RequestMatch.header('x-tester', StringMatch.exact('yes'));

interface World {
  readonly chart: Chart;
  readonly ratings: MeshService;
}

function world(): World {
  const chart = new Chart(new App(), 'shop');
  return { chart, ratings: new MeshService(chart, 'ratings', { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(9080)] }) };
}

const experiment = ({ chart, ratings }: World, props: Partial<FaultExperimentProps> = {}, id = 'Slow') =>
  new FaultExperiment(chart, id, { service: ratings, fault: Fault.delay(Duration.seconds(7), { percent: 10 }), ...props });
const annotations = ({ chart }: World) => Testing.synth(chart)[0].metadata.annotations;

test('delays and aborts shares of the requests of testers, and says until when', () => {
  const there = world();
  experiment(there, {
    fault: Fault.both(Fault.delay(Duration.seconds(7), { percent: 100 }), Fault.abort(503, { percent: 0.1 })),
    matching: [tester, RequestMatch.path(PathMatch.exact('/slow'))],
    expires: '2027-03-31',
  });
  expect(manifest(there.chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     annotations:
       cdk8s-istio/fault-expires: "2027-03-31"
     name: ratings
     namespace: shop
   spec:
     hosts:
       - ratings.shop.svc.cluster.local
     http:
       - fault:
           abort:
             httpStatus: 503
             percentage:
               value: 0.1
           delay:
             fixedDelay: 7s
             percentage:
               value: 100
         match:
           - headers:
               x-tester:
                 exact: "yes"
           - uri:
               exact: /slow
         route:
           - destination:
               host: ratings.shop.svc.cluster.local
               port:
                 number: 9080
       - route:
           - destination:
               host: ratings.shop.svc.cluster.local
               port:
                 number: 9080
   "
  `);
});

test('has no annotation where no end is said', () => {
  const there = world();
  experiment(there);
  expect(annotations(there)).toBeUndefined();
});

test.each([
  ['2027-01-31', '2027-02-01'],
  ['2027-02-01', '2027-01-31'],
])('of several the first to end is written, however they were declared: %s, %s', (one, other) => {
  const there = world();
  experiment(there, { expires: one });
  experiment(there, { expires: other, matching: [tester] }, 'Tester');
  expect(annotations(there)).toEqual({ 'cdk8s-istio/fault-expires': '2027-01-31' });
});

test('that ended long ago is written all the same: synthesis looks at no clock', () => {
  const there = world();
  experiment(there, { expires: '1999-12-31' });
  expect(annotations(there)).toEqual({ 'cdk8s-istio/fault-expires': '1999-12-31' });
});

describe('fails', () => {
  test.each(['', 'tomorrow', '2027-02-30', '2027-3-1', '31.03.2027', '2027-03-31T12:00:00Z'])('with an end that is no day: "%s"', expires => {
    const there = world();
    expect(() => experiment(there, { expires })).toThrow(
      `[shop/Slow] expires is "${expires}", not a day\n    fix: write year, month and day, for example "2027-03-31"`,
    );
    expect(Testing.synth(there.chart)).toEqual([]);
  });

  test('where another experiment has the same requests, and keeps no end of it', () => {
    const there = world();
    experiment(there, { expires: '2027-03-31' });
    expect(() => experiment(there, { expires: '2027-01-01' }, 'Again')).toThrow('[shop/Again] fault for all requests is said already, by [shop/Slow]');
    expect(annotations(there)).toEqual({ 'cdk8s-istio/fault-expires': '2027-03-31' });
  });

  test('on connections', () => {
    const { chart } = world();
    const db = new MeshService(chart, 'db', { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.tcp(5432)] });
    expect(() => new FaultExperiment(chart, 'Slow', { service: db, fault: Fault.abort(500, { percent: 1 }) })).toThrow(
      '[shop/Slow] fault is said about db, which has no HTTP port',
    );
  });
});
