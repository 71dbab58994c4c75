import { IConstruct } from 'constructs';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { requireDnsLabel, requireSome } from '../core/require';

interface Version {
  readonly labels: { [key: string]: string };
  /** It drains. */
  readonly retired: boolean;
  /** Somebody asked for it as a destination. */
  asked: boolean;
}

/** The versions of a service: those that routes may use, and those that drain. */
export class ServiceVersions {
  private readonly known = new Map<string, Version>();

  public constructor(private readonly service: IConstruct & { readonly name: string }) {}

  /** Names of the versions that routes may use. */
  public get names(): string[] {
    return this.namesOf(false);
  }

  /** Names of the versions that drain. */
  public get retiredNames(): string[] {
    return this.namesOf(true);
  }

  /** Every subset of the DestinationRule. */
  public get subsets(): (readonly [name: string, labels: { [key: string]: string }])[] {
    return [...this.known].map(([name, { labels }]) => [name, labels]);
  }

  /** Whether there is none at all. */
  public get isEmpty(): boolean {
    return this.known.size === 0;
  }

  public add(name: string, labels: { [key: string]: string }, retired = false): void {
    requireDnsLabel(this.service, 'the name of a version', name);
    requireSome(this.service, `the labels of version ${name}`, Object.keys(labels));
    if (this.known.has(name)) throw new UsageError(this.service, `version ${quoted(name)} is there already`, 'add each version once');
    this.known.set(name, { labels: { ...labels }, retired, asked: false });
  }

  /** Takes back a version that nothing uses yet. */
  public remove(name: string): void {
    this.known.delete(name);
  }

  /** Refuses a version that is not there, or that nothing may be sent to any more. */
  public require(name: string): void {
    const version = this.known.get(name);
    if (version?.retired) {
      throw new UsageError(this.service, `version ${quoted(name)} of ${this.service.name} is retired, so nothing may be said about it or sent to it`, 'use another version, or move it back to `versions`');
    }
    if (version) return;
    throw new UsageError(this.service, `${this.service.name} has no version ${quoted(name)}; it has ${this.names.join(', ') || 'none'}${didYouMean(name, this.names)}`,
      'use one of them, or add it with `versions` or addVersion');
  }

  /** Somebody asked for the version as a destination. */
  public ask(name: string): void {
    const version = this.known.get(name);
    if (version) version.asked = true;
  }

  /** Whether no route can have the version as its destination. */
  public isUnused(name: string): boolean {
    return !this.known.get(name)?.asked;
  }

  private namesOf(retired: boolean): string[] {
    return [...this.known.keys()].filter(name => this.known.get(name)!.retired === retired);
  }
}
