import { App, Chart, Duration } from 'cdk8s';
import { CanaryRelease, Mesh, MeshNamespace, MeshPort, MeshService, PathMatch, PreviewRelease, RequestMatch, ServicePolicy, StringMatch } from '../../src';

let app: App;
let chart: Chart;
let reviews: MeshService;

beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop');
  reviews = new MeshService(chart, 'reviews', { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(80)], versions: ['v1', 'v2', 'v3'] });
});

function warnings(): string[] {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.synthYaml();
    return write.mock.calls.map(([text]) => String(text));
  } finally {
    write.mockRestore();
  }
}

const jason = RequestMatch.header('user', StringMatch.exact('jason'));
const admin = RequestMatch.path(PathMatch.prefix('/admin'));

describe('contributions that overlap', () => {
  test('are reported when they say different things, and the first declared counts', () => {
    new ServicePolicy(chart, 'Jason', { service: reviews, matching: [jason], timeout: Duration.seconds(1) });
    new ServicePolicy(chart, 'Admin', { service: reviews, matching: [admin], timeout: Duration.seconds(2) });
    expect(warnings()).toEqual([expect.stringMatching(
      /^\[shop\/reviews\] warning\[mesh-service\/overlapping-contributions\]: some requests hold header user exactly "jason", said by \[shop\/Jason\], and path under "\/admin", said by \[shop\/Admin\]; timeout of the first counts/,
    )]);
  });

  test('are fine when one is the narrower, or both say the same', () => {
    new ServicePolicy(chart, 'Jason', { service: reviews, matching: [jason], timeout: Duration.seconds(1) });
    new ServicePolicy(chart, 'Both', { service: reviews, matching: [RequestMatch.allOf(jason, admin)], timeout: Duration.seconds(2) });
    new CanaryRelease(chart, 'Canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), alwaysCanary: [jason, admin] });
    expect(warnings()).toEqual([]);
  });

  test('are fine when they are for the same version, one by one', () => {
    const to = (id: string, match: RequestMatch, version: string) =>
      new PreviewRelease(chart, id, { service: reviews, preview: reviews.version(version), matching: [match] });
    to('Jason', jason, 'v2');
    to('Admin', admin, 'v2');
    expect(warnings()).toEqual([]);
    to('Query', RequestMatch.queryPresent('new'), 'v3');
    expect(warnings().map(text => text.match(/said by \[(\S+)\], and .*, said by \[(\S+)\]/)!.slice(1))).toEqual([
      ['shop/Jason', 'shop/Query'],
      ['shop/Admin', 'shop/Query'],
    ]);
  });

  test('are fine when one is about tokens and the other about callers: behind a gateway there are no callers, in the mesh no tokens', () => {
    const callers = RequestMatch.caller(MeshNamespace.fromName('lab'));
    new PreviewRelease(chart, 'Lab', { service: reviews, preview: reviews.version('v2'), matching: [callers] });
    new PreviewRelease(chart, 'Testers', { service: reviews, preview: reviews.version('v3'), matching: [RequestMatch.claim('groups', 'testers')] });
    expect(warnings()).toEqual([]);
  });

  test('can be accepted with a reason', () => {
    new ServicePolicy(chart, 'Jason', { service: reviews, matching: [jason], timeout: Duration.seconds(1) });
    new ServicePolicy(chart, 'Admin', { service: reviews, matching: [admin], timeout: Duration.seconds(2) });
    Mesh.of(chart).allow('mesh-service/overlapping-contributions', 'Jason is no admin');
    expect(warnings()).toEqual([]);
  });
});

test('a service with a hundred rules is reported with their number', () => {
  const header = (name: string) => RequestMatch.headerPresent(name);
  for (let i = 0; i < 12; i++) {
    new ServicePolicy(chart, `T${i}`, { service: reviews, matching: [header(`t${i}`)], timeout: Duration.seconds(i + 1) });
    reviews.contribute({ owner: chart, matching: [header(`s${i}`)], split: [{ target: reviews.version(`v${1 + i % 3}`), percent: 100 }] });
  }
  const many = warnings().filter(text => text.includes('too-many-rules'));
  expect(many).toEqual([expect.stringMatching(/^\[shop\/reviews\] warning\[mesh-service\/too-many-rules\]: shop\/reviews has 169 rules/)]);
});
