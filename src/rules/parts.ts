import { Finding } from './rule';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { listOf, mapOf } from '../model/read';

/** A part of an object: a server, a route, an endpoint. */
export interface Part {
  readonly object: MeshObject;
  /** Where it is: `spec.servers[0]`. */
  readonly field: string;
  readonly value: any;
}

/** What is wrong with a part. */
export interface Wrong {
  /** Path below the part: `.tls.mode`. Empty for the part itself. */
  readonly field: string;
  readonly problem: string;
  readonly fix: string;
}

const NONE: Part[] = [];

/** Specs of all objects of a kind. */
export function specsOf(mesh: Mesh, group: string, kind: string): Part[] {
  return mesh.ofKind(group, kind).map(specOf);
}

export function specOf(object: MeshObject): Part {
  return { object, field: 'spec', value: mapOf(object.spec) };
}

/** Items of a list of a part. What is no object there is reported as such, and is none. */
export function itemsOf({ object, field, value }: Part, list: string): Part[] {
  const items = listOf(value[list]);
  if (items.length === 0) return NONE;
  const parts: Part[] = [];
  for (let i = 0; i < items.length; i++) {
    if (isMap(items[i])) parts.push({ object, field: `${field}.${list}[${i}]`, value: items[i] });
  }
  return parts;
}

/** A part of a part, where it is there. */
export function childOf({ object, field, value }: Part, name: string): Part[] {
  const child = value[name];
  return child === undefined ? NONE : isMap(child) ? [{ object, field: `${field}.${name}`, value: child }] : [];
}

/** What is wrong with parts, as findings. */
export function * findingsOf(parts: Iterable<Part>, wrongs: (value: any, part: Part) => Iterable<Wrong>): Iterable<Finding> {
  for (const part of parts) {
    for (const { field, problem, fix } of wrongs(part.value, part)) yield { at: part.object, field: `${part.field}${field}`, problem, fix };
  }
}

/** Texts as messages list them. */
export function listed(texts: readonly string[]): string {
  return texts.map(text => JSON.stringify(text)).join(', ') || 'none';
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
