import { IConstruct } from 'constructs';
import { didYouMean, quoted, UsageError } from './core/errors';
import { watch } from './core/hook';
import { addInventory } from './core/inventories';
import { checks } from './core/lazy';
import { reportFiles } from './core/report-files';
import { requireDnsLabel, requireDnsSubdomain, requireNonEmpty, requireSome } from './core/require';
import { configureMesh } from './core/scopes';
import { addSyncWaves, addTags } from './core/tags';
import { advise, judge } from './core/verdicts';
import { OutboundPolicy } from './resources/outbound-policy';
import { Visibility } from './resources/visibility';

/** What manifests cannot say about a mesh. */
export interface MeshSettings {
  /**
   * Namespace of the mesh-wide objects (`rootNamespace` of the mesh configuration).
   * @default 'istio-system'
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-root_namespace
   */
  readonly rootNamespace?: string;
  /**
   * Some other app refuses by default for the whole mesh, so that gateways and callers need rules here.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
   * @default false
   */
  readonly denyByDefault?: boolean;
  /**
   * Trust domain, and further names for it. Policies name callers by the first: sidecars and gateways would take `cluster.local` for it too,
   * but the ztunnel of an ambient mesh does not.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-trust_domain
   * @default - `cluster.local`
   */
  readonly trustDomains?: string[];
  /**
   * What happens to calls for hosts that the mesh does not know, where no Sidecar says otherwise.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-outbound_traffic_policy
   * @default OutboundPolicy.ALLOW_ANY
   */
  readonly outboundPolicy?: OutboundPolicy;
  /**
   * Names of the extension providers of the mesh configuration.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-extension_providers
   * @default - unknown; names are not checked
   */
  readonly extensionProviders?: string[];
  /**
   * Proxies answer DNS with the addresses that Istio gives to ServiceEntries without one, so that ports that are neither HTTP nor TLS can be told apart.
   * Istio gives the addresses by itself, but a sidecar looks at them only with DNS capture: `ISTIO_META_DNS_CAPTURE: "true"` in
   * `meshConfig.defaultConfig.proxyMetadata`, and pods that started since. In ambient namespaces it is on, and nothing has to be said.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/
   * @default false
   */
  readonly allocatesAddresses?: boolean;
  /**
   * Who sees the VirtualServices, DestinationRules and ServiceEntries that patterns write, where a pattern says nothing itself. Namespaces
   * that the call graph knows to need an object see it as well: those of callers and of gateways.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-export_to
   * @default - `exportTo` is not written, so that the mesh configuration decides, which means everywhere unless it says otherwise
   */
  readonly visibility?: Visibility;
}

/** How grave a rule is. */
export enum RuleSeverity {
  /** Fails synthesis. */
  ERROR = 'error',
  /** Is printed to standard error. */
  WARNING = 'warning',
  /** Is printed to standard error where advice is wanted. */
  ADVICE = 'advice',
}

/** Form of a report. */
export enum ReportFormat {
  /** Findings as JSON, as `cdk8s-istio check --format json` prints them. */
  JSON = 'json',
  /** SARIF 2.1.0, for code scanning. */
  SARIF = 'sarif',
  /** JUnit XML, for the test reports of CI systems. */
  JUNIT = 'junit',
}

/** The mesh as seen from a construct: what holds for it, and what every object in it carries. An app that asks for it is checked at synthesis. */
export class Mesh {
  /**
   * The mesh that a construct is in: the nearest scope that was configured, else the app.
   * @param scope app, chart or construct; what is said through it is for this part of the tree only
   */
  public static of(scope: IConstruct): Mesh {
    watch(scope);
    return new Mesh(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * States what manifests cannot say, and that everything below this scope is one mesh, apart from the rest of the app.
   * Say it for the app, or for each chart where charts go to different clusters: they may then repeat names, and inherit nothing from a
   * statement for the app. A second, different statement for a scope is refused.
   * @param settings the facts; none is fine, and still sets the scope apart
   */
  public configure(settings: MeshSettings): Mesh {
    const { rootNamespace, trustDomains, extensionProviders } = settings;
    if (rootNamespace !== undefined) requireDnsLabel(this.scope, 'rootNamespace', rootNamespace);
    if (trustDomains) requireSome(this.scope, 'trustDomains', trustDomains);
    trustDomains?.forEach(name => requireDnsSubdomain(this.scope, 'trustDomains', name));
    extensionProviders?.forEach(name => requireNonEmpty(this.scope, 'a name in extensionProviders', name));
    configureMesh(this.scope, settings);
    return this;
  }

  /**
   * Accepts what a rule reports for this part of the tree. For a single object Istio's annotation `galley.istio.io/analyze-suppress` does the
   * same, with the id of the rule, Istio's codes or `*`.
   * @param rule id of the rule, as messages show it: `common/name-collision`
   * @param reason why, for whoever reads this later; required
   */
  public allow(rule: string, reason: string): Mesh {
    this.requireRule(rule);
    if (!reason.trim()) throw new UsageError(this.scope, `reason for allowing ${rule} is empty`, 'say why this is meant to be so');
    judge(this.scope, rule, 'off');
    return this;
  }

  /**
   * Holds a rule to be more or less grave than it says, for this part of the tree. The nearest scope decides where several say something.
   * @param rule id of the rule, as messages show it
   * @param severity how grave it is here; advice is told only where it is wanted, see `showAdvice`
   */
  public severity(rule: string, severity: RuleSeverity): Mesh {
    this.requireRule(rule);
    this.requireKnown('severity', severity, RuleSeverity);
    judge(this.scope, rule, severity);
    return this;
  }

  /** Tells of advice as well, for this part of the tree: of what many meshes do without. It is off by default. */
  public showAdvice(): Mesh {
    advise(this.scope);
    return this;
  }

  /**
   * Adds what lives elsewhere in the cluster, so that more can be known: hosts, gateways and pods that no manifest of this app holds.
   * Nothing is reported about these objects themselves.
   * @param path file as written by `kubectl get services,pods,gateways.networking.istio.io -A -o yaml`, with whatever kinds you like
   */
  public addInventory(path: string): Mesh {
    addInventory(this.scope, this.read(path));
    return this;
  }

  /**
   * Writes a report at each synthesis of the app, also when it fails. It tells of the whole app, wherever this is called.
   * Where reports of files have a file, this one has the path of a construct.
   * @param path file to write; its folders are made
   * @param format form of the report
   */
  public addReport(path: string, format: ReportFormat): Mesh {
    requireNonEmpty(this.scope, 'path', path);
    this.requireKnown('format', format, ReportFormat);
    reportFiles(this.scope).push({ path, format });
    return this;
  }

  /**
   * Puts labels and annotations on every object below this scope, whoever wrote it: Istio objects, raw ones, included YAML.
   * What an object says itself wins, and an inner scope wins over an outer one.
   * @param labels labels of the objects; pods and selectors are not touched
   * @param annotations annotations of the objects; none when left out
   */
  public tag(labels: { [key: string]: string }, annotations?: { [key: string]: string }): Mesh {
    addTags(this.scope, labels, annotations ?? {});
    return this;
  }

  /**
   * Writes Argo CD's sync waves, for delivery that does not keep the order of files: Namespaces in wave -2, DestinationRules in -1 so that
   * subsets exist before routes use them, all else in wave 0, which is Argo CD's default and therefore not written.
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public syncWaves(): Mesh {
    addSyncWaves(this.scope);
    return this;
  }

  private requireRule(rule: string): void {
    const rules = checks().ruleIds();
    if (rules.includes(rule)) return;
    throw new UsageError(this.scope, `there is no rule ${quoted(rule)}`, `use the id from the message, between the brackets${didYouMean(rule, rules)}`);
  }

  /** JavaScript takes any text for an enum, and one that is none would take errors for something else. */
  private requireKnown(prop: string, value: string, known: { readonly [name: string]: string }): void {
    if (Object.values(known).includes(value)) return;
    throw new UsageError(this.scope, `${prop} is ${quoted(value)}`, `use one of ${Object.values(known).map(quoted).join(', ')}`);
  }

  private read(path: string): unknown[] {
    try {
      return checks().readInventory(path);
    } catch (error) {
      throw new UsageError(this.scope, `the inventory ${quoted(path)} cannot be read: ${(error as Error).message}`, 'give a file as kubectl get -A -o yaml writes it');
    }
  }
}
