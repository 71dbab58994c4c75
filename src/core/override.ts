import { ApiObject } from 'cdk8s';
import { quoted, UsageError } from './errors';

interface Override {
  readonly path: string[];
  readonly value: any;
}

const OVERRIDES = new WeakMap<ApiObject, Override[]>();

/** Sets what was asked for, in order. */
export function applyOverrides(object: ApiObject, json: any): void {
  OVERRIDES.get(object)?.forEach(override => apply(object, json, override));
}

/** Remembers an override. `metadata.annotations.example\.com/a` has a dot inside a key. */
export function addOverride(object: ApiObject, path: string, value: any): void {
  const parts = path.split(/(?<!\\)\./).map(part => part.replace(/\\\./g, '.'));
  if (parts.some(part => part === '' || part === '__proto__')) {
    throw new UsageError(object, `override path is ${quoted(path)}`, 'join field names and list positions with dots, for example "spec.http.0.timeout"');
  }
  OVERRIDES.set(object, [...OVERRIDES.get(object) ?? [], { path: parts, value }]);
}

function apply(object: ApiObject, json: any, { path, value }: Override): void {
  const fail = (depth: number, fact: string): never => {
    throw new UsageError(object, `override ${quoted(path.join('.'))}: ${quoted(path.slice(0, depth).join('.'))} ${fact}`, 'look at the written object for the right path');
  };
  let parent = json;
  path.slice(0, -1).forEach((part, depth) => {
    requireMember(parent, part, depth, fail);
    parent[part] ??= {};
    parent = parent[part];
  });
  const last = path[path.length - 1];
  requireMember(parent, last, path.length - 1, fail);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

function requireMember(parent: any, part: string, depth: number, fail: (depth: number, fact: string) => never): void {
  if (parent === null || typeof parent !== 'object') fail(depth, `is ${quoted(parent)}, and has no fields`);
  if (Array.isArray(parent) && !(/^\d+$/.test(part) && Number(part) <= parent.length)) fail(depth, `is a list of ${parent.length}, without a position ${quoted(part)}`);
}
