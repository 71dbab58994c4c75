import { Severity } from './message';

/** What a page says of a rule. */
export interface RulePage {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why?: string;
  readonly sameAs?: string[];
  readonly bad?: string;
  readonly good?: string;
  /** What exists already where the examples are applied. */
  readonly examplesInventory?: string;
}

const MEANING: { readonly [severity in Severity]: string } = {
  error: 'Error: synthesis fails, and `cdk8s-istio check` exits with 1.',
  warning: 'Warning: it is printed, and fails nothing unless you say so.',
  advice: 'Advice: it is told only where advice is wanted, with `Mesh.of(scope).showAdvice()` or `cdk8s-istio check --advice`.',
};

/** The page of a rule, in Markdown. It is what `cdk8s-istio explain` prints, too. */
export function rulePage({ id, severity, summary, why, sameAs = [], bad, good, examplesInventory }: RulePage): string {
  return [
    `# ${id}`,
    sentence(summary),
    MEANING[severity],
    ...(why ? [`**Why:** ${why}.`] : ['The message says why, and what to write instead.']),
    ...(sameAs.length > 0 ? [`**Elsewhere:** ${sameAs.join(', ')}`] : []),
    ...example('In the cluster', examplesInventory),
    ...example('Bad', bad),
    ...example('Good', good),
    ...(bad ? ['`apiVersion`, names and the namespace `default` are left out of the examples where they do not matter.'] : []),
    `Accept it for a part of an app with \`Mesh.of(scope).allow('${id}', reason)\`, or for one object with the annotation \`galley.istio.io/analyze-suppress: ${id}\`.`,
  ].join('\n\n') + '\n';
}

function example(title: string, documents: string | undefined): string[] {
  return documents ? [`## ${title}`, `\`\`\`yaml\n${documents.trim()}\n\`\`\``] : [];
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
