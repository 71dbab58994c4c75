/** What Istio refuses of a list of localities: empty parts, wildcards before the end, or a locality within an earlier one. */
export function wrongLocalities(localities: readonly string[]): string[] {
  const wrong = localities.flatMap(locality => wrongShape(locality) ?? []);
  if (wrong.length > 0) return wrong;
  return localities.flatMap((locality, i) => {
    const other = localities.slice(0, i).find(earlier => overlaps(earlier, locality));
    return other === undefined ? [] : [other === locality ? `locality ${locality} is there twice` : `locality ${locality} overlaps with ${other} before it`];
  });
}

function wrongShape(locality: string): string | undefined {
  const stars = locality.split('*').length - 1;
  if (stars > 1 || (stars === 1 && !locality.endsWith('*'))) return `locality ${locality} has a wildcard that is not at its end`;
  return parts(locality).includes('') ? `locality "${locality}" has an empty part` : undefined;
}

/** Region, zone, and the rest. */
function parts(locality: string): string[] {
  const [region, zone, ...rest] = locality.split('/');
  return [region, ...(zone === undefined ? [] : [zone]), ...(rest.length === 0 ? [] : [rest.join('/')])];
}

/** A wildcard takes what comes after it, not what came before: a special case may go first. */
function overlaps(earlier: string, later: string): boolean {
  if (earlier === '*') return true;
  const [a, b] = [parts(earlier), parts(later)];
  if (a[0] !== b[0]) return false;
  if (a.length === 1 || b.length === 1) return true;
  if (a[1] === '*' || (a[1] === b[1] && (a.length === 2 || b.length === 2))) return true;
  return a[1] === b[1] && (a[2] === '*' || a[2] === b[2]);
}
