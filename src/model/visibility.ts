/**
 * Whether what one namespace owns is visible to clients in another.
 * @param exportTo what holds for it. Nothing is visible to all
 */
export function isExported(exportTo: readonly string[] | undefined, owner: string, client: string): boolean {
  if (exportTo === undefined || exportTo.length === 0) return true;
  return exportTo.some(to => to === '*' || to === client || (to === '.' && owner === client));
}

/** What holds for an object: what it says, else what the mesh says. */
export function exportToOf(written: readonly string[] | undefined, otherwise: readonly string[] | undefined): readonly string[] | undefined {
  return written === undefined || written.length === 0 ? otherwise : written;
}
