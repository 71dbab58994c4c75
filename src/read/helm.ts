/** What is said of a text that only Helm can read. */
export const TEMPLATE_ADVICE = 'a Helm template is not YAML before Helm has rendered it; check what `helm template` prints';

/** A text that does not parse and holds what Helm replaces. */
export function isHelmTemplate(text: string): boolean {
  return /\{\{-?\s*[^}\s]/.test(text);
}
