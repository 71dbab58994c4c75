// Apps that grow in one direction. Prints what each of them took with few constructs and with many, in one process.
import { App, Chart, Duration } from 'cdk8s';
import {
  AccessLogging, EgressScope, ExternalApi, GatewayPods, IngressGateway, IngressRoute, JwtIssuer, JwtProtection, LocalRateLimit, MeshNamespace, MeshPort,
  MeshService, ProxyTuning, Route, SecureNamespace, ServerTls,
} from 'cdk8s-istio';

type Build = (chart: Chart, count: number) => void;

const RUNS = 7;
const NAMESPACE = MeshNamespace.fromName('shop');

function service(chart: Chart, name: string, namespace = NAMESPACE): MeshService {
  return new MeshService(chart, name, { namespace, ports: [MeshPort.http(8080)], serviceAccount: name });
}

function times(count: number, each: (index: number) => void): void {
  for (let index = 0; index < count; index++) each(index);
}

type Told = (index: number, to: MeshService) => { host: string; route: Route };
type Then = (made: IngressRoute, index: number) => void;

/** A gateway with routes to services. */
function edge(chart: Chart, count: number, route: Told, then: Then = () => undefined): void {
  const gateway = new IngressGateway(chart, 'edge', { pods: GatewayPods.istioctl() });
  times(count, index => {
    const { host, route: only } = route(index, service(chart, `service-${index}`));
    then(new IngressRoute(chart, `route-${index}`, { gateway, hosts: [host], tls: ServerTls.simple('shop-cert'), routes: [only] }), index);
  });
}

const ownHost: Told = (index, to) => ({ host: `service-${index}.example.com`, route: Route.all(to) });

const APPS: { [name: string]: Build } = {
  'routes of many hosts': (chart, count) => edge(chart, count, ownHost),
  'routes of one host': (chart, count) => edge(chart, count, (index, to) => ({ host: 'www.example.com', route: Route.prefix(`/service-${index}/`, to) })),
  'tokens for routes': (chart, count) => edge(chart, count, ownHost, (target, index) => {
    new JwtProtection(chart, `tokens-${index}`, { target, issuers: [JwtIssuer.of('https://idp.example.com')] });
  }),
  'limits for routes': (chart, count) => edge(chart, count, ownHost, (target, index) => {
    new LocalRateLimit(chart, `limit-${index}`, { target, requests: 100, interval: Duration.seconds(1) });
  }),
  'callers of one service': (chart, count) => {
    const called = service(chart, 'called');
    times(count, index => called.allowFrom(service(chart, `service-${index}`), { methods: ['GET'] }));
  },
  'services of a secure namespace': (chart, count) => {
    const namespace = new SecureNamespace(chart, 'namespace', { name: 'shop', networkPolicy: true, egress: EgressScope.callGraph() });
    let caller = service(chart, 'front', namespace);
    times(count, index => {
      const called = service(chart, `service-${index}`, namespace);
      called.allowFrom(caller);
      caller = called;
    });
  },
  'callers of APIs outside': (chart, count) => times(count, index => {
    new ExternalApi(chart, `api-${index}`, { host: `api-${index}.example.com`, callers: [service(chart, `service-${index}`)] });
  }),
  'proxies and logs of services': (chart, count) => times(count, index => {
    const target = service(chart, `service-${index}`);
    new ProxyTuning(chart, `proxy-${index}`, { target, concurrency: 2 });
    new AccessLogging(chart, `log-${index}`, { target });
  }),
};

/** Processor time, which other work of the machine does not change. */
function milliseconds(build: Build, count: number): number {
  const start = process.cpuUsage();
  const app = new App();
  build(new Chart(app, 'bench', { namespace: 'shop' }), count);
  app.synthYaml();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The least of some runs: what is more comes from elsewhere. */
function least(build: Build, count: number): number {
  return Math.min(...Array.from({ length: RUNS }, () => milliseconds(build, count)));
}

const [few, many] = process.argv.slice(2).map(Number);
const results = Object.entries(APPS).map(([name, build]) => {
  // Code that runs for the first time is slow, which would hide growth.
  milliseconds(build, many);
  return [name, [least(build, few), least(build, many)]];
});
process.stdout.write(JSON.stringify(Object.fromEntries(results)));
