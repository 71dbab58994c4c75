import { CallerConfig, ICaller, IMeshNamespace } from './bindings';
import { isAnyone, requireRecognizable } from './recognizable';
import { requireCidr, requireDnsSubdomain, requireSome } from './require';

/** Callers that are not constructs. */
export class Caller implements ICaller {
  /** Everyone, also in plain text and without identity: no check at all of who calls. */
  public static anyoneEvenUnauthenticated(): Caller {
    return new Caller([{}]);
  }

  /** Everyone with a mutual TLS identity of this mesh or of one it trusts. */
  public static anyAuthenticated(): Caller {
    return new Caller([{ anyIdentity: true }]);
  }

  /**
   * Workloads that run as one of these service accounts.
   * @param namespace where the accounts are
   * @param names their names
   */
  public static serviceAccounts(namespace: IMeshNamespace, ...names: string[]): Caller {
    requireSome('Caller.serviceAccounts', 'names', names);
    names.forEach(name => requireDnsSubdomain('Caller.serviceAccounts', 'a name', name));
    return new Caller([{ identities: names.map(name => `${namespace.namespaceName}/${name}`) }]);
  }

  /**
   * Original clients in these ranges, read from X-Forwarded-For or PROXY protocol: right at a gateway, if it is told how many proxies to trust.
   * At a service it is no proof: a caller that does not come through a gateway writes into that header what it likes.
   * @param cidrs addresses or ranges
   */
  public static clientIps(...cidrs: string[]): Caller {
    return new Caller([{ clientIps: ranges('Caller.clientIps', cidrs) }]);
  }

  /**
   * Direct peers in these ranges. Behind a gateway this is the gateway.
   * @param cidrs addresses or ranges
   */
  public static peerIps(...cidrs: string[]): Caller {
    return new Caller([{ peerIps: ranges('Caller.peerIps', cidrs) }]);
  }

  /**
   * Any of several callers.
   * @param callers the alternatives
   */
  public static anyOf(...callers: ICaller[]): Caller {
    requireSome('Caller.anyOf', 'callers', callers);
    const configs = callers.map(caller => caller.callerConfig());
    configs.forEach((config, i) => requireRecognizable('Caller.anyOf', callers[i], config));
    return new Caller(configs);
  }

  private constructor(private readonly configs: CallerConfig[]) {}

  /** How Istio can recognize these callers. */
  public callerConfig(): CallerConfig {
    if (this.configs.some(isAnyone)) return {};
    const all = <T>(list: (config: CallerConfig) => T[] | undefined) => {
      const joined = [...new Set(this.configs.flatMap(config => list(config) ?? []))];
      return joined.length ? joined : undefined;
    };
    return {
      identities: all(config => config.identities),
      namespaces: all(config => config.namespaces),
      peerIps: all(config => config.peerIps),
      clientIps: all(config => config.clientIps),
      labels: this.configs.length === 1 ? this.configs[0].labels : undefined,
      workloadNamespace: this.configs.length === 1 ? this.configs[0].workloadNamespace : undefined,
      anyIdentity: this.configs.some(config => config.anyIdentity) || undefined,
    };
  }
}

function ranges(where: string, cidrs: string[]): string[] {
  requireSome(where, 'cidrs', cidrs);
  cidrs.forEach(cidr => requireCidr(where, 'cidrs', cidr));
  return cidrs;
}
