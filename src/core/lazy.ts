/**
 * The checks, loaded when first asked for. An app that is only built, and the program that only imports this package, do not pay for them.
 */
export function checks(): typeof import('../check') {
  // Synthesis is synchronous, so `import()` cannot be used.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../check') as typeof import('../check');
}
