/** Counts how often each key was asked for: 1 the first time. */
export function counting(): (key: string) => number {
  const seen = new Map<string, number>();
  return key => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count;
  };
}
