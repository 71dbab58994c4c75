import { IConstruct } from 'constructs';
import { HandOver, Misfit, PlannedWay, WayInto } from './hand-over';
import { RouteControl } from './routing';
import { ServiceVersions } from './service-versions';
import { TrafficContribution } from './traffic-contribution';
import { DataPlane } from '../core/data-plane';
import { pathOf, quoted, UsageError } from '../core/errors';
import { IHttpRouteTable } from '../resources/http-route';

/** The service that is handed over. */
interface Hub extends IConstruct {
  readonly name: string;
  readonly _versions: ServiceVersions;
  readonly namespace: { readonly dataPlane: DataPlane };
}

/** Who moves the traffic of a service. What was said before the hand-over and what is said after it are judged alike. */
export class ServiceControl implements RouteControl {
  private handOver?: HandOver;
  private readonly said = new Array<TrafficContribution>();
  private readonly waysInto: WayInto[] = [];

  public constructor(private readonly hub: Hub) {}

  /** VirtualServices of others that lead here. */
  public get ways(): WayInto[] {
    return [...this.waysInto];
  }

  /** All that was said about the traffic. */
  public get contributions(): TrafficContribution[] {
    return [...this.said];
  }

  /** Routes that the controller writes. */
  public get table(): IHttpRouteTable | undefined {
    return this.handOver?.table;
  }

  /** From now on what the controller cannot follow is refused. */
  public take(handOver: HandOver): void {
    this.handOver = handOver;
  }

  /**
   * Refuses a hand-over that does not fit what was said before.
   * @param asked kind of an object of the service that somebody asked for
   */
  public check(handOver: HandOver, asked?: string): void {
    const { owner, controller, table } = handOver;
    const { name } = this.hub;
    const before = this.handOver;
    if (before) throw new UsageError(owner, `the traffic of ${name} is handed to ${before.controller} already, by [${pathOf(before.owner)}]`, 'release a service in one way');
    if (table && this.hub.namespace.dataPlane._isAmbient) {
      throw new UsageError(owner, `${name} is in an ambient namespace, and ${controller} moves its traffic by a VirtualService`, 'use a namespace with sidecars');
    }
    this.requireNoVersions(handOver);
    this.said.forEach(contribution => this.requireFit(owner, contribution.owner, handOver, handOver.misfit?.(contribution)));
    this.waysInto.forEach(way => this.requireFit(owner, way.owner, handOver, handOver.misfitOf?.(way)));
    if (table && asked) {
      throw new UsageError(owner, `the ${asked} of [${pathOf(this.hub)}] was asked for, and ${controller} writes its own`, `leave it alone, and change what [${pathOf(owner)}] writes`);
    }
  }

  /** Refuses what has no place beside the controller. */
  public requireFits(contributions: TrafficContribution[]): void {
    const { handOver } = this;
    if (handOver) contributions.forEach(each => this.requireFit(each.owner, each.owner, handOver, handOver.misfit?.(each)));
  }

  /** Remembers what was said, once it is taken. */
  public add(contributions: TrafficContribution[]): void {
    this.said.push(...contributions);
  }

  /** Refuses a version beside the subsets of a controller. */
  public requireVersion(version: string): void {
    if (!this.handOver?.table && !this.handOver?.versions) return;
    const { owner, controller } = this.handOver;
    throw new UsageError(this.hub, `version ${quoted(version)} is added, and [${pathOf(owner)}] hands the traffic of ${this.hub.name} to ${controller}, which keeps its own subsets only`, 'leave it out');
  }

  /** Refuses to hand out an object that the controller writes. */
  public requireOwn(kind: string): void {
    if (!this.handOver?.table) return;
    const { owner, controller } = this.handOver;
    throw new UsageError(this.hub, `there is no ${kind}: [${pathOf(owner)}] hands the traffic of ${this.hub.name} to ${controller}, which writes it`, `change what [${pathOf(owner)}] writes`);
  }

  /** Refuses a way in that the controller cannot follow. */
  public requireWay(way: PlannedWay): void {
    if (this.handOver) this.requireFit(way.owner, way.owner, this.handOver, this.handOver.misfitOf?.(way));
  }

  /** A VirtualService leads here. */
  public addWay(way: WayInto): void {
    this.waysInto.push(way);
    this.handOver?.reached?.();
  }

  private requireNoVersions({ owner, controller, table, versions }: HandOver): void {
    const known = this.hub._versions.subsets.map(([name]) => name);
    if (known.length === 0 || !(table || versions)) return;
    const reason = table ? 'writes its DestinationRules itself' : `keeps no subsets but ${Object.keys(versions!).join(' and ')}`;
    throw new UsageError(owner, `${this.hub.name} has the versions ${known.join(', ')}, and ${controller} ${reason}`, 'leave the versions out');
  }

  private requireFit(where: IConstruct, by: IConstruct, { owner, controller }: HandOver, misfit?: Misfit): void {
    if (!misfit) return;
    throw new UsageError(where, `${misfit.said} is said about ${this.hub.name} by [${pathOf(by)}], and [${pathOf(owner)}] hands its traffic to ${controller}: ${misfit.reason}`, misfit.fix);
  }
}
