import { isRule, Severity } from './message';

/** How grave something is in some cases, and in which. */
export interface Sometimes {
  readonly severity: Severity;
  /** Completes a sentence: `there is one pod`. */
  readonly where: string;
}

/** What a page says of a rule. */
export interface RulePage {
  readonly id: string;
  readonly severity: Severity;
  readonly sometimes?: Sometimes;
  readonly summary: string;
  readonly why?: string;
  readonly sameAs?: string[];
  readonly bad?: string;
  readonly good?: string;
  /** What exists already where the examples are applied. */
  readonly examplesInventory?: string;
  /** Where it is looked for, where that is not both. */
  readonly only?: 'at synthesis' | 'in files';
}

/** What the two places where something is found have to say of it. */
const PLACES = {
  'at synthesis': { failure: 'synthesis fails', advice: '`Mesh.of(scope).showAdvice()`', allow: (id: string) => `for a part of an app with \`Mesh.of(scope).allow('${id}', reason)\`` },
  'in files': {
    failure: '`cdk8s-istio check` exits with 1',
    advice: '`cdk8s-istio check --advice`',
    allow: (id: string) => `for one object with the annotation \`galley.istio.io/analyze-suppress: ${id}\``,
  },
};

const ARTICLES: { readonly [severity in Severity]: string } = { error: 'An error', warning: 'A warning', advice: 'Advice' };

/** The page of a rule, in Markdown. It is what `cdk8s-istio explain` prints, too. */
export function rulePage({ id, severity, sometimes, summary, why, sameAs = [], bad, good, examplesInventory, only }: RulePage): string {
  const places = only ? [PLACES[only]] : Object.values(PLACES);
  return [
    `# ${id}`,
    sentence(summary),
    meaning(severity, places) + (sometimes ? ` ${ARTICLES[sometimes.severity]} where ${sometimes.where}.` : ''),
    ...(why ? [`**Why:** ${why}.`] : ['The message says why, and what to write instead.']),
    ...(sameAs.length > 0 ? [`**Elsewhere:** ${sameAs.join(', ')}`] : []),
    ...example('In the cluster', examplesInventory),
    ...example('Bad', bad),
    ...example('Good', good),
    ...(bad ? ['`apiVersion`, names and the namespace `default` are left out of the examples where they do not matter.'] : []),
    ...(isRule(id) ? [`Accept it ${places.map(({ allow }) => allow(id)).join(', or ')}.`] : []),
  ].join('\n\n') + '\n';
}

function meaning(severity: Severity, places: (typeof PLACES)[keyof typeof PLACES][]): string {
  switch (severity) {
    case 'error': return `Error: ${places.map(({ failure }) => failure).join(', and ')}.`;
    case 'warning': return 'Warning: it is printed, and fails nothing unless you say so.';
    default: return `Advice: it is told only where advice is wanted, with ${places.map(({ advice }) => advice).join(' or ')}.`;
  }
}

function example(title: string, documents: string | undefined): string[] {
  return documents ? [`## ${title}`, `\`\`\`yaml\n${documents.trim()}\n\`\`\``] : [];
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
