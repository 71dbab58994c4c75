import { IConstruct } from 'constructs';
import { waypointMatter } from './access-needs';
import { AccessOptions } from './access-options';
import { ruleFor } from './access-rule-for';
import { refusesByDefault } from './refusals';
import { NamespaceWaypoint, waypointOf } from './waypoints';
import { ICaller, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { isAnyone } from '../core/recognizable';
import { AuthorizationRule } from '../resources/authorization-rule';

/** What is protected. */
export interface Protected {
  /** Its policies are called `<name>-allow`, `<name>-deny`, … */
  readonly name: string;
  /** Namespace of the pods, and of the policies. */
  readonly namespace: IMeshNamespace;
  /** A gateway has a proxy of its own, whatever its namespace has. */
  readonly kind: 'pods' | 'namespace' | 'gateway';
  /** Where requests are decided about: at the pods, or at their waypoint. */
  readonly target: () => PolicyTargetConfig;
  /** The pods. */
  readonly pods: () => PolicyTargetConfig;
}

/** Who may or may not do what. */
export interface Said {
  readonly caller: ICaller;
  readonly options: AccessOptions;
  /** The rule that was made of it. */
  made?: Made;
}

/** A rule, and what about its target it was made for. */
interface Made {
  readonly rule: AuthorizationRule;
  readonly targetName?: string;
  readonly httpPorts?: number[];
}

/** What a list has in it. It is asked with each addition, and then not all of the list is looked at again. */
export class Contents {
  /** Something that is enforced. */
  public enforced = false;
  /** Something on trial. */
  public tried = false;
  /** Everybody, for everything. */
  public everybody = false;

  public add(said: Said): void {
    this.tried ||= isTried(said);
    this.enforced ||= isEnforced(said);
    this.everybody ||= isEnforced(said) && isAnyone(said.caller.callerConfig()) && Object.values(said.options).every(option => !option);
  }
}

/** All that is said about who may reach something. */
export class AccessState {
  public readonly allowed = new Array<Said>();
  public readonly denied: Said[] = [];
  /** What is in the two lists. */
  public readonly has = { allowed: new Contents(), denied: new Contents() };
  public readonly gateways: ICaller[] = [];
  public everybody?: 'allowed' | 'refused';
  /** The ALLOW policy is to be there, whatever is in it. */
  public asked = false;
  /** Nothing is enforced. */
  public onTrial = false;
  /** Something else than these rules protects it at its waypoint. */
  public guarded = false;

  public constructor(public readonly owner: IConstruct, public readonly subject: Protected) {}

  /** Adds to one of the lists. */
  public add(list: 'allowed' | 'denied', said: Said): void {
    this[list].push(said);
    this.has[list].add(said);
  }

  /** Whether its namespace or the mesh refuses what no rule allows. */
  public get refuses(): boolean {
    return refusesByDefault(this.owner, this.subject.namespace.namespaceName);
  }

  /** Whether node proxies serve the pods. */
  public get isAmbient(): boolean {
    return this.subject.namespace.dataPlane._isAmbient && this.subject.kind !== 'gateway';
  }

  /** Whether nothing of it can go by a waypoint. */
  public get isBarePods(): boolean {
    return this.isAmbient && this.subject.kind === 'pods' && !this.subject.pods().httpPorts;
  }

  /** The waypoint that decides about requests. */
  public get waypoint(): NamespaceWaypoint | undefined {
    if (!this.isAmbient || !this.subject.target().targetRef) return undefined;
    return waypointOf(this.owner, this.subject.namespace.namespaceName);
  }

  /** Whether some are let in, so that all others are not. */
  public get allows(): boolean {
    return this.everybody !== undefined || this.has.allowed.enforced;
  }

  /** Whether somebody is refused because of that. */
  public get restricts(): boolean {
    return (this.allows || this.asked) && !this.allowsEverybody && !this.onTrial;
  }

  /** Whether everybody is let in. */
  public get allowsEverybody(): boolean {
    return this.everybody === 'allowed' || this.has.allowed.everybody;
  }

  /**
   * Whether nobody may reach the pods but by the waypoint, because what is decided there would not hold. Where the namespace refuses, it lets
   * in the waypoint itself, and nobody else.
   */
  public get shields(): boolean {
    if (!this.waypoint || this.onTrial || this.refuses) return false;
    return this.guarded || this.restricts || enforced(this.denied).some(needsWaypoint);
  }
}

export function enforced(list: Said[]): Said[] {
  return list.filter(isEnforced);
}

export function tried(list: Said[]): Said[] {
  return list.filter(isTried);
}

export function isEnforced({ options }: Said): boolean {
  return !options.dryRun;
}

export function isTried({ options }: Said): boolean {
  return options.dryRun ?? false;
}

/** Whether the node proxies of an ambient mesh could not check it. */
export function needsWaypoint({ caller, options }: Said): boolean {
  return waypointMatter(options, caller.callerConfig()) !== undefined;
}

/** ALLOW rules, as whoever decides reads them. Node proxies drop what they cannot check, so it is not written for them. */
export function allowRules({ owner }: AccessState, list: Said[], target: PolicyTargetConfig): AuthorizationRule[] {
  const readable = target.readsRequests === false ? list.filter(said => !needsWaypoint(said)) : list;
  return readable.map(said => ruleOf(owner, said, target));
}

/** What is said, as a rule. Made anew only where the target has changed since. */
export function ruleOf(owner: IConstruct, said: Said, target: PolicyTargetConfig): AuthorizationRule {
  if (!said.made || !isFor(said.made, target)) {
    said.made = { rule: ruleFor(owner, said.caller, said.options, target), targetName: target.targetRef?.name, httpPorts: target.httpPorts };
  }
  return said.made.rule;
}

function isFor({ targetName, httpPorts: before }: Made, { targetRef, httpPorts: now }: PolicyTargetConfig): boolean {
  return targetName === targetRef?.name && before?.length === now?.length && (now ?? []).every((port, i) => port === before?.[i]);
}

/**
 * DENY rules, as whoever decides reads them. Node proxies refuse everybody whom they cannot tell from those who are meant, and so it is written.
 * @param except who is let through
 */
export function denyRules({ owner }: AccessState, list: Said[], target: PolicyTargetConfig, except?: ICaller): AuthorizationRule[] {
  return list.map(({ caller, options }) => {
    if (target.readsRequests !== false || !needsWaypoint({ caller, options })) return ruleFor(owner, caller, options, target, except);
    return ruleFor(owner, caller.callerConfig().clientIps ? ANYBODY : caller, { ports: options.ports }, target, except);
  });
}

/** No check at all of who calls. */
export const ANYBODY: ICaller = { callerConfig: () => ({}) };
