/** For whom something is listed: Istio puts what is private to a namespace before what was exported to it, and that before what is for all (L7). */
export function scopesOf(exportTo: readonly string[] | undefined, namespace: string): string[] {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return ['*'];
  if (exportTo.includes('~')) return [];
  return [...new Set(exportTo.map(to => to === '.' || to === namespace ? `private ${namespace}` : `exported ${to}`))];
}
