import { quoted, UsageError } from '../core/errors';

/** `region[/zone[/subzone]]`, where the last part may be `*`. */
export function requireLocality(where: string, prop: string, locality: string): void {
  const parts = locality.split('/');
  if (parts.length <= 3 && parts.every((part, i) => part !== '' && (!part.includes('*') || (part === '*' && i === parts.length - 1)))) return;
  throw new UsageError(where, `${prop} has ${quoted(locality)}, not a locality`, 'use region, region/zone or region/zone/subzone; the last part may be "*"');
}

/**
 * Istio refuses a locality that one before it contains. A wildcard after what it contains is the rest: `us/east`, then `us/*`.
 * @param ordered whether the order means anything; if not, no two may overlap
 */
export function requireDisjoint(where: string, prop: string, localities: string[], ordered: boolean): void {
  localities.forEach((one, i) => {
    const isRest = ordered && one.endsWith('*');
    const other = localities.slice(0, i).find(before => contains(before, one) || (!isRest && contains(one, before)));
    if (other !== undefined) throw new UsageError(where, `${prop} has ${quoted(other)} and ${quoted(one)}, which overlap`, ordered ? 'name each place once, wildcards last' : 'name each place once');
  });
}

function contains(outer: string, inner: string): boolean {
  const prefix = outer.replace(/(^|\/)\*$/, '');
  return prefix === '' || inner === prefix || inner.startsWith(`${prefix}/`);
}
