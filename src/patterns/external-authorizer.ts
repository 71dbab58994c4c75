import { Construct } from 'constructs';
import { Conflict, stateConsistently, Statement } from './conflicts';
import { addProxyCall, namespaceOf, overlap, reportUnread } from './policy-place';
import { refusableHosts, requestScope } from './request-scope';
import { requireOneTarget } from './root-namespace';
import { Topic } from './statement-index';
import { guardPods } from './waypoints';
import { IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { didYouMean, pathOf, quoted, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { addNotices, Notice } from '../core/notices';
import { partOf } from '../core/owner';
import { requireDnsLabel, requireSome } from '../core/require';
import { settingsOf } from '../core/scopes';
import { Access } from '../resources/access';
import { AccessCondition } from '../resources/access-condition';
import { Attachment } from '../resources/attachment';
import { AuthorizationOperation } from '../resources/authorization-operation';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { AuthorizationRule } from '../resources/authorization-rule';
import { AuthorizerService } from '../resources/authorizer-service';
import { MeshPort } from '../resources/mesh-port';
import { PathPattern } from '../resources/path-pattern';

/** Properties for `ExternalAuthorizer`. */
export interface ExternalAuthorizerProps {
  /**
   * What it guards: a service, a namespace, a gateway, one ingress route with its hosts.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-selector
   */
  readonly target: IPolicyTarget;
  /**
   * Name of the extension provider in the mesh configuration, a DNS label. Where there is none of that name, Istio refuses all that it
   * would be asked about.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider-name
   */
  readonly provider: string;
  /**
   * The service behind the provider. Writes nothing; `meshConfig` is then what the mesh configuration needs.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
   * @default - it is in the mesh configuration already
   */
  readonly service?: AuthorizerService;
  /**
   * Requests it is asked about, all conditions together. It runs before tokens are read, so there are no claims here.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-when
   * @default - every request
   */
  readonly conditions?: AccessCondition[];
  /**
   * Paths it is asked about, and, to be safe, every path that begins with two slashes. Paths are compared as the proxy sees them, where
   * `/api%2Fusers` is not under `/api`: where that matters, leave this out and say `exceptPaths`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-paths
   * @default - every path
   */
  readonly paths?: PathPattern[];
  /**
   * Paths it is not asked about. Headers that it writes elsewhere come from the client there.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_paths
   * @default - none
   */
  readonly exceptPaths?: PathPattern[];
  /**
   * Ports that carry HTTP, with the numbers that the pods listen on. Wrong numbers mean that it is not asked.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-ports
   * @default - the HTTP ports of a service, every port of a gateway; needed for a namespace, a workload and a waypoint
   */
  readonly ports?: MeshPort[];
}

interface Provided extends Statement {
  readonly target: () => PolicyTargetConfig;
  readonly provider: string;
  readonly meshConfig?: string;
}

/**
 * Asks a service of yours about each request (`ext_authz`). It takes away and never lets in: what it lets pass still has to be allowed.
 * A workload has one provider; with two, Istio refuses all that any of them would be asked about.
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 */
export class ExternalAuthorizer extends Construct {
  /** The policy, for overrides. */
  public readonly policy: AuthorizationPolicy;
  /** What the mesh configuration has to have, as YAML: an entry of `meshConfig.extensionProviders`. None without `service`. */
  public readonly meshConfig?: string;

  public constructor(scope: Construct, id: string, props: ExternalAuthorizerProps) {
    super(scope, id);
    watch(this);
    const { provider, service } = props;
    requireDnsLabel(this, 'provider', provider);
    this.requireSense(props);
    const target = () => props.target.policyTargetConfig();
    requireOneTarget(this, target());
    const access = () => this.access(props);
    const first = access();
    this.meshConfig = service?._meshConfig(provider);
    const said = { owner: this, topics: topicsOf(target(), provider, this.meshConfig), target, provider, meshConfig: this.meshConfig };
    stateConsistently<Provided>('external-authorizer/contradiction', said, conflict);
    reportUnread(this, props.target, 'ExternalAuthorizer');
    if (service) addProxyCall(this, props.target, service._service);
    addNotices(this, () => this.unknown(provider));
    this.policy = partOf(this, new AuthorizationPolicy(this, 'Policy', {
      namespace: namespaceOf(target()), metadata: { name: objectName(this) }, attachTo: Attachment._of(target), access: first,
    }));
    // What is known of the target may still change: a waypoint, or what else a gateway listens for.
    this.policy._contentFrom(access);
    guardPods(props.target);
  }

  private requireSense({ conditions, paths, exceptPaths }: ExternalAuthorizerProps): void {
    Object.entries({ conditions, paths, exceptPaths }).forEach(([prop, list]) => list && requireSome(this, prop, list));
    const early = conditions?.map(condition => condition._render().when?.key).find(key => key?.startsWith('request.auth.'));
    if (early) throw new UsageError(this, `conditions has ${early}, and Istio asks the authorizer before it reads tokens`, 'use headers, addresses or the host here, and JwtProtection for claims');
  }

  private access({ target, provider, conditions = [], paths, exceptPaths, ports: said }: ExternalAuthorizerProps): Access {
    const config = target.policyTargetConfig();
    const { ports, notPorts, conditions: others } = requestScope(this, config, said);
    const guarded = paths && [...paths, PathPattern.prefix('//')];
    const fields = { hosts: refusableHosts(this, config), ports, notPorts, paths: guarded, notPaths: exceptPaths };
    const to = Object.values(fields).some(Boolean) ? [AuthorizationOperation.of(fields)] : undefined;
    const all = [...conditions, ...others];
    const limited = to || all.length > 0;
    return Access.custom(provider, limited ? AuthorizationRule.of({ to, ...all.length > 0 && { conditions: all } }) : AuthorizationRule.everything());
  }

  private unknown(provider: string): Notice[] {
    const known = settingsOf(this).extensionProviders;
    if (!known || known.includes(provider)) return [];
    return [{
      rule: 'external-authorizer/unknown-provider',
      severity: 'error',
      problem: `the mesh has no extension provider ${quoted(provider)}; it has ${known.join(', ') || 'none'}${didYouMean(provider, known)}`,
      why: 'Istio refuses every request that a provider it does not know would be asked about',
      fix: 'use one of them, or add it to the mesh configuration and to extensionProviders of Mesh.configure',
    }];
  }
}

/** A namespace has one provider for a workload, and a provider one service. */
function topicsOf({ namespace }: PolicyTargetConfig, provider: string, meshConfig?: string): Topic[] {
  return [{ of: [`namespace ${namespace}`], what: provider }, ...meshConfig ? [{ of: [`provider ${provider}`], what: meshConfig }] : []];
}

function conflict(said: Provided, other: Provided): Conflict | undefined {
  const by = pathOf(other.owner);
  if (said.provider === other.provider) {
    if (!said.meshConfig || !other.meshConfig || said.meshConfig === other.meshConfig) return undefined;
    return {
      fact: `the provider ${quoted(said.provider)} has another service at [${by}]`,
      why: 'the mesh configuration has one provider of a name',
      fix: 'use one AuthorizerService for both, or two names',
    };
  }
  if (!overlap(said.target(), other.target())) return undefined;
  return {
    fact: `the provider is ${quoted(said.provider)}, and ${quoted(other.provider)} at [${by}], for some of the same workloads`,
    why: 'with two providers for a workload Istio asks none, and refuses all that either would be asked about',
    fix: 'use one provider for a workload; at a gateway for all its routes',
  };
}
