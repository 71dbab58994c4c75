import { Check } from './violation';
import { shown } from './words';
import { SchemaNode } from '../../../imports/schema';

const TEXT: SchemaNode = { type: 'string' };
const TEXTS: SchemaNode = { type: 'object', additionalProperties: TEXT };
const ANYTHING: SchemaNode = { 'x-kubernetes-preserve-unknown-fields': true };

/** What every object of a custom kind has under `metadata`, as the API server takes it. */
export const METADATA: SchemaNode = {
  type: 'object',
  rules: ['metadata#name-missing'],
  properties: {
    name: { ...TEXT, rules: ['metadata#name'] },
    generateName: TEXT,
    namespace: { ...TEXT, rules: ['metadata#namespace'] },
    labels: { type: 'object', additionalProperties: { ...TEXT, rules: ['metadata#label-value'] }, rules: ['metadata#label-key'] },
    annotations: { ...TEXTS, rules: ['metadata#annotation-key'] },
    finalizers: { type: 'array', items: TEXT },
    ownerReferences: { type: 'array', items: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    managedFields: { type: 'array', items: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    uid: TEXT,
    resourceVersion: TEXT,
    selfLink: TEXT,
    generation: { type: 'integer' },
    creationTimestamp: ANYTHING,
    deletionTimestamp: ANYTHING,
    deletionGracePeriodSeconds: { type: 'integer' },
  },
};

/** The part of it that Istio reads of any object. */
export const LABELS_AND_ANNOTATIONS: SchemaNode = {
  'type': 'object',
  'properties': { name: TEXT, namespace: TEXT, labels: TEXTS, annotations: TEXTS },
  'x-kubernetes-preserve-unknown-fields': true,
};

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const WORD = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** What Kubernetes demands of the names in it. */
export const METADATA_CHECKS: { readonly [id: string]: Check } = {
  'metadata#name-missing': {
    holds: ({ name, generateName }) => Boolean(name) || Boolean(generateName),
    problem: () => 'the object has no name',
    fix: () => 'add metadata.name',
    at: () => 'name',
  },
  'metadata#name': {
    holds: name => name === '' || (name.length <= 253 && SUBDOMAIN.test(name)),
    problem: name => `the name is ${shown(name)}, which ${fault(name, 253)}`,
    fix: () => 'use lower-case letters, digits, "-" and ".", at most 253 of them, and a letter or digit at both ends',
  },
  'metadata#namespace': {
    holds: name => name === '' || (name.length <= 63 && LABEL.test(name)),
    problem: name => `the namespace is ${shown(name)}, which ${fault(name, 63)}`,
    fix: () => 'use lower-case letters, digits and "-", at most 63 of them, and a letter or digit at both ends',
  },
  'metadata#label-key': keys(key => key, 'label'),
  // Kubernetes looks at the keys of annotations in lower case.
  'metadata#annotation-key': keys(key => key.toLowerCase(), 'annotation'),
  'metadata#label-value': {
    holds: value => value === '' || (value.length <= 63 && WORD.test(value)),
    problem: (value, place) => `${place} is ${shown(value)}, which ${fault(value, 63)}`,
    fix: () => 'use letters, digits, "-", "_" and ".", at most 63 of them, and a letter or digit at both ends; longer texts go into annotations',
  },
};

function keys(read: (key: string) => string, what: string): Check {
  const bad = (map: object): string | undefined => {
    for (const key in map) if (!isQualified(read(key))) return key; // eslint-disable-line guard-for-in -- what was parsed inherits nothing
    return undefined;
  };
  return {
    holds: map => bad(map) === undefined,
    problem: map => `the ${what} ${shown(bad(map))} has a name that Kubernetes does not take`,
    fix: () => 'use letters, digits, "-", "_" and ".", at most 63 of them, and before them a domain and "/" if you like',
    at: map => bad(map)!,
  };
}

/** `name` or `domain/name`. */
function isQualified(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const domain = slash < 0 ? 'a' : key.slice(0, slash);
  return name.length <= 63 && WORD.test(name) && domain.length <= 253 && SUBDOMAIN.test(domain);
}

function fault(name: string, most: number): string {
  return name.length > most ? `has ${name.length} characters` : 'Kubernetes does not take';
}
