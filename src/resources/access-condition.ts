import { authorityValues } from './authority';
import { isAuthority, requireHeaderName } from './header-name';
import { ValuePattern } from './value-pattern';
import * as l1 from '../../imports/security.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireCidr, requireSome } from '../core/require';

const PRESENT = '*';

/** What becomes of a condition: an entry of `when`, or hosts of an operation. */
interface Written {
  readonly when?: l1.AuthorizationPolicySpecRulesWhen;
  readonly hosts?: string[];
  readonly notHosts?: string[];
}

/**
 * A further condition of an access rule. All conditions of a rule have to hold.
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class AccessCondition {
  /**
   * The header has one of these values. A header that is sent several times is compared one by one.
   * @param name header
   * @param values any of these
   */
  public static header(name: string, ...values: ValuePattern[]): AccessCondition {
    return new AccessCondition(whenValues('AccessCondition.header', headerKey('AccessCondition.header', name), values));
  }

  /**
   * The header is there.
   * @param name header that must be there
   */
  public static headerPresent(name: string): AccessCondition {
    return new AccessCondition({ when: { key: headerKey('AccessCondition.headerPresent', name), values: [PRESENT] } });
  }

  /**
   * The header is not there.
   * @param name header that must not be there
   */
  public static headerAbsent(name: string): AccessCondition {
    return new AccessCondition({ when: { key: headerKey('AccessCondition.headerAbsent', name), notValues: [PRESENT] } });
  }

  /**
   * The request is for one of these hosts, in upper or lower case.
   * @param hosts authority of the request, without port: every port is meant; with a port, that one. `*.example.com` is written as it is
   * and does not hold for requests with a port in the authority, so it is refused where that would let them through
   */
  public static host(...hosts: string[]): AccessCondition {
    requireSome('AccessCondition.host', 'hosts', hosts);
    return new AccessCondition({ hosts: unique(authorityValues('AccessCondition.host', 'hosts', hosts)) });
  }

  /**
   * The TLS server name that the caller asked for is one of these. On connections without TLS there is none.
   * @param names any of these
   */
  public static serverName(...names: ValuePattern[]): AccessCondition {
    return new AccessCondition(whenValues('AccessCondition.serverName', 'connection.sni', names));
  }

  /**
   * The address that the workload was called at is in one of these ranges.
   * @param cidrs addresses or ranges
   */
  public static destinationIp(...cidrs: string[]): AccessCondition {
    requireSome('AccessCondition.destinationIp', 'cidrs', cidrs);
    cidrs.forEach(cidr => requireCidr('AccessCondition.destinationIp', 'cidrs', cidr));
    return new AccessCondition({ when: { key: 'destination.ip', values: unique(cidrs) } });
  }

  /**
   * The validated token is meant for one of these audiences (`aud`).
   * @param audiences any of these
   */
  public static audience(...audiences: ValuePattern[]): AccessCondition {
    return new AccessCondition(whenValues('AccessCondition.audience', 'request.auth.audiences', audiences));
  }

  /**
   * The validated token was issued for one of these clients (`azp`).
   * @param presenters any of these
   */
  public static presenter(...presenters: ValuePattern[]): AccessCondition {
    return new AccessCondition(whenValues('AccessCondition.presenter', 'request.auth.presenter', presenters));
  }

  /**
   * Something that another filter of the proxy found out, for example the tables of a MySQL query. Experimental in Istio.
   * @param filter name of the filter, for example `envoy.filters.network.mysql_proxy`
   * @param key field of its dynamic metadata, for example `shop.orders`
   * @param values any of these; of a list in brackets, `ValuePattern.exact('[update]')`, one element
   */
  public static filterMetadata(filter: string, key: string, ...values: ValuePattern[]): AccessCondition {
    const where = 'AccessCondition.filterMetadata';
    if (!/^envoy\.filters\.[^[\]]+$/.test(filter)) {
      throw new UsageError(where, `filter is ${quoted(filter)}, not a filter of Envoy`, 'use its full name, for example "envoy.filters.network.mysql_proxy"');
    }
    if (!/^[^[\]]+$/.test(key)) throw new UsageError(where, `key is ${quoted(key)}`, 'use the name of a field, without brackets');
    return new AccessCondition(whenValues(where, `experimental.${filter}[${key}]`, values));
  }

  /**
   * The condition does not hold. For a header, token or server name also because there is none.
   * @param condition what must not hold
   */
  public static not(condition: AccessCondition): AccessCondition {
    const { when, hosts, notHosts } = condition.written;
    if (!when) return new AccessCondition({ hosts: notHosts, notHosts: hosts });
    return new AccessCondition({ when: { key: when.key, values: when.notValues, notValues: when.values } });
  }

  private constructor(private readonly written: Written) {}

  /**
   * What to write: into `when`, or into each operation.
   * @internal
   */
  public _render(): Written {
    return this.written;
  }
}

function whenValues(where: string, key: string, patterns: ValuePattern[]): Written {
  requireSome(where, 'values', patterns);
  return { when: { key, values: unique(patterns.map(pattern => pattern._render())) } };
}

function headerKey(where: string, name: string): string {
  requireHeaderName(where, name);
  if (isAuthority(name)) throw new UsageError(where, `the header is ${quoted(name)}, which no rule can see`, 'use AccessCondition.host');
  return `request.headers[${name}]`;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
