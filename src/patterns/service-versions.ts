import { IConstruct } from 'constructs';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { requireDnsLabel, requireSome } from '../core/require';

/** The versions of a service: those that routes may use, and those that drain. */
export class ServiceVersions {
  private readonly labels = new Map<string, { [key: string]: string }>();
  private readonly retired = new Set<string>();
  private readonly asked = new Set<string>();

  public constructor(private readonly service: IConstruct & { readonly name: string }) {}

  /** Names of the versions that routes may use. */
  public get names(): string[] {
    return [...this.labels.keys()].filter(name => !this.retired.has(name));
  }

  /** Names of the versions that drain. */
  public get retiredNames(): string[] {
    return [...this.retired];
  }

  /** Every subset of the DestinationRule. */
  public get subsets(): (readonly [name: string, labels: { [key: string]: string }])[] {
    return [...this.labels];
  }

  public add(name: string, labels: { [key: string]: string }): void {
    requireDnsLabel(this.service, 'the name of a version', name);
    requireSome(this.service, `the labels of version ${name}`, Object.keys(labels));
    if (this.labels.has(name)) throw new UsageError(this.service, `version ${quoted(name)} is there already`, 'add each version once');
    this.labels.set(name, { ...labels });
  }

  /** Takes back a version that nothing uses yet. */
  public remove(name: string): void {
    this.labels.delete(name);
  }

  public addRetired(name: string, labels: { [key: string]: string }): void {
    this.add(name, labels);
    this.retired.add(name);
  }

  /** Refuses a version that is not there, or that nothing may be sent to any more. */
  public require(name: string): void {
    if (this.retired.has(name)) {
      throw new UsageError(this.service, `version ${quoted(name)} of ${this.service.name} is retired, so nothing may be said about it or sent to it`, 'use another version, or move it back to `versions`');
    }
    if (this.labels.has(name)) return;
    throw new UsageError(this.service, `${this.service.name} has no version ${quoted(name)}; it has ${this.names.join(', ') || 'none'}${didYouMean(name, this.names)}`,
      'use one of them, or add it with `versions` or addVersion');
  }

  /** Somebody asked for the version as a destination. */
  public ask(name: string): void {
    this.asked.add(name);
  }

  /** Whether no route can have the version as its destination. */
  public isUnused(name: string): boolean {
    return !this.asked.has(name);
  }
}
