import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { UsageError, quoted } from './errors';
import { registryOf } from './scopes';

type Texts = { [key: string]: string };

/** Labels and annotations for objects. */
interface Tags {
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** What a scope wants on the objects below it. */
interface ScopeTags extends Tags {
  syncWaves: boolean;
}

const TAGS = Symbol('tags');
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
const NAME = /^[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What was written on an object for its scopes, to tell it from what the object says itself. */
const WRITTEN = new WeakMap<ApiObject, Tags>();

/** Asks for labels and annotations on every object below a scope. */
export function addTags(scope: IConstruct, labels: Texts, annotations: Texts): void {
  for (const [key, value] of Object.entries(labels)) requireLabel(scope, key, value);
  for (const key of Object.keys(annotations)) requireKey(scope, 'annotation', key);
  const tags = tagsOf(scope);
  merge(scope, 'label', tags.labels, labels);
  merge(scope, 'annotation', tags.annotations, annotations);
}

/** Asks for Argo CD's sync waves on every object below a scope. */
export function addSyncWaves(scope: IConstruct): void {
  tagsOf(scope).syncWaves = true;
}

/**
 * Puts what its scopes want on an object, before it is serialized: the inner scope before the outer one, and what the object says itself
 * before both. It can be done again and again.
 */
export function applyTags(object: ApiObject): void {
  const all = registryOf(object, TAGS, noTags);
  if (all.size === 0) return;
  const scopes = object.node.scopes.flatMap(scope => all.get(scope) ?? []);
  if (scopes.length === 0) return;
  const labels = Object.assign({}, ...scopes.map(scope => scope.labels));
  const annotations = Object.assign({}, ...scopes.map(scope => ({ ...scope.syncWaves ? syncWave(object) : {}, ...scope.annotations })));
  const before = WRITTEN.get(object) ?? { labels: {}, annotations: {} };
  const said = object.metadata.toJson() ?? {};
  WRITTEN.set(object, {
    labels: add(labels, said.labels, before.labels, (key, value) => object.metadata.addLabel(key, value)),
    annotations: add(annotations, said.annotations, before.annotations, (key, value) => object.metadata.addAnnotation(key, value)),
  });
}

function add(wanted: Texts, said: Texts = {}, before: Texts, write: (key: string, value: string) => void): Texts {
  const free = Object.entries(wanted).filter(([key]) => said[key] === undefined || said[key] === before[key]);
  free.forEach(([key, value]) => write(key, value));
  return { ...before, ...Object.fromEntries(free) };
}

/** Zero is Argo CD's own default. */
function syncWave(object: ApiObject): Texts {
  if (object.apiVersion === 'v1' && object.kind === 'Namespace') return { [SYNC_WAVE]: '-2' };
  if (object.apiGroup === 'networking.istio.io' && object.kind === 'DestinationRule') return { [SYNC_WAVE]: '-1' };
  return {};
}

function noTags(): Map<IConstruct, ScopeTags> {
  return new Map();
}

function tagsOf(scope: IConstruct): ScopeTags {
  const all = registryOf(scope, TAGS, noTags);
  const tags = all.get(scope) ?? { labels: {}, annotations: {}, syncWaves: false };
  all.set(scope, tags);
  return tags;
}

function merge(scope: IConstruct, what: string, into: Texts, more: Texts): void {
  for (const [key, value] of Object.entries(more)) {
    if (into[key] !== undefined && into[key] !== value) {
      throw new UsageError(scope, `${what} ${quoted(key)} is ${quoted(into[key])} already, and now ${quoted(value)}`, 'tag a scope with one value, or tag scopes further in');
    }
    into[key] = value;
  }
}

function requireLabel(scope: IConstruct, key: string, value: string): void {
  requireKey(scope, 'label', key);
  if (value !== '' && !NAME.test(value)) {
    throw new UsageError(scope, `label ${quoted(key)} is ${quoted(value)}, not a label value`,
      'use at most 63 letters, digits, dashes, dots and underscores that start and end with a letter or digit; an annotation takes any text');
  }
}

function requireKey(scope: IConstruct, what: string, key: string): void {
  const [name, prefix, ...rest] = key.split('/').reverse();
  if (NAME.test(name) && rest.length === 0 && (prefix === undefined || (PREFIX.test(prefix) && prefix.length <= 253))) return;
  throw new UsageError(scope, `${quoted(key)} is not the name of ${what === 'label' ? 'a label' : 'an annotation'}`,
    'use at most 63 letters, digits, dashes, dots and underscores, if you like after a DNS name and a slash: "example.com/team"');
}
