import { Finding } from './rule';

/** What kustomize, envsubst, Helm and the like put something else for, or readers of a guide. A group of a regular expression, `(?<name>a)`, is none. */
const PLACEHOLDER = /\$\([A-Za-z_][\w.-]*\)|\$\{[A-Za-z_]\w*(?:[:=?#%/^,+-][^{}]*)?\}|\$[A-Z_][A-Z0-9_]+\b|\{\{[^{}]*\}\}|<<[^<>]+>>|(?<!\?P?)<[A-Za-z][\w .-]*>|\b[A-Z][A-Z0-9_]*_PLACEHOLDER\b|\b(?:CHANGE|PATCH|REPLACE)_?ME\b/;

/** The placeholder that a finding is about, if it is about one. */
function placeholderIn({ problem }: Finding): string | undefined {
  return PLACEHOLDER.exec(problem)?.[0];
}

/** Findings about placeholders say what to do about them, once for an object: whatever else is wrong with them goes away with them. */
export function aboutPlaceholders<T extends Finding>(findings: T[]): T[] {
  const told = new Set<T['at']>();
  return findings.flatMap(finding => {
    const placeholder = placeholderIn(finding);
    if (placeholder === undefined) return [finding];
    if (told.has(finding.at)) return [];
    told.add(finding.at);
    return [{ ...finding, fix: `put a value for ${placeholder}: build or render the manifests first (kustomize build, envsubst, helm template), and check what comes out` }];
  });
}
