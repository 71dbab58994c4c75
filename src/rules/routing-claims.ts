/** Whether a header of a match is a claim of a token: `@request.auth.claims.group`, or `@request.auth.claims[group]`. */
export function isRoutingClaim(header: string): boolean {
  return /^@request\.auth\.claims(\..+|\[.+\])$/i.test(header);
}
