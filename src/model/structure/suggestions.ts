import { CheckNode } from './check-node';
import { closest } from './similar';
import { joined, listed, shown } from './words';

/** A node of the schema, and the path of the value that is held against it. */
export interface Level {
  readonly node: CheckNode;
  readonly path: string;
}

/** How many levels below a node a field is looked for. */
const DEPTH = 3;
/** How many fields are listed where nothing better is known. */
const LISTED = 12;

/** The shortest beginning of a field that tells which one is meant: `percent`. */
const BEGINNING = 5;
/** What people call the host of a service. */
const HOST_WORDS = new Set(['name', 'service', 'serviceName', 'hostname', 'address']);

/** Whether it is the host that lacks, under another name. */
export function isHost(name: string, value: object, { required }: CheckNode): boolean {
  return HOST_WORDS.has(name) && required.includes('host') && !('host' in value);
}

/** What to do with a field that the last of the levels does not have: another spelling, or another place. */
export function whereItBelongs(name: string, value: object, levels: Level[]): string {
  const here = levels[levels.length - 1];
  // Some fields have a second name of old, with underscores.
  const known = [...here.node.fields?.keys() ?? []].filter(field => !field.includes('_'));
  const slip = closest(name, known, 1);
  if (slip !== undefined) return `write ${shown(slip)}`;
  if (isHost(name, value, here.node)) return 'write "host"';
  const begun = name.length < BEGINNING ? [] : known.filter(field => field.startsWith(name));
  if (begun.length === 1) return `write ${withShape(begun[0], here.node.fields!.get(begun[0])!)}`;
  return above(name, levels) ?? below(name, here) ?? respelt(name, known) ?? beside(name, levels) ?? without(known);
}

/** A field, and what is in it where that is one thing only: `percentage: { value: ... }`. */
function withShape(name: string, { fields }: CheckNode): string {
  return fields?.size === 1 ? `${name}: { ${[...fields.keys()][0]}: ... }` : shown(name);
}

function above(name: string, levels: Level[]): string | undefined {
  for (let up = 1; up < levels.length; up++) {
    const { node, path } = levels[levels.length - 1 - up];
    if (node.fields?.has(name)) return `move it ${up === 1 ? 'one level' : `${up} levels`} up: ${joined(path, name)}`;
  }
  return undefined;
}

function below(name: string, { node, path }: Level): string | undefined {
  const places = find(name, node, path);
  return places.length > 0 && places.length <= 2 ? `move it to ${listed(places, 'or')}` : undefined;
}

function respelt(name: string, known: string[]): string | undefined {
  const near = closest(name, known);
  return near === undefined ? undefined : `write ${shown(near)}`;
}

function beside(name: string, levels: Level[]): string | undefined {
  for (let up = 1; up < levels.length; up++) {
    const found = below(name, levels[levels.length - 1 - up]);
    if (found) return found;
  }
  return undefined;
}

function without(known: string[]): string {
  if (known.length === 0) return 'take it out';
  return `take it out; what is known here: ${known.slice(0, LISTED).join(', ')}${known.length > LISTED ? ' and more' : ''}`;
}

/** The nearest places below a node that have a field of this name. */
function find(name: string, node: CheckNode, path: string): string[] {
  let level: Level[] = [{ node, path }];
  for (let depth = 0; depth < DEPTH; depth++) {
    level = level.flatMap(children);
    const found = level.filter(each => each.node.fields?.has(name)).map(each => joined(each.path, name));
    if (found.length) return found;
  }
  return [];
}

/** Fields of a node that are objects or lists of objects. */
function children({ node, path }: Level): Level[] {
  return [...node.fields ?? []].flatMap(([name, field]) => {
    const inner = field.items ?? field;
    return inner.fields ? [{ node: inner, path: `${joined(path, name)}${field.items ? '[]' : ''}` }] : [];
  });
}
