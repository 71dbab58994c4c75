import { PathMatch } from './path-match';
import { MatchBlock, renderMatch } from './request-match-blocks';
import { StringMatch } from './string-match';
import { ICaller, IGateway } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireHost, requireNonEmpty, requirePort, requireSome } from '../core/require';
import { and, EVERY, Match } from '../traffic/match';
import { EMPTY, INEXPRESSIBLE, oneOf, PRESENT, TextCondition } from '../traffic/text';

const HEADER_NAME = /^[-!#$%&'*+.^_`|~0-9a-z]+$/;
const COOKIE_NAME = /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/;

/** What a match is called, apart from what it says. */
type MatchLabel = Pick<MatchBlock, 'name' | 'statPrefix'>;

/**
 * Which requests a route, release or fault is about. One match is a conjunction; props that take several mean any of them.
 * A condition that cannot hold on a way into a service (a caller at the edge, a token claim inside the mesh) removes the rule there.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class RequestMatch {
  /** Every request. */
  public static all(): RequestMatch {
    return new RequestMatch(EVERY);
  }

  /**
   * Path of the request as the service sees it, after a rewrite at the edge.
   * @param path what it must be
   */
  public static path(path: PathMatch): RequestMatch {
    const condition = path._condition;
    return new RequestMatch({ ...(condition && { path: condition }), values: {} });
  }

  /**
   * Method of the request, any of these.
   * @param methods upper-case methods
   */
  public static method(...methods: string[]): RequestMatch {
    requireSome('RequestMatch.method', 'methods', methods);
    for (const method of methods) requireMethod('RequestMatch.method', method);
    return RequestMatch.on('method', oneOf([...new Set(methods)]));
  }

  /**
   * A header. Each value of a repeated header is compared by itself.
   * @param name name, in any case; for the host of the request use `authority`
   * @param value what it must be
   */
  public static header(name: string, value: StringMatch): RequestMatch {
    return RequestMatch.on(`header:${headerName('RequestMatch.header', name)}`, value._condition);
  }

  /**
   * A header that must be there, with any value.
   * @param name name, in any case
   */
  public static headerPresent(name: string): RequestMatch {
    return RequestMatch.on(`header:${headerName('RequestMatch.headerPresent', name)}`, PRESENT);
  }

  /**
   * A header that must not be there.
   * @param name name, in any case
   */
  public static headerAbsent(name: string): RequestMatch {
    return RequestMatch.on(`header:${headerName('RequestMatch.headerAbsent', name)}`, { is: 'absent' });
  }

  /**
   * A header that must not be so. A missing header counts as the empty text, so it usually holds (Istio's `withoutHeaders`).
   * @param name name, in any case
   * @param value what it must not be
   */
  public static withoutHeader(name: string, value: StringMatch): RequestMatch {
    return RequestMatch.on(`without:${headerName('RequestMatch.withoutHeader', name)}`, value._condition);
  }

  /**
   * A cookie. Written as a regular expression for the `cookie` header.
   * @param name name of the cookie, case-sensitive
   * @param value its exact value
   */
  public static cookie(name: string, value: string): RequestMatch {
    if (!COOKIE_NAME.test(name)) throw new UsageError('RequestMatch.cookie', `the name is ${quoted(name)}, not a cookie name`, 'use letters, digits and dashes');
    if (/[;,\s]/.test(value)) throw new UsageError('RequestMatch.cookie', `the value is ${quoted(value)}, which no cookie can have`, 'leave out blanks, commas and semicolons');
    return RequestMatch.on(`cookie:${name}`, { is: 'exact', value });
  }

  /**
   * A query parameter, undecoded. Of several with one name the first counts.
   * @param name name, case-sensitive
   * @param value what it must be
   */
  public static query(name: string, value: StringMatch): RequestMatch {
    requireNonEmpty('RequestMatch.query', 'name', name);
    return RequestMatch.on(`query:${name}`, value._condition);
  }

  /**
   * A query parameter that must be there, with any value.
   * @param name name, case-sensitive
   */
  public static queryPresent(name: string): RequestMatch {
    requireNonEmpty('RequestMatch.queryPresent', 'name', name);
    return RequestMatch.on(`query:${name}`, PRESENT);
  }

  /**
   * Who sends the request from inside the mesh: one workload, or every workload of a namespace.
   * @param caller service, workload or namespace
   */
  public static caller(caller: ICaller): RequestMatch {
    const { labels, workloadNamespace, namespaces = [], identities = [] } = caller.callerConfig();
    const namespace = workloadNamespace ?? namespaces[0];
    if (!labels && (namespaces.length !== 1 || identities.length)) {
      throw new UsageError('RequestMatch.caller', 'the caller is not one workload or one namespace', 'pass a service, workload or namespace; routes cannot see identities or addresses');
    }
    const values: { [key: string]: TextCondition } = {};
    if (namespace) values['source:namespace'] = { is: 'exact', value: namespace };
    for (const [key, value] of Object.entries(labels ?? {})) values[`source:label:${key}`] = { is: 'exact', value };
    return new RequestMatch({ values });
  }

  /**
   * Claim of a validated token. Only at gateways whose pods have a RequestAuthentication.
   * @param name claim, nested with dots
   * @param value exact value, or one element of a list
   */
  public static claim(name: string, value: string): RequestMatch {
    requireNonEmpty('RequestMatch.claim', 'name', name);
    requireNonEmpty('RequestMatch.claim', 'value', value);
    return RequestMatch.on(`claim:${name}`, { is: 'exact', value });
  }

  /**
   * Port that the client calls.
   * @param port service port
   */
  public static port(port: number): RequestMatch {
    requirePort('RequestMatch.port', 'port', port);
    return RequestMatch.on('port', { is: 'exact', value: String(port) });
  }

  /**
   * Host that the client asks for. It is compared as it was sent, so it is written as an expression for any case, with an optional port.
   * @param host host name without port
   */
  public static authority(host: string): RequestMatch {
    requireHost('RequestMatch.authority', 'host', host);
    return RequestMatch.on('authority', { is: 'regex', value: `(?i)${host.replace(/\./g, '\\.')}(:\\d+)?` });
  }

  /**
   * The `:authority` of the request, as it was sent: with the port if the client sends one.
   * @param value what it must be
   */
  public static authorityLike(value: StringMatch): RequestMatch {
    return RequestMatch.on('authority', value._condition);
  }

  /**
   * Scheme of the request.
   * @param value what it must be, for example `StringMatch.exact('https')`
   */
  public static scheme(value: StringMatch): RequestMatch {
    return RequestMatch.on('scheme', value._condition);
  }

  /**
   * The gateways that a request came in by, where one VirtualService serves several. `sourceLabels` and callers are ignored by Istio beside it.
   * @param gateways gateways that the VirtualService is bound to
   */
  public static gateways(...gateways: IGateway[]): RequestMatch {
    requireSome('RequestMatch.gateways', 'gateways', gateways);
    return RequestMatch.on('gateway', oneOf([...new Set(gateways.map(gateway => gateway.gatewayName))]));
  }

  /** The requests from inside of the mesh, where one VirtualService serves gateways too. */
  public static mesh(): RequestMatch {
    return RequestMatch.on('gateway', { is: 'exact', value: 'mesh' });
  }

  /**
   * Conditions that must all hold.
   * @param matches the conditions; they must be able to hold together, and to be said by one match
   */
  public static allOf(...matches: RequestMatch[]): RequestMatch {
    const labelled = matches.find(({ label }) => Object.keys(label).length > 0);
    if (labelled) throw new UsageError('RequestMatch.allOf', `the condition ${quoted(labelled.label.name ?? labelled.label.statPrefix)} has a name of its own`, 'name the whole: RequestMatch.allOf(...).named(...)');
    return new RequestMatch(matches.reduce<Match>((sum, { match }) => {
      const joint = and(sum, match);
      if (joint === EMPTY) throw new UsageError('RequestMatch.allOf', 'no request can hold these conditions together', 'leave one of them out, or pass them as separate matches');
      if (joint === INEXPRESSIBLE) {
        throw new UsageError('RequestMatch.allOf', 'Istio has one condition for the path and for each header, and these do not fit into one', 'write one regular expression that says both');
      }
      return joint;
    }, EVERY));
  }

  /**
   * A match of the algebra as a match of the API.
   * @internal
   */
  public static _of(match: Match): RequestMatch {
    return new RequestMatch(match);
  }

  private static on(key: string, condition: TextCondition): RequestMatch {
    return new RequestMatch({ values: { [key]: condition } });
  }

  private constructor(private readonly match: Match, private readonly label: MatchLabel = {}) {}

  /**
   * The same with a name, which access logs show after the one of the route.
   * @param name name of the match
   */
  public named(name: string): RequestMatch {
    requireNonEmpty('RequestMatch.named', 'name', name);
    return new RequestMatch(this.match, { ...this.label, name });
  }

  /**
   * The same with statistics of its own, by Envoy's route statistics.
   * @param prefix prefix of the names of the statistics
   */
  public withStatPrefix(prefix: string): RequestMatch {
    requireNonEmpty('RequestMatch.withStatPrefix', 'prefix', prefix);
    return new RequestMatch(this.match, { ...this.label, statPrefix: prefix });
  }

  /**
   * What must hold, for the algebra of matches.
   * @internal
   */
  public get _match(): Match {
    return this.match;
  }

  /**
   * The match blocks to write. None where every request is meant.
   * @internal
   */
  public _render(): MatchBlock[] {
    const blocks = renderMatch(this.match);
    if (Object.keys(this.label).length === 0) return blocks;
    return (blocks.length ? blocks : [{}]).map(block => ({ ...block, ...this.label }));
  }

  /**
   * Another match under the same name.
   * @internal
   */
  public _with(match: Match): RequestMatch {
    return new RequestMatch(match, this.label);
  }
}

/** Methods are compared case-sensitively, and clients send them in upper case. */
function requireMethod(where: string, method: string): void {
  if (!/^[A-Z]+(-[A-Z]+)*$/.test(method)) {
    throw new UsageError(where, `the method is ${quoted(method)}`, `use upper case, for example ${quoted(method.toUpperCase() || 'GET')}`);
  }
}

function headerName(where: string, name: string): string {
  const lower = name.toLowerCase();
  if (lower === 'host') throw new UsageError(where, 'the header is "host"', 'use RequestMatch.authority; Envoy has the host there');
  if (!HEADER_NAME.test(lower)) throw new UsageError(where, `the header is ${quoted(name)}, not a header name`, 'use letters, digits and dashes, for example "x-user"');
  return lower;
}
