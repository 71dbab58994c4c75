import { isAuthority, requireHeaderName } from './header-name';
import { VirtualServiceSpecHttpHeadersRequest } from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireHost, requireSome } from '../core/require';

type Values = { readonly [name: string]: string };
interface Operations {
  readonly set: Values;
  readonly add: Values;
  readonly remove: string[];
}

/** What Istio's and Envoy's parsers of header values both take: text, `%%`, `%VAR%`, `%VAR(argument)%` and `%VAR(["a", "b"])%`. */
const FORMAT = /^(?:[^%]|%%|%[A-Z0-9_]+(?:%|\( *(?:\[ *"|[^ [])(?:\\[^]|[^\\)"])*(?:" *, *"(?:\\[^]|[^\\)"])*)*(?:\)|" *\] *\)) *%))*$/;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * Changes to the headers of requests or responses. Whatever the order of the calls, Envoy takes away first, then sets, then adds.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export class HeaderOperations {
  /** No change. The start of a chain. */
  public static none(): HeaderOperations {
    return new HeaderOperations({ set: {}, add: {}, remove: [] });
  }

  private constructor(private readonly operations: Operations) {}

  /**
   * Sets a header in place of what it was (Istio's `set`). `Host` can be replaced in requests.
   * @param name name, in any case
   * @param value new value, literally: percent signs stay percent signs
   */
  public replace(name: string, value: string): HeaderOperations {
    return this.withSet('HeaderOperations.replace', name, literal('HeaderOperations.replace', value));
  }

  /**
   * As `replace`, with values that Envoy fills in.
   * @param name name, in any case
   * @param format text with Envoy's variables, for example `%DOWNSTREAM_REMOTE_ADDRESS%`; `%%` is a percent sign
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
   */
  public replaceWithFormat(name: string, format: string): HeaderOperations {
    return this.withSet('HeaderOperations.replaceWithFormat', name, formatted('HeaderOperations.replaceWithFormat', format));
  }

  /**
   * Adds a value beside those that are there. One value for each header.
   * @param name name, in any case
   * @param value further value, literally: percent signs stay percent signs
   */
  public add(name: string, value: string): HeaderOperations {
    return this.withAdded('HeaderOperations.add', name, literal('HeaderOperations.add', value));
  }

  /**
   * As `add`, with values that Envoy fills in.
   * @param name name, in any case
   * @param format text with Envoy's variables, for example `%REQ(x-user)%`; `%%` is a percent sign
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
   */
  public addWithFormat(name: string, format: string): HeaderOperations {
    return this.withAdded('HeaderOperations.addWithFormat', name, formatted('HeaderOperations.addWithFormat', format));
  }

  /**
   * Takes headers away.
   * @param names names, in any case
   */
  public remove(...names: string[]): HeaderOperations {
    const where = 'HeaderOperations.remove';
    requireSome(where, 'names', names);
    for (const name of names) {
      if (isAuthority(name)) throw new UsageError(where, `the header is ${quoted(name)}, which no request can be without`, 'replace it instead');
      requireHeaderName(where, name);
      requireNotBoth(where, name, [...Object.keys(this.operations.set), ...Object.keys(this.operations.add)]);
    }
    return new HeaderOperations({ ...this.operations, remove: [...this.operations.remove, ...names] });
  }

  /**
   * These and those of a wider scope. What is said here about a header counts.
   * @internal
   */
  public _over(wider: HeaderOperations): HeaderOperations {
    const { set, add, remove } = this.operations;
    const own = [...Object.keys(set), ...Object.keys(add), ...remove];
    const free = (name: string) => !own.some(each => sameHeader(each, name));
    const freeOf = (values: Values) => Object.fromEntries(Object.entries(values).filter(([name]) => free(name)));
    const { operations } = wider;
    return new HeaderOperations({
      set: { ...freeOf(operations.set), ...set },
      add: { ...freeOf(operations.add), ...add },
      remove: [...operations.remove.filter(free), ...remove],
    });
  }

  /**
   * The host that is set, if any: Envoy treats it apart from the headers.
   * @internal
   */
  public get _authority(): string | undefined {
    return Object.entries(this.operations.set).find(([name]) => isAuthority(name))?.[1];
  }

  /**
   * What to write. Nothing where nothing changes.
   * @internal
   */
  public _render(): VirtualServiceSpecHttpHeadersRequest | undefined {
    const { set, add, remove } = this.operations;
    const written = {
      ...(Object.keys(set).length && { set }),
      ...(Object.keys(add).length && { add }),
      ...(remove.length && { remove: [...remove] }),
    };
    return Object.keys(written).length ? written : undefined;
  }

  private withSet(where: string, name: string, value: string): HeaderOperations {
    if (isAuthority(name)) requireHost(where, 'host', value);
    else requireHeaderName(where, name);
    requireNew(where, name, this.operations.set);
    requireNotBoth(where, name, this.operations.remove);
    return new HeaderOperations({ ...this.operations, set: { ...this.operations.set, [name]: value } });
  }

  private withAdded(where: string, name: string, value: string): HeaderOperations {
    if (isAuthority(name)) throw new UsageError(where, `the header is ${quoted(name)}, and a request has one host`, 'replace it instead');
    requireHeaderName(where, name);
    requireNew(where, name, this.operations.add);
    requireNotBoth(where, name, this.operations.remove);
    return new HeaderOperations({ ...this.operations, add: { ...this.operations.add, [name]: value } });
  }
}

/** Envoy reads percent signs as the start of a variable, and a doubled one as itself. */
function literal(where: string, value: string): string {
  requirePrintable(where, value);
  return value.replace(/%/g, '%%');
}

function formatted(where: string, format: string): string {
  requirePrintable(where, format);
  if (!FORMAT.test(format)) {
    throw new UsageError(where, `the format is ${quoted(format)}, with a "%" that begins no variable`, 'write "%%" for a percent sign, and close variables: "%NAME%" or "%NAME(argument)%"');
  }
  return format;
}

function requirePrintable(where: string, value: string): void {
  if (CONTROL.test(value)) throw new UsageError(where, `the value is ${quoted(value)}, with a control character`, 'leave out line breaks and control characters');
}

function requireNew(where: string, name: string, values: Values): void {
  const before = Object.keys(values).find(other => sameHeader(name, other));
  if (before !== undefined) throw new UsageError(where, `the header ${quoted(before)} was already given the value ${quoted(values[before])}`, 'name each header once; several values can be joined with commas');
}

/** Envoy never takes away what it sets or adds itself, so both together is not what the words say. */
function requireNotBoth(where: string, name: string, others: string[]): void {
  const other = others.find(each => sameHeader(name, each));
  if (other !== undefined) throw new UsageError(where, `the header ${quoted(other)} is both removed and given a value`, 'use replace alone');
}

function sameHeader(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
