// Random contributions to a service, random routes to it, and requests at the borders of their matches, with the plain meaning of all of it.
import type { App as CdkApp } from 'cdk8s';
import { Request, routed } from './envoy';
import type * as Library from '../../src';
import { Random } from '../random';

/** A match in plain words; `holds` and `narrower` below say what it means. */
interface Plain {
  readonly path?: { is: 'exact' | 'prefix' | 'startsWith'; value: string; ignoreCase: boolean };
  readonly user?: { is: 'exact' | 'startsWith' | 'present' | 'absent'; value: string };
  readonly methods?: string[];
  readonly query?: { is: 'exact' | 'present'; value: string };
  readonly cookie?: string;
  readonly caller?: string;
  readonly port?: number;
}

type Field = 'split' | 'mirrors' | 'fault' | 'timeout' | 'retries';
const FIELDS: Field[] = ['split', 'mirrors', 'fault', 'timeout', 'retries'];
/** The proxy of the gateway, in place of the one of the caller. */
const GATEWAY = { port: 443, namespace: 'istio-system', labels: { istio: 'ingressgateway' } };
const IDEMPOTENT = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'];

interface Said {
  readonly match: Plain;
  readonly value: string;
}

interface Edge {
  readonly prefix: string;
  readonly rewrite: 'none' | 'strip' | 'prefix' | 'whole';
}

/** What was compared in a world. */
export interface Tally {
  compared: number;
  severalHold: number;
  throughGateway: number;
}

/** One service, what is said about it, and two ways in. */
export class TrafficWorld {
  private readonly said = new Map<Field, Said[]>();
  private readonly matches: Plain[][] = [];
  private readonly ports: number[];
  private readonly edge: Edge;

  public constructor(private readonly lib: typeof Library, private readonly cdk8s: typeof import('cdk8s'), private readonly random: Random) {
    this.ports = random.chance(0.2) ? [9080, 9090] : [9080];
    this.edge = { prefix: random.pick(['', '/ext', '/a']), rewrite: random.pick(['none', 'strip', 'prefix', 'whole'] as const) };
  }

  /** Compares what the manifests do with the plain meaning; a difference is returned in words. */
  public compare(requests: number, tally: Tally): string | undefined {
    const { mesh, gateway } = this.synthesize();
    for (let i = 0; i < requests; i++) {
      const inner = this.request();
      const outside = gateway && this.random.chance(0.6) ? this.outside(inner) : undefined;
      const request = outside === undefined ? inner : { ...inner, ...GATEWAY, path: outside };
      const path = outside === undefined ? inner.path : this.rewritten(outside);
      const meant = this.meaning({ ...inner, path, ...(outside !== undefined && { namespace: '', labels: {}, port: 9080 }) });
      const answer = routed(outside === undefined ? mesh : gateway, request);
      const got = answer && { ...shown(answer.rule), path: answer.path };
      tally.compared++;
      const seen = { ...request, path, port: outside === undefined ? inner.port : 9080 };
      if (this.matches.filter(matches => matches.some(match => holds(match, seen))).length >= 2) tally.severalHold++;
      if (outside !== undefined) tally.throughGateway++;
      const expected = { ...meant, path };
      if (JSON.stringify(got) !== JSON.stringify(expected)) {
        return JSON.stringify({ said: [...this.said], edge: this.edge, request, through: outside !== undefined, expected, got, rule: answer?.rule }, null, 1);
      }
    }
    return undefined;
  }

  private synthesize() {
    const { App, Chart } = this.cdk8s;
    const { GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Rewrite, Route, ServerTls } = this.lib;
    const app: CdkApp = new App();
    const chart = new Chart(app, 'world');
    const service = new MeshService(chart, 'web', {
      namespace: MeshNamespace.fromName('shop'),
      ports: this.ports.map(port => MeshPort.http(port)),
      versions: ['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7'],
    });
    const { prefix, rewrite } = this.edge;
    const change = { none: undefined, strip: prefix ? Rewrite.stripPrefix() : undefined, prefix: Rewrite.prefix('/a'), whole: Rewrite.path('/a/b') }[rewrite];
    const target = this.ports.length > 1 ? service.onPort(9080) : service;
    const route = new IngressRoute(chart, 'Front', {
      gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
      hosts: ['web.example.com'],
      tls: ServerTls.simple('web-cert'),
      routes: [Route.prefix(prefix || '/', target, { rewrite: change })],
    });
    for (let i = 0; i < 7; i++) this.contribute(service, i);
    const spec = (construct: Library.VirtualService) => this.cdk8s.ApiObject.of(construct).toJson().spec;
    return { mesh: spec(service.virtualService), gateway: this.unlessCannotBeWritten(() => spec(route.virtualService)) };
  }

  /** A path in any case behind a prefix in one case: there is no such match, and the message says so. */
  private unlessCannotBeWritten<T>(make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      const mixed = this.edge.prefix !== '' && this.matches.flat().some(match => match.path?.ignoreCase);
      if (!mixed || !/cannot be written as one match/.test((error as Error).message)) throw error;
      return undefined;
    }
  }

  /** What cannot be said, because it was said already or cannot be written, is not said. */
  private contribute(service: Library.MeshService, i: number): void {
    const { Fault, MeshNamespace, MeshPort, MeshService, Retries } = this.lib;
    const { Duration } = this.cdk8s;
    const matching = this.random.chance(0.25) ? undefined : Array.from({ length: this.random.pick([1, 1, 2]) }, () => this.match());
    const fields = FIELDS.filter(() => this.random.chance(0.35));
    const mirror = () => MeshService.fromName(`m${i}`, { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(9080)] });
    const values: { [field in Field]: () => object } = {
      split: () => ({ split: [{ target: service.version(`v${i}`), percent: 100 }] }),
      mirrors: () => ({ mirrors: [{ target: mirror(), percent: 100 }] }),
      fault: () => ({ fault: Fault.delay(Duration.seconds(i + 1), { percent: 100 }) }),
      timeout: () => ({ timeout: Duration.seconds(i + 1) }),
      retries: () => ({ retries: i % 2 ? Retries.onServerErrors(i + 1) : Retries.beforeProcessing(i + 1) }),
    };
    for (const field of fields) {
      try {
        service.contribute({ owner: service, matching: matching?.map(match => this.written(match)), ...values[field]() });
      } catch (error) {
        if ((error as Error).name !== 'UsageError') throw error;
        continue;
      }
      for (const match of matching ?? [{}]) this.insert(field, { match, value: `${i}` });
      this.matches.push(matching ?? [{}]);
    }
  }

  private insert(field: Field, said: Said): void {
    const list = this.said.get(field) ?? [];
    const broader = list.findIndex(other => narrower(said.match, other.match));
    list.splice(broader < 0 ? list.length : broader, 0, said);
    this.said.set(field, list);
  }

  private match(): Plain {
    const { random } = this;
    return {
      ...(random.chance(0.5) && { path: { is: random.pick(['exact', 'prefix', 'startsWith'] as const), value: random.pick(['/a', '/a/b', '/b', '/a/bc']), ignoreCase: random.chance(0.1) } }),
      ...(random.chance(0.4) && { user: random.pick([{ is: 'exact', value: 'jason' }, { is: 'exact', value: 'jane' }, { is: 'startsWith', value: 'ja' }, { is: 'present', value: '' }, { is: 'absent', value: '' }] as const) }),
      ...(random.chance(0.3) && { methods: random.pick([['GET'], ['GET', 'POST'], ['PUT', 'POST'], ['PATCH']]) }),
      ...(random.chance(0.15) && { query: random.pick([{ is: 'exact', value: '1' }, { is: 'present', value: '' }] as const) }),
      ...(random.chance(0.1) && { cookie: random.pick(['x', 'y']) }),
      ...(random.chance(0.1) && { caller: random.pick(['front', 'batch']) }),
      ...(random.chance(0.1) && { port: random.pick([9080, 9090]) }),
    };
  }

  private written(match: Plain): Library.RequestMatch {
    const { RequestMatch, PathMatch, StringMatch } = this.lib;
    const conditions: Library.RequestMatch[] = [];
    if (match.path) {
      const path = PathMatch[match.path.is](match.path.value);
      conditions.push(RequestMatch.path(match.path.ignoreCase ? path.ignoringCase() : path));
    }
    if (match.user) {
      const { is, value } = match.user;
      conditions.push(is === 'present' ? RequestMatch.headerPresent('user') : is === 'absent' ? RequestMatch.headerAbsent('user') : RequestMatch.header('user', StringMatch[is](value)));
    }
    if (match.methods) conditions.push(RequestMatch.method(...match.methods));
    if (match.query) conditions.push(match.query.is === 'present' ? RequestMatch.queryPresent('q') : RequestMatch.query('q', StringMatch.exact(match.query.value)));
    if (match.cookie) conditions.push(RequestMatch.cookie('track', match.cookie));
    if (match.caller) conditions.push(RequestMatch.caller({ callerConfig: () => ({ labels: { app: match.caller! }, workloadNamespace: 'shop' }) }));
    if (match.port) conditions.push(RequestMatch.port(match.port));
    return RequestMatch.allOf(...conditions);
  }

  /** A request that holds as much as can be of two matches, and then perhaps steps over one of their borders. */
  private request(): Request {
    const { random } = this;
    const wanted: Plain = Object.assign({}, ...[1, 2, 3].map(() => this.matches.length ? random.pick(random.pick(this.matches)) : {}));
    const paths = wanted.path ? around(wanted.path.value) : ['/', '/a', '/b', '/z', '/a/b'];
    const users = wanted.user ? { exact: [wanted.user.value], startsWith: ['ja', 'jane', 'jason'], present: ['bob', 'jason'], absent: [undefined] }[wanted.user.is] : [undefined, 'jason', 'bob'];
    const over = random.chance(0.2);
    const user = over ? random.pick([undefined, 'jason', 'jasonx', 'ja', 'j', '']) : random.pick(users);
    const query = wanted.query && !over ? wanted.query.value || '0' : random.pick([undefined, '1', '']);
    const cookie = random.pick([wanted.cookie, wanted.cookie, undefined, 'x']);
    return {
      path: over ? random.pick(paths) : random.pick(wanted.path ? [wanted.path.value, `${wanted.path.value}/x`] : paths),
      method: over ? random.pick(['GET', 'PUT', 'POST', 'PATCH', 'HEAD']) : random.pick(wanted.methods ?? ['GET', 'POST']),
      headers: { ...(user !== undefined && { user }), ...(cookie && { cookie: `a=b; track=${cookie}; z=1` }) },
      query: query === undefined ? {} : { q: query },
      port: wanted.port && this.ports.includes(wanted.port) ? wanted.port : random.pick(this.ports),
      labels: { app: wanted.caller ?? random.pick(['front', 'other']) },
      namespace: 'shop',
    };
  }

  /** A path at the gateway for a request; for a stripped root there are two. */
  private outside({ path }: Request): string | undefined {
    const { prefix, rewrite } = this.edge;
    if (rewrite === 'none') return path === prefix || path.startsWith(`${prefix}/`) ? path : undefined;
    if (rewrite === 'whole') return prefix + this.random.pick(['/', '/a', '/a/b', '/q']);
    if (rewrite === 'prefix') return path === '/a' && prefix ? prefix : path.startsWith('/a/') ? prefix + path.slice('/a'.length) : undefined;
    return path === '/' && prefix ? this.random.pick([prefix, `${prefix}/`]) : prefix + path;
  }

  private rewritten(path: string): string {
    const { prefix, rewrite } = this.edge;
    switch (rewrite) {
      case 'none': return path;
      case 'whole': return '/a/b';
      case 'prefix': return `/a${path.slice(prefix.length)}`;
      case 'strip': return path.slice(prefix.length) || '/';
    }
  }

  private meaning(request: Request) {
    const value = (field: Field) => this.said.get(field)?.find(({ match }) => holds(match, request))?.value;
    const retries = value('retries');
    const index = Number(retries);
    return {
      split: value('split'),
      mirrors: value('mirrors'),
      fault: value('fault'),
      timeout: value('timeout'),
      retries: retries === undefined ? undefined : index % 2 && IDEMPOTENT.includes(request.method) ? `${index} on errors` : `${index} before`,
    };
  }
}

function shown(rule: any) {
  const seconds = (text?: string) => text === undefined ? undefined : `${parseInt(text, 10) - 1}`;
  return {
    split: rule.route[0].destination.subset?.slice(1),
    mirrors: rule.mirrors?.[0].destination.host.slice(1, 2),
    fault: seconds(rule.fault?.delay?.fixedDelay),
    timeout: seconds(rule.timeout),
    retries: rule.retries && `${rule.retries.attempts - 1} ${rule.retries.retryOn.includes('5xx') ? 'on errors' : 'before'}`,
  };
}

function around(path: string): string[] {
  return [path, `${path}/`, `${path}/x`, `${path}x`, path.toUpperCase(), path.slice(0, -1) || '/', '/'];
}

/** The meaning of a match, for one request. */
function holds(match: Plain, request: Request): boolean {
  const { path, user, methods, query, cookie, caller, port } = match;
  const value = request.headers.user;
  return (!path || pathHolds(path, request.path))
    && (!user || (user.is === 'absent' ? value === undefined : value !== undefined && (user.is === 'present' || (user.is === 'exact' ? value === user.value : value.startsWith(user.value)))))
    && (!methods || methods.includes(request.method))
    && (!query || (request.query.q !== undefined && (query.is === 'present' || request.query.q === query.value)))
    && (!cookie || request.headers.cookie?.includes(`track=${cookie};`) === true)
    && (!caller || (request.labels.app === caller && request.namespace === 'shop'))
    && (!port || request.port === port);
}

function pathHolds({ is, value, ignoreCase }: NonNullable<Plain['path']>, path: string): boolean {
  const [text, wanted] = ignoreCase ? [path.toLowerCase(), value.toLowerCase()] : [path, value];
  if (is === 'exact') return text === wanted;
  return is === 'startsWith' ? text.startsWith(wanted) : text === wanted || text.startsWith(`${wanted}/`);
}

/** Whether every request that holds `a` holds `b`, read off the words. */
function narrower(a: Plain, b: Plain): boolean {
  return (!b.path || (a.path !== undefined && pathsNarrower(a.path, b.path)))
    && (!b.user || (a.user !== undefined && usersNarrower(a.user, b.user)))
    && (!b.methods || (a.methods?.every(method => b.methods!.includes(method)) ?? false))
    && (!b.query || (a.query !== undefined && (b.query.is === 'present' || (a.query.is === 'exact' && a.query.value === b.query.value))))
    && (!b.cookie || a.cookie === b.cookie)
    && (!b.caller || a.caller === b.caller)
    && (!b.port || a.port === b.port);
}

function pathsNarrower(a: NonNullable<Plain['path']>, b: NonNullable<Plain['path']>): boolean {
  if (a.ignoreCase && !b.ignoreCase) return false;
  // The shortest paths that hold `a`, and one far below, stand for all.
  const samples = a.is === 'exact' ? [a.value] : a.is === 'prefix' ? [a.value, `${a.value}/`] : [a.value, `${a.value}~`, `${a.value}/`];
  return samples.every(path => pathHolds(b, path));
}

function usersNarrower(a: NonNullable<Plain['user']>, b: NonNullable<Plain['user']>): boolean {
  if (a.is === 'absent' || b.is === 'absent') return a.is === b.is;
  if (b.is === 'present') return true;
  if (b.is === 'exact') return a.is === 'exact' && a.value === b.value;
  return a.is !== 'present' && a.value.startsWith(b.value);
}
