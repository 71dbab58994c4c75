import { Construct } from 'constructs';
import { requireHttpPorts, requireKnownPorts, waypointMatter } from './access-needs';
import { accessNotices, namesClients } from './access-notices';
import { AccessObjects } from './access-objects';
import { AccessOptions } from './access-options';
import { ruleFor } from './access-rule-for';
import { AccessState, Protected, ruleOf, Said } from './access-said';
import { onRefusal, refusalChanged, refuseInNamespace } from './refusals';
import { requireOneNamespace } from './root-namespace';
import { onWaypoint } from './waypoints';
import { ICaller } from '../core/bindings';
import { UsageError } from '../core/errors';
import { addNotices } from '../core/notices';
import { addPathDecision } from '../core/path-decisions';
import { Access } from '../resources/access';
import { AuthorizationPolicy } from '../resources/authorization-policy';

/**
 * The edges of the call graph that end at one workload, namespace or gateway: one ALLOW policy with a rule for each, one DENY policy, and one
 * more of each for rules on trial.
 *
 * Behind a waypoint they are for the waypoint, because it is the waypoint that the pods see as their caller. The pods then take connections
 * from it only.
 */
export class AccessRules {
  private readonly state: AccessState;
  private readonly objects: AccessObjects;
  private followsRefusals = false;
  private reports = false;
  /** What was told of it last; nothing as long as nothing was refused. */
  private refusesOthers?: boolean;

  public constructor(private readonly owner: Construct, private readonly subject: Protected) {
    this.state = new AccessState(owner, subject);
    this.objects = new AccessObjects(owner, this.state);
    if (this.state.isAmbient) onWaypoint(owner, subject.namespace.namespaceName, () => this.objects.reconcile());
  }

  public get allowPolicy(): AuthorizationPolicy {
    this.requireOneNamespace();
    this.state.asked = true;
    this.changed();
    return this.owner.node.findChild('Allow') as AuthorizationPolicy;
  }

  /** Whether its namespace or the mesh refuses what no rule allows. */
  public get refuses(): boolean {
    return this.state.refuses;
  }

  /** Whether something was said that lets anybody in. */
  public get letsIn(): boolean {
    return this.state.has.allowed.enforced || this.state.everybody === 'allowed';
  }

  /** Whether some are let in, and others are not because of that. */
  public get restricts(): boolean {
    return this.state.restricts;
  }

  /** Returns what is said, as it is kept. */
  public allow(caller: ICaller, options: AccessOptions): AccessOptions {
    const said = copied(caller, options);
    const target = this.subject.target();
    this.requireOneNamespace();
    requireKnownPorts(this.owner, options, this.state.isAmbient);
    ruleOf(this.owner, said, target);
    if (this.subject.kind !== 'gateway') requireHttpPorts(this.owner, options, target);
    this.requirePossible(said);
    this.add('allowed', said);
    return said.options;
  }

  public deny(caller: ICaller, options: AccessOptions): void {
    const said = copied(caller, options);
    this.requireOneNamespace();
    requireKnownPorts(this.owner, options, this.state.isAmbient);
    requireHttpPorts(this.owner, options, this.subject.target());
    // What would close ports that are not HTTP is refused here.
    Access.deny(ruleFor(this.owner, caller, said.options, this.subject.target()));
    this.requirePossible(said);
    this.add('denied', said);
  }

  /** Lets everybody in, or nobody but those who are allowed. */
  public setEverybody(everybody: 'allowed' | 'refused'): void {
    this.requireOneNamespace();
    if (this.state.everybody && this.state.everybody !== everybody) {
      throw new UsageError(this.owner, 'allowAll and denyAll are both called', 'call denyAll, and allowFrom for those who may; or allowAll, and denyFrom for those who may not');
    }
    this.state.everybody = everybody;
    this.changed();
  }

  /** From now on nothing is enforced. */
  public setDryRun(): void {
    this.requireTrial();
    this.state.onTrial = true;
    this.report();
    this.changed();
  }

  /** Something else than these rules protects it at its waypoint, and must not be passed by. */
  public guard(): void {
    this.state.guarded = true;
    this.changed();
  }

  /**
   * A gateway sends requests here. It is let in where something refuses by default; elsewhere its rule would be the first ALLOW, and
   * lock everybody else out.
   */
  public allowGateway(gateway: ICaller): void {
    if (this.state.gateways.includes(gateway)) return;
    this.state.gateways.push(gateway);
    this.followRefusals();
    this.objects.reconcile();
  }

  private add(list: 'allowed' | 'denied', said: Said): void {
    this.state.add(list, said);
    if (said.options.paths) this.tellPaths();
    if (said.options.dryRun || this.state.isAmbient || namesClients(said)) this.report();
    this.changed();
  }

  /** What lets requests in refuses paths then that mean one thing there and another behind it. */
  private tellPaths(): void {
    const { kind, namespace: { namespaceName: namespace }, target } = this.subject;
    if (kind !== 'pods') addPathDecision(this.owner, { namespace, hosts: ['*'], place: target });
  }

  private changed(): void {
    if (this.state.isAmbient) this.followRefusals();
    this.objects.reconcile();
    if (this.subject.kind === 'namespace') this.refuse();
  }

  /** What lets some reach a namespace refuses others at each of its workloads, so their gateways need rules. */
  private refuse(): void {
    const { namespaceName } = this.subject.namespace;
    const { restricts } = this.state;
    // With each caller all who follow would look again.
    if (restricts === (this.refusesOthers ?? false)) return;
    const isKnown = this.refusesOthers !== undefined;
    this.refusesOthers = restricts;
    if (isKnown) refusalChanged(this.owner, namespaceName);
    else refuseInNamespace(this.owner, namespaceName, () => this.state.restricts);
  }

  /** What refuses by default matters to gateways only, and to what guards a waypoint. */
  private followRefusals(): void {
    if (this.followsRefusals) return;
    this.followsRefusals = true;
    onRefusal(this.owner, this.subject.namespace.namespaceName, () => this.objects.reconcile());
  }

  private report(): void {
    if (this.reports) return;
    this.reports = true;
    addNotices(this.owner, () => accessNotices(this.state));
  }

  private requirePossible({ caller, options }: Said): void {
    if (options.dryRun) this.requireTrial();
    const matter = this.state.isBarePods && waypointMatter(options, caller.callerConfig());
    if (!matter) return;
    throw new UsageError(this.owner, `${matter} is said for pods without a Service in an ambient namespace, where only connections are checked`,
      'leave it out, or describe their Service with MeshService and add a Waypoint, which checks requests');
  }

  private requireOneNamespace(): void {
    const { kind, namespace } = this.subject;
    if (kind === 'namespace') requireOneNamespace(this.owner, namespace.namespaceName, 'say it for the workloads and gateways there one by one, or for the mesh with SecureMesh and an AuthorizationPolicy');
  }

  private requireTrial(): void {
    if (!this.state.isBarePods) return;
    throw new UsageError(this.owner, 'a dry run is said for pods without a Service in an ambient namespace, where Istio leaves such policies out',
      'leave it out, or describe their Service with MeshService and add a Waypoint');
  }
}

/** The lists are the caller's, and may change. */
function copied(caller: ICaller, { methods, paths, ports, claims, conditions, dryRun }: AccessOptions): Said {
  const options: { [option in keyof Required<AccessOptions>]: AccessOptions[option] } = {
    methods: methods && [...methods],
    paths: paths && [...paths],
    ports: ports && [...ports],
    claims: claims && [...claims],
    conditions: conditions && [...conditions],
    dryRun,
  };
  return { caller, options, made: undefined };
}
