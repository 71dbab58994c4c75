// What stands on arrows: short, and never wrong.
import { AccessOptions } from '../../src/patterns/access-options';
import { describeMatch } from '../../src/traffic/describe';
import { Match } from '../../src/traffic/match';
import { PathCondition } from '../../src/traffic/path';
import { TextCondition } from '../../src/traffic/text';

/** Letters on an arrow before the rest is left out. */
const ENOUGH = 60;

/** What a caller may do. Nothing where it may do everything. */
export function accessLabel({ methods = [], paths = [], ports = [], claims, conditions }: AccessOptions): string {
  const written = paths.flatMap(path => path._render());
  const below = written.filter(path => !written.includes(`${path}/*`));
  const what = [...methods, ...below, ...ports.map(({ port }) => `port ${port}`), claims && 'with a token', conditions && 'on conditions'];
  return what.filter(Boolean).join(' ');
}

/** Requests that hold a match. Nothing for every request. */
export function matchLabel({ path, values }: Match): string {
  const others = Object.entries(values).map(([key, condition]) => conditionLabel(key, condition));
  return [path ? pathLabel(path) : '', others.join(', ')].filter(Boolean).join(' with ');
}

function conditionLabel(key: string, condition: TextCondition): string {
  if (key === 'method' && condition.is === 'exact') return condition.value;
  if (key === 'method' && condition.is === 'oneOf') return condition.values.join(' ');
  if (key.startsWith('header:') && condition.is === 'exact') return `${key.slice('header:'.length)}: ${condition.value}`;
  return describeMatch({ values: { [key]: condition } });
}

/** Several labels of one arrow. One that is empty is for everything, so there is nothing to say. */
export function joined(labels: string[]): string {
  const all = [...new Set(labels)];
  if (all.includes('')) return '';
  const shown = all.filter((_, i) => i === 0 || all.slice(0, i + 1).join(', ').length <= ENOUGH);
  return shown.length < all.length ? `${shown.join(', ')} and ${all.length - shown.length} more` : shown.join(', ');
}

function pathLabel(path: PathCondition): string {
  switch (path.is) {
    case 'exact': return path.value;
    case 'segments': return path.value.endsWith('/') ? `${path.value}*` : `${path.value}/*`;
    case 'startsWith': return `${path.value}*`;
    case 'regex': return `~ ${path.value}`;
  }
}
