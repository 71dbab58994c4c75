import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { checkContribution } from './contribution-checks';
import { HostPolicies } from './host-policies';
import { Contribution, stickyEntries } from './sticky-users';
import { MirrorTarget, WeightedTarget } from './traffic-contribution';
import { IRouteTarget } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { Fault } from '../resources/fault';
import { Retries } from '../resources/retries';
import { requireBudget } from '../resources/retry-budget';
import { sameTarget } from '../resources/route-destination-checks';
import { CannotBeWritten, compose, Entry, Field, insertNarrowestFirst, overlapping, Rule, saidFor } from '../traffic/compose';
import { describeMatch } from '../traffic/describe';
import { EVERY, Match } from '../traffic/match';

/** An entry of a field, with the name that its contribution gives to routes. */
export interface Said extends Entry<IConstruct> {
  readonly routeName?: string;
  /** What is written in place of it, in order. */
  readonly written?: Said[];
}

/** What one rule says about its requests. */
export interface Treatment {
  readonly split?: WeightedTarget[];
  readonly mirrors?: MirrorTarget[];
  readonly fault?: Fault;
  readonly timeout?: Duration;
  readonly retries?: Retries;
}

/** Fields that may differ from request to request. The order is the one of the product. */
const REQUEST_FIELDS = ['split', 'mirrors', 'fault', 'timeout', 'retries'] as const;
const NO_POLICIES = new HostPolicies();

type RequestField = typeof REQUEST_FIELDS[number];

/** What is said about single requests. */
type Requests = { readonly [field in RequestField]?: Said[] };

/** All that is said about the traffic of one host, and by whom. */
export class ServiceTraffic {
  private requests: Requests = {};
  private host = NO_POLICIES;
  private readonly writers: (() => void)[] = [];

  /** Takes contributions, or throws and stays as it was. */
  public add(...contributions: Contribution[]): void {
    contributions.forEach(checkContribution);
    const before = [this.requests, this.host] as const;
    try {
      contributions.forEach(contribution => this.take(contribution));
      requireRules(contributions[0].owner, this.requests);
      this.writers.forEach(write => write());
    } catch (error) {
      [this.requests, this.host] = before;
      throw error;
    }
  }

  /** Something else writes all of it too, in its own way. What it cannot write is refused. */
  public writtenBy(write: () => void): void {
    this.writers.push(write);
  }

  /** Whether anything is said about single requests, so that there must be routes. */
  public get hasRoutes(): boolean {
    return this.said.length > 0;
  }

  /** Whether two things are said in some field, for different requests. */
  public get hasAlternatives(): boolean {
    return REQUEST_FIELDS.some(field => (this.requests[field]?.length ?? 0) > 1);
  }

  /** What is said about single requests. */
  public get said(): string[] {
    return Object.keys(this.requests);
  }

  /** Whether anything is said about the service as a whole, a version or a port. */
  public get hasPolicy(): boolean {
    return !this.host.isEmpty;
  }

  /** What the DestinationRule says. */
  public get policies(): HostPolicies {
    return this.host;
  }

  /** What is said about single requests, each field with an answer for every request at the end. */
  public fields(): Field<IConstruct>[] {
    return fieldsOf(this.requests);
  }

  /** The split for every request, for TCP ports. */
  public get splitForAll(): WeightedTarget[] | undefined {
    return saidFor(this.requests.split ?? [], EVERY)?.value as WeightedTarget[] | undefined;
  }

  /** Wherever its requests, or copies of them, are sent to. */
  public get targets(): IRouteTarget[] {
    return [...this.targetsOf('split'), ...this.mirrors];
  }

  /** Wherever copies are sent to. */
  public get mirrors(): IRouteTarget[] {
    return this.targetsOf('mirrors');
  }

  private targetsOf(field: 'split' | 'mirrors'): IRouteTarget[] {
    return (this.requests[field] ?? []).flatMap(({ value }) => (value as { target: IRouteTarget }[]).map(({ target }) => target));
  }

  /** Pairs that some requests hold both of, where the order of declaration decides. */
  public overlaps(): { field: string; first: Said; second: Said }[] {
    return Object.entries(this.requests).flatMap(([field, entries]) => overlapping(entries).map(([first, second]) => ({ field, first, second })));
  }

  private take(contribution: Contribution): void {
    for (const name of REQUEST_FIELDS) {
      if (contribution[name] !== undefined) this.requests = { ...this.requests, [name]: this.entriesWith(name, contribution) };
    }
    this.host = this.host.with(contribution);
  }

  /** What is said in a field, and what a contribution says there. */
  private entriesWith(name: RequestField, { owner, routeName, matching, sticky, [name]: value }: Contribution): Said[] {
    const entries = this.requests[name]?.slice() ?? new Array<Said>();
    for (const match of matching?.map(each => each._match) ?? [EVERY]) {
      requireUnsaid(owner, name, match, saidFor(entries, match)?.owner);
      const entry: Said = { match, value, owner, routeName };
      insertNarrowestFirst<IConstruct>(entries, name === 'split' && sticky ? { ...entry, written: stickyEntries(entry, sticky) } : entry);
    }
    return entries;
  }
}

/** What one rule says, by field. */
export function treatmentOf({ entries }: Rule<IConstruct>): Treatment {
  const treatment: { -readonly [field in keyof Treatment]: unknown } = {};
  for (const name of REQUEST_FIELDS) treatment[name] = entries[name]?.value;
  return treatment as Treatment;
}

function fieldsOf(requests: Requests): Field<IConstruct>[] {
  return REQUEST_FIELDS.filter(name => requests[name]).map(name => {
    const entries = requests[name]!;
    const written = entries.some(entry => entry.written) ? entries.flatMap(entry => entry.written ?? [entry]) : entries;
    return { name, entries: saidFor(entries, EVERY) ? written : [...written, { match: EVERY, value: undefined }] };
  });
}

function requireUnsaid(owner: IConstruct, field: string, match: Match, by?: IConstruct): void {
  if (!by) return;
  throw new UsageError(owner, `${field} for ${describeMatch(match)} is said already, by [${pathOf(by)}]`,
    'leave it out here or there, or give one of the two a narrower `matching`');
}

/** Composes what is said as a dry run, so that what cannot be written is refused at the call that makes it so. */
function requireRules(owner: IConstruct, requests: Requests): void {
  // With one field every request has one entry at most, and what it says was looked at already.
  if (Object.keys(requests).length < 2) return;
  try {
    compose(fieldsOf(requests)).forEach(rule => requireFit(owner, rule));
  } catch (error) {
    if (!(error instanceof CannotBeWritten)) throw error;
    throw cannotBeWritten(owner, error);
  }
}

/**
 * What fits each by itself may not fit together.
 * @param target where requests go without a split, if that is known
 */
export function requireFit(owner: IConstruct, rule: Rule<IConstruct>, target?: IRouteTarget): void {
  const { split = target ? [{ target, percent: 100 }] : [], mirrors, retries, timeout } = treatmentOf(rule);
  if (mirrors) requireOtherMirrors(owner, rule, split, mirrors);
  if (!retries?._perTryTimeout || !timeout) return;
  const others = [rule.entries.retries?.owner, rule.entries.timeout?.owner].filter(by => by && by !== owner).map(by => `, with [${pathOf(by!)}]`);
  requireBudget(others.length ? `${pathOf(owner)}${others.join('')}` : owner, retries, timeout);
}

/** A copy that goes where the request goes would be the same request twice. */
function requireOtherMirrors(owner: IConstruct, rule: Rule<IConstruct>, split: WeightedTarget[], mirrors: MirrorTarget[]): void {
  for (const { target } of mirrors) {
    const twin = split.find(share => share.percent > 0 && sameTarget(share.target.targetConfig(), target.targetConfig()));
    if (!twin) continue;
    const [by, of] = [rule.entries.mirrors.owner!, rule.entries.split?.owner ?? owner].map(each => `[${pathOf(each)}]`);
    throw new UsageError(owner, `for ${describeMatch(rule.match)}, ${by} mirrors to ${target.describeAction()}, where ${of} sends requests already`,
      'mirror to something else, or give the mirror a `matching` that leaves these requests out');
  }
}

/** Says which constructs cannot be combined. */
export function cannotBeWritten(where: IConstruct, error: CannotBeWritten<IConstruct>): UsageError {
  const owners = [...new Set(error.owners.map(by => `[${pathOf(by)}]`))].join(' and ') || 'the routes';
  if (error.rewritten) {
    return new UsageError(where, `the path that ${owners} is about cannot be told from the path before the rewrite`, 'use an exact path or a prefix there, or leave the rewrite out here');
  }
  return new UsageError(where, `requests that hold the matches of ${owners} together cannot be written as one match: Istio has one condition for the path and one for each header`,
    'use prefixes or exact values that are nested or exclude each other, or write one regular expression that says both');
}
