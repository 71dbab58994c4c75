import { IConstruct } from 'constructs';
import { TrafficContribution } from './traffic-contribution';
import { pathOf, UsageError } from '../core/errors';
import { ConnectionLimits } from '../resources/connection-limits';
import { TrafficPolicy, TrafficPolicyBlocks } from '../resources/traffic-policy';

const FIELDS = ['loadBalancing', 'ejection', 'limits', 'locality'] as const;
type Blocks = { readonly [field in typeof FIELDS[number]]?: TrafficPolicyBlocks[field] };

/** What is said about one version or port, about one port of a version, or about the service. */
interface Scope {
  readonly version?: string;
  readonly port?: number;
  readonly blocks: Blocks;
  readonly owners: { readonly [field: string]: IConstruct };
}

/** All that is said about endpoints and connections of a service. */
export class HostPolicies {
  public constructor(private readonly scopes: Scope[] = []) {}

  /** The same with what a contribution says, or throws. */
  public with(contribution: TrafficContribution): HostPolicies {
    const added = FIELDS.filter(field => contribution[field] !== undefined);
    if (added.length === 0) return this;
    const { owner, version, port } = contribution;
    const scope = this.find(version, port) ?? { version, port, blocks: {}, owners: {} };
    added.forEach(field => requireUnsaid(owner, field, scope));
    const blocks = { ...scope.blocks, ...Object.fromEntries(added.map(field => [field, contribution[field]])) };
    const owners = { ...scope.owners, ...Object.fromEntries(added.map(field => [field, owner])) };
    requireOneEjection(owner, blocks, owners);
    return new HostPolicies([...this.scopes.filter(other => other !== scope), { version, port, blocks, owners }]);
  }

  /** Whether nothing is said. */
  public get isEmpty(): boolean {
    return this.scopes.length === 0;
  }

  /** Who says something about a version. */
  public ownersFor(version: string): IConstruct[] {
    return this.scopes.filter(scope => scope.version === version).flatMap(({ owners }) => Object.values(owners));
  }

  /**
   * What the DestinationRule says for all versions, or for one. Nothing where nothing was said. What a version leaves out the
   * DestinationRule writes out from around it.
   */
  public policy(version?: string): TrafficPolicy | undefined {
    if (this.isEmpty) return undefined;
    const blocks = this.find(version, undefined)?.blocks ?? {};
    const all = version === undefined ? [] : this.portsOf(undefined).filter(port => hides(blocks, this.find(undefined, port)!.blocks));
    const ports = [...new Set([...this.portsOf(version), ...all])].sort((a, b) => a - b);
    if (Object.keys(blocks).length === 0 && ports.length === 0) return undefined;
    return {
      ...blocks,
      ...(blocks.limits && { limits: this.limits([this.find(version, undefined), this.find(undefined, undefined)]) }),
      ...(ports.length > 0 && { ports: ports.map(port => ({ port, ...this.resolved(version, port) })) }),
    };
  }

  /** All that holds for a port, from the narrowest place that says it. Of a version and a port the version is the narrower. */
  private resolved(version: string | undefined, port: number): Blocks {
    const places = [this.find(version, port), this.find(version, undefined), this.find(undefined, port), this.find(undefined, undefined)];
    const blocks = places.flatMap(scope => scope?.blocks ?? []);
    return {
      loadBalancing: blocks.find(({ loadBalancing }) => loadBalancing)?.loadBalancing,
      locality: blocks.find(({ locality }) => locality)?.locality?._withoutEjection(),
      ejection: blocks.map(({ ejection, locality }) => ejection ?? locality?._ejection).find(ejection => ejection),
      limits: this.limits(places),
    };
  }

  /** Each limit by itself. */
  private limits(places: (Scope | undefined)[]): ConnectionLimits | undefined {
    const said = [...new Set(places)].flatMap(scope => scope?.blocks.limits ?? []);
    return said.length === 0 ? undefined : said.reduceRight((outer, inner) => inner._over(outer));
  }

  private portsOf(version: string | undefined): number[] {
    return this.scopes.flatMap(scope => scope.version === version ? scope.port ?? [] : []);
  }

  private find(version: string | undefined, port: number | undefined): Scope | undefined {
    return this.scopes.find(scope => scope.version === version && scope.port === port);
  }
}

/**
 * Whether Istio, which replaces blocks as a whole, would put a block of a version in place of one of a port that says more. Load balancing and
 * locality are one block, and locality may bring the one of ejection.
 */
function hides(version: Blocks, port: Blocks): boolean {
  const chosen = ({ loadBalancing, locality, ejection }: Blocks) => loadBalancing ?? locality ?? ejection;
  return (version.limits && port.limits) !== undefined || (chosen(version) && chosen(port)) !== undefined;
}

function requireUnsaid(owner: IConstruct, field: string, { version, port, owners }: Scope): void {
  if (!owners[field]) return;
  const parts = [...version === undefined ? [] : [`version ${version}`], ...port === undefined ? [] : [`port ${port}`]];
  throw new UsageError(owner, `${field} for ${parts.join(', ') || 'all requests'} is said already, by [${pathOf(owners[field])}]`, 'leave it out here or there');
}

function requireOneEjection(owner: IConstruct, { ejection, locality }: Blocks, owners: Scope['owners']): void {
  if (!ejection || !locality?._ejection || ejection === locality._ejection) return;
  const [by] = [owners.ejection, owners.locality].filter(each => each !== owner).map(each => `, one of them by [${pathOf(each)}]`);
  throw new UsageError(owner, `an ejection is said, and a locality that brings another one${by ?? ''}`, 'say it once: leave ejection out, or give both the same');
}
