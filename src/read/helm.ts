/** What is said of a text that only Helm can read. */
export const TEMPLATE_ADVICE = 'a Helm template is not YAML before Helm has rendered it; check what `helm template` prints';

/** What Helm replaces, where it would be no YAML. In quotes and comments it is text, as in rules of Prometheus. */
const UNQUOTED = /^[^'"#\n]*\{\{-?\s*[^}\s]/m;

/** Why a text cannot be read: as YAML, and as what Helm makes YAML of. */
export function unreadableReason(reason: string, text: string, position: number): string {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const line = text.slice(start).split('\n', 1)[0];
  if (UNQUOTED.test(line)) return TEMPLATE_ADVICE;
  return UNQUOTED.test(text) ? `${reason}; ${TEMPLATE_ADVICE}` : reason;
}
