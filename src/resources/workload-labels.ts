import { quoted, UsageError } from '../core/errors';
import { Where } from '../core/require';

type Labels = { [key: string]: string };

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Labels that are put on workloads. */
export function requireLabels(where: Where, prop: string, labels: Labels): void {
  for (const key of Object.keys(labels)) {
    const value = labels[key];
    if (!isKey(key)) {
      throw new UsageError(where, `${prop} has the key ${quoted(key)}, not a label key`, 'use a name of at most 63 letters, digits, "-", "_" and ".", for example "app" or "example.com/tier"');
    }
    if (value !== '' && !NAME.test(value)) {
      throw new UsageError(where, `${prop} has ${key}: ${quoted(value)}, not a label value`, 'use at most 63 letters, digits, "-", "_" and "."; wildcards do not exist here');
    }
  }
}

/** Labels that workloads are selected by: an empty selector would silently mean every workload of the namespace. */
export function requireSelector(where: Where, prop: string, labels: Labels): void {
  if (Object.keys(labels).length === 0) {
    throw new UsageError(where, `${prop} is empty, which would select every workload`, 'give the labels of the workloads');
  }
  requireLabels(where, prop, labels);
}

function isKey(key: string): boolean {
  if (!key.includes('/')) return NAME.test(key);
  const [prefix, name, ...rest] = key.split('/');
  return rest.length === 0 && NAME.test(name) && prefix.length <= 253 && PREFIX.test(prefix);
}
