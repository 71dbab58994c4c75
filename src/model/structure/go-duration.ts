const UNITS: { readonly [unit: string]: number } = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
// One letter beyond Latin-1 doubles the memory of the whole bundle that it is in, and V8 takes longer to read it: µ and μ are escaped.
const WHOLE = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;
const PART = /(\d*)(\.\d*)?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;
const LONGEST = 2 ** 63;

/** Nanoseconds of a duration as Go's `time.ParseDuration` reads it; nothing where it refuses. */
export function goDuration(text: string): number | undefined {
  if (text === '0' || text === '+0' || text === '-0') return 0;
  if (!WHOLE.test(text)) return undefined;
  let sum = 0;
  for (const [, whole, fraction, unit] of text.matchAll(PART)) {
    sum += Number(whole || '0') * UNITS[unit] + Math.floor(Number(`0${fraction && fraction.length > 1 ? fraction : ''}`) * UNITS[unit]);
  }
  if (sum >= LONGEST) return undefined;
  return text.startsWith('-') ? -sum : sum;
}
