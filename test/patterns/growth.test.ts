import { App, Chart, Testing } from 'cdk8s';
import {
  Caller, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, Mesh, MeshNamespace, MeshPort, MeshService, Route, ServerTls,
} from '../../src';
import { PolicyTargetConfig } from '../../src/core/bindings';
import { noticeSources } from '../../src/core/notices';
import { ByPart } from '../../src/core/parts';
import { AccessObjects } from '../../src/patterns/access-objects';
import { Hosts } from '../../src/patterns/gateway-listening';
import { jwtConflict, JwtStatement, topicsOf } from '../../src/patterns/jwt-checks';
import { WORKED_OUT } from '../../src/patterns/pods-listening';
import { LOOKED_AT } from '../../src/patterns/route-overlaps';
import { StatementIndex } from '../../src/patterns/statement-index';
import { Random } from '../random';

const shop = MeshNamespace.fromName('shop');
const issuer = JwtIssuer.of('https://idp.example.com');

function chartOf(app = new App()): Chart {
  return new Chart(app, 'shop', { namespace: 'shop' });
}

function service(chart: Chart, name: string, ...ports: MeshPort[]): MeshService {
  return new MeshService(chart, name, { namespace: shop, ports: ports.length ? ports : [MeshPort.http(8080)], serviceAccount: name });
}

function gatewayOf(chart: Chart): IngressGateway {
  return new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Routes of a gateway, each for a host of its own. */
function routes(chart: Chart, count: number, host = (index: number) => `h${index}.example.com`): IngressRoute[] {
  const [gateway, target] = [gatewayOf(chart), service(chart, 'front')];
  return times(count, index => new IngressRoute(chart, `Route${index}`, {
    gateway, hosts: [host(index)], tls: ServerTls.simple('cert'), routes: [Route.prefix(`/${index}/`, target)],
  }));
}

afterEach(() => jest.restoreAllMocks());

test('the target of a protection is looked at as often with many others as with few', () => {
  const looks = (count: number) => {
    const chart = chartOf();
    const asked = jest.spyOn(IngressRoute.prototype, 'policyTargetConfig');
    routes(chart, count).forEach((target, index) => new JwtProtection(chart, `Tokens${index}`, { target, issuers: [issuer] }));
    const calls = asked.mock.calls.length;
    asked.mockRestore();
    return calls / count;
  };

  expect(looks(40)).toBe(looks(10));
});

test('what carries no requests at a gateway is worked out once for all of its policies', () => {
  const chart = chartOf();
  const gateway = gatewayOf(chart);
  new IngressRoute(chart, 'Tls', { gateway, hosts: ['tls.example.com'], tls: ServerTls.passthrough(), routes: [Route.all(service(chart, 'tls', MeshPort.tls(8443)))] });
  const target = new IngressRoute(chart, 'Route', { gateway, hosts: ['h.example.com'], tls: ServerTls.simple('cert'), routes: [Route.all(service(chart, 'front'))] });
  const before = WORKED_OUT.count;
  times(10, index => new JwtProtection(chart, `Tokens${index}`, { target, issuers: [issuer] }));
  const policies = Testing.synth(chart).filter(({ kind }) => kind === 'AuthorizationPolicy');

  expect(WORKED_OUT.count - before).toBe(1);
  expect(policies).toHaveLength(10);
  expect(policies[9].spec.rules[0].when).toContainEqual({ key: 'connection.sni', notValues: ['tls.example.com'] });
});

test('routes of one host are made once to compare them with all others, and anew at the next synthesis', () => {
  const chart = chartOf();
  routes(chart, 10, () => 'www.example.com');
  const made = () => {
    const before = LOOKED_AT.count;
    noticeSources(chart).forEach(({ notices }) => notices());
    return LOOKED_AT.count - before;
  };

  expect([made(), made()]).toEqual([10, 10]);
});

test('a route is held against one of those with its host and certificate, not against each', () => {
  const hosts = new Hosts();
  const owner = chartOf();
  times(10, () => hosts.add({ owner, host: 'shop/www.example.com', port: 443, kind: 'https', key: 'https cert' }));
  hosts.add({ owner, host: 'shop/www.example.com', port: 443, kind: 'https', key: 'https other' });

  expect(hosts.near('www.example.com').map(({ key }) => key)).toEqual(['https cert', 'https other']);
});

test('a namespace that lets one more in does not have all of its services look again', () => {
  const chart = chartOf();
  const namespace = new MeshNamespace(chart, 'Namespace', { name: 'shop' });
  const gateway = gatewayOf(chart);
  times(10, index => new IngressRoute(chart, `Route${index}`, {
    gateway, hosts: [`h${index}.example.com`], tls: ServerTls.simple('cert'), routes: [Route.all(service(chart, `service-${index}`))],
  }));
  const reconciled = jest.spyOn(AccessObjects.prototype, 'reconcile');
  const looks = (index: number) => {
    reconciled.mockClear();
    namespace.allowFrom(Caller.serviceAccounts(shop, `account-${index}`));
    return reconciled.mock.calls.length;
  };

  // The first one refuses all others, so that the gateway needs a rule at each service.
  expect(times(3, looks)).toEqual([11, 1, 1]);
});

test('a mesh of its own has nothing outside of its part of the app', () => {
  const app = new App();
  const [one, other] = ['one', 'other'].map(id => new Chart(app, id));
  const inner = new Chart(one, 'inner');
  const said = new ByPart<string>();
  said.add(one, 'one');
  said.add(other, 'other');
  said.add(inner, 'inner');
  said.add(app, 'app');

  expect(said.near(one)).toEqual(['one', 'inner']);
  expect(said.near(inner)).toEqual(['one', 'inner']);
  expect(said.near(other)).toEqual(['other']);
  expect(said.near(app)).toEqual(['one', 'other', 'inner', 'app']);
});

test('a chart that becomes a mesh of its own has as few look again among many charts as among few', () => {
  const looks = (count: number) => {
    const app = new App();
    const charts = times(count, index => new Chart(app, `chart-${index}`, { namespace: 'shop' }));
    charts.forEach(chart => service(chart, 'service').allowFrom(Caller.serviceAccounts(shop, 'front')));
    const near = jest.spyOn(ByPart.prototype, 'near');
    Mesh.of(charts[1]).configure({});
    const seen = near.mock.results.flatMap(({ value }) => value);
    near.mockRestore();
    return seen.length;
  };

  expect(looks(3)).toBeGreaterThan(0);
  expect(looks(9)).toBe(looks(3));
});

describe('statements', () => {
  const chart = chartOf();
  const statement = (name: string, ...topics: { of: string[]; against?: string[]; what: string }[]) => ({ name, topics });
  const indexed = (...all: ReturnType<typeof statement>[]) => {
    const index = new StatementIndex<ReturnType<typeof statement>>();
    all.forEach(said => index.add(said.topics, { said, chart }));
    return (...topics: { of: string[]; against?: string[]; what: string }[]) => index.near(topics).map(({ said }) => said.name);
  };

  test('are compared where they say something else of the same, in their order and once', () => {
    const near = indexed(
      statement('other', { of: ['a', 'b'], what: 'y' }), statement('same', { of: ['a'], what: 'x' }), statement('elsewhere', { of: ['c'], what: 'z' }),
      statement('last', { of: ['b'], what: 'z' }, { of: ['d'], what: 'q' }),
    );

    expect(near({ of: ['b', 'a'], what: 'x' }, { of: ['d'], what: 'p' })).toEqual(['other', 'last']);
    expect(near({ of: ['e'], against: ['c'], what: 'x' })).toEqual(['elsewhere']);
  });

  test('about tokens are compared with all that they contradict', () => {
    const random = new Random(7);
    const made = times(150, (): JwtStatement => {
      const hosts = random.pick([undefined, ['*'], ['a.example.com'], ['b.example.com'], ['a.example.com', 'b.example.com']]);
      const config: PolicyTargetConfig = { namespace: random.pick(['one', 'two']), selector: random.pick([undefined, { app: 'x' }, { app: 'y' }]), hosts };
      const issuers = random.pick([
        [JwtIssuer.of('https://a.example.com')], [JwtIssuer.of('https://a.example.com', { jwksUri: 'https://keys.example.com' })], [JwtIssuer.of('https://b.example.com')],
        [JwtIssuer.of('https://b.example.com'), JwtIssuer.of('https://a.example.com')], [JwtIssuer.anyIssuer('https://keys.example.com')],
      ]);
      return { owner: chart, topics: topicsOf(config, issuers), target: () => config, issuers, asked: random.pick([['/*'], ['/a*'], ['/b']]), exempt: [] };
    });
    const index = new StatementIndex<JwtStatement>();
    made.forEach(said => index.add(said.topics, { said, chart }));
    let conflicts = 0;
    for (const said of made) {
      const near = new Set(index.near(said.topics).map(filed => filed.said));
      for (const other of made.filter(each => each !== said && jwtConflict(said, each))) {
        conflicts++;
        expect(near).toContain(other);
      }
    }
    expect(conflicts).toBeGreaterThan(1000);
  });
});
