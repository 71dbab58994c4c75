/** In turns, so that whatever else the machine does falls on all sides. */
export function inTurns<K extends string, T>(keys: readonly K[], runs: number, once: (key: K) => T): { [key in K]: T[] } {
  const results = Object.fromEntries(keys.map(key => [key, [] as T[]])) as { [key in K]: T[] };
  for (let index = 0; index < runs; index++) keys.forEach(key => results[key].push(once(key)));
  return results;
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
