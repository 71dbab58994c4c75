import { goDuration } from './go-duration';
import { Check } from './violation';
import { listed, shown } from './words';

/** CEL rules of Istio's CRDs that stand in several kinds, by the ids of the schema data. */
export const SHARED: { readonly [id: string]: Check } = {
  'common/one-attachment': {
    holds: spec => attachments(spec) < 2,
    problem: spec => `the spec has ${listed(attachmentsOf(spec))}, of which there may be one`,
    fix: spec => `keep one of ${listed(attachmentsOf(spec))}; write a second object for the other`,
  },
  'common/selector-wildcards#key': {
    holds: labels => !some(labels, key => key.includes('*')),
    problem: (labels, place) => `${place} has the label ${shown(Object.keys(labels).find(key => key.includes('*')))}, and labels of a selector are compared as they are`,
    fix: () => 'write the whole name of a label; there is no wildcard for labels',
    at: labels => Object.keys(labels).find(key => key.includes('*'))!,
  },
  'common/selector-wildcards#empty-key': {
    holds: labels => !some(labels, key => key === ''),
    problem: (_, place) => `${place} has a label without a name`,
    fix: () => 'give the label its name, or take it out',
    at: () => '',
  },
  'common/selector-wildcards#value': {
    holds: value => !value.includes('*'),
    problem: (value, place) => `${place} is ${shown(value)}, and labels of a selector are compared as they are`,
    fix: () => 'write the whole value; to select all pods whatever the value of a label, leave the label out',
  },
  'common/targetref-kind': {
    holds: namespace => namespace === '',
    problem: (namespace, place) => `${place} is ${shown(namespace)}, and a target is always in the namespace of the object`,
    fix: () => 'leave namespace out, and write the object into the namespace of its target',
  },
  'common/duration-format': {
    holds: text => (goDuration(text) ?? 0) >= 1e6,
    problem: (text, place) => `${place} is ${shown(text)}, which is ${goDuration(text) === undefined ? 'no duration' : 'less than 1ms'}`,
    fix: text => goDuration(text) === undefined ? 'write a number with its unit, as in 500ms, 1.5s, 2m or 1h' : 'write at least 1ms; where none is meant, leave the field out',
  },
  'common/port-range': {
    holds: port => port > 0 && port <= 65535,
    problem: (port, place) => `${place} is ${port}, which is no port`,
    fix: () => 'write a port from 1 to 65535',
  },
  'common/port-name-label': {
    holds: ports => !some(ports, name => !isPortName(name)),
    problem: (ports, place) => `${place} names a port ${shown(Object.keys(ports).find(name => !isPortName(name)))}`,
    fix: () => 'name ports with at most 62 letters, digits and "-", and a letter or digit at both ends',
    at: ports => Object.keys(ports).find(name => !isPortName(name))!,
  },
};

const ATTACHMENTS = ['selector', 'workloadSelector', 'targetRef', 'targetRefs'];

function attachmentsOf(spec: any): string[] {
  return ATTACHMENTS.filter(name => has(spec, name));
}

function attachments(spec: any): number {
  let count = 0;
  for (const name of ATTACHMENTS) if (has(spec, name)) count++;
  return count;
}

function isPortName(name: string): boolean {
  return name.length < 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name);
}

/** As CEL's `has`: also what is empty is there. */
export function has(value: any, name: string): boolean {
  return value[name] !== undefined && value[name] !== null;
}

/** Whether any key is of this kind; the map is not copied for it. */
export function some(map: object, isOne: (key: string) => boolean): boolean {
  for (const key in map) if (isOne(key)) return true; // eslint-disable-line guard-for-in -- what was parsed inherits nothing
  return false;
}
