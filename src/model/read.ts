/** What an object of any shape holds: what is missing or of another type is empty. */

export function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

/** A map. Null and lists are none. */
export function mapOf(value: unknown): { readonly [key: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as { [key: string]: any } : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list. */
export function textsOf(value: unknown): string[] {
  const list = listOf(value);
  for (const each of list) if (typeof each !== 'string') return list.filter(other => typeof other === 'string');
  return list;
}

/** Labels and annotations. Numbers and booleans are what YAML makes of unquoted text, and read as it; what Go reads from null is empty. */
export function labelsOf(value: unknown): { readonly [key: string]: string } {
  const map = mapOf(value);
  for (const key in map) if (typeof map[key] !== 'string') return textLabels(map);
  return map;
}

function textLabels(map: { readonly [key: string]: any }): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(map).filter(([, each]) => typeof each !== 'object' || each === null).map(([key, each]) => [key, String(each ?? '')]));
}

/** A port, or a count. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}
