/** What a map has for a key, made where it has nothing. */
export function madeAt<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
