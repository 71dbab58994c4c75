/**
 * The checks, loaded when first asked for. An app that is only built, and the program that only imports this package, do not pay for them.
 */
export function checks(): typeof import('../check') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- synthesis is synchronous, so `import()` cannot be used
  return require('../check') as typeof import('../check');
}
