/** Items of a list that have the keys of an earlier one: their index, and that of the first. */
export function repeated(items: unknown[], keys: readonly string[]): [number, number][] {
  const first = new Map<unknown, number>();
  const again: [number, number][] = [];
  items.forEach((item: any, index) => {
    const key = keys.length === 1 ? item[keys[0]] : JSON.stringify(keys.map(name => item[name] ?? null));
    if (key === undefined) return;
    const other = first.get(key);
    if (other === undefined) first.set(key, index);
    else again.push([index, other]);
  });
  return again;
}
