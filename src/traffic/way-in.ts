import { CannotBeWritten, compose, Entry, Field, Rule } from './compose';
import { and, EVERY, Match } from './match';
import { PathCondition } from './path';
import { ANY_PATH, beforeRewrite, PathRewrite } from './rewrite';
import { EMPTY, INEXPRESSIBLE, TextCondition } from './text';

/** A way that requests come in to a service: from callers in the mesh, or by one route of a gateway. */
export interface WayIn {
  /** What holds for every request that comes in this way, and has to be written. */
  readonly start: Match;
  /** Service port that the requests go to. */
  readonly port: number;
  /** Conditions that cannot hold here, by the start of their key. */
  readonly never: string[];
  /** What happens to the path before the service sees it. */
  readonly rewrite: PathRewrite;
}

/** Token claims are read by gateways only. */
export function fromMesh(port: number, onlyPort: boolean): WayIn {
  const start: Match = onlyPort ? EVERY : { values: { port: { is: 'exact', value: String(port) } } };
  return { start, port, never: ['claim:'], rewrite: { kind: 'none' } };
}

/** Behind a gateway the caller is the gateway, whoever called it. */
export function fromGateway(port: number, route: Match, rewrite: PathRewrite): WayIn {
  return { start: route, port, never: ['source:'], rewrite };
}

/** The rules for requests that come in one way. */
export function rulesFor<O>(fields: Field<O>[], way: WayIn): Rule<O>[] {
  const there = fields.map(({ name, entries }) => ({ name, entries: entries.flatMap(entry => translated(entry, way)) }));
  return compose(there, way.start);
}

/** The entry as it reads on the way in: none where it cannot hold, two where a rewrite makes one path of two. */
function translated<O>(entry: Entry<O>, way: WayIn): Entry<O>[] {
  const { path, values } = entry.match;
  const keys = Object.keys(values);
  if (!path && keys.length === 0) return [entry];
  if (keys.some(key => way.never.some(start => key.startsWith(start)))) return [];
  const { port, ...others } = values;
  if (port && (port as { value: string }).value !== String(way.port)) return [];
  return paths(entry, path, way).map(outside => ({ ...entry, match: { ...(outside && { path: outside }), values: others } }));
}

function paths<O>(entry: Entry<O>, path: PathCondition | undefined, way: WayIn): (PathCondition | undefined)[] {
  if (!path) return [undefined];
  const before = beforeRewrite(path, way.rewrite);
  if (before === INEXPRESSIBLE) throw new CannotBeWritten(entry.owner === undefined ? [] : [entry.owner], true);
  return before === ANY_PATH ? [undefined] : before;
}

/** Splits an entry in two: what it says for some requests, and something else for the rest of its own. */
export function divided<O>(entry: Entry<O>, key: string, condition: TextCondition, otherwise: unknown): Entry<O>[] {
  const some = and(entry.match, { values: { [key]: condition } });
  if (some === INEXPRESSIBLE) throw new CannotBeWritten(entry.owner === undefined ? [] : [entry.owner]);
  return [...(some === EMPTY ? [] : [{ ...entry, match: some }]), { ...entry, value: otherwise }];
}
