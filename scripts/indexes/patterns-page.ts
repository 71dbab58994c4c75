// docs/patterns.md: every page of a pattern by what there is to do, with the sentence that it promises.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGES = join(__dirname, '..', '..', 'docs', 'patterns');

/** What there is to do, in the order of a day's work, with the names of the pages. */
const TASKS: { [task: string]: string[] } = {
  'Namespaces and services': ['secure-namespace', 'mesh-namespace', 'mesh-service', 'mesh-workload'],
  'Who may call': ['allow-from'],
  'Requests from outside': ['ingress-gateway', 'ingress-route', 'tcp-ingress-route', 'delegated-routes'],
  'End users, tokens and limits': ['jwt-protection', 'external-authorizer', 'local-rate-limit', 'global-rate-limit'],
  'Releases': ['canary-release', 'blue-green-release', 'mirror-release', 'preview-release', 'argo-rollouts-release', 'flagger-release'],
  'Timeouts, retries, faults': ['service-policy', 'fault-experiment'],
  'What is outside the mesh': ['external-api', 'external-hosts', 'external-tcp-service', 'egress-gateway', 'vm-workload', 'remote-cluster'],
  'Watching and extending': ['access-logging', 'tracing', 'metrics-policy', 'wasm-extension', 'lua-extension', 'proxy-tuning'],
  'Ambient': ['waypoint'],
  'The whole mesh': ['secure-mesh'],
};

const HEAD = `# Patterns

A pattern is one construct for one intent. Each page has the shortest example, all that it writes, what it makes impossible, and what it does not do.
[How it works](how-it-works.md) is about what they have in common, [Adopting an existing service](adopting.md) about the way there, and [Ambient](ambient.md) about
what is different without sidecars. [Examples](examples.md) shows them together.
`;

/** Pages that there are. */
export function patternPages(): string[] {
  return readdirSync(PAGES).map(file => file.replace(/\.md$/, '')).sort();
}

export function patternsPage(): string {
  const listed = Object.values(TASKS).flat();
  const missing = patternPages().filter(page => !listed.includes(page));
  if (missing.length) throw new Error(`scripts/indexes/patterns-page.ts does not list docs/patterns/${missing.join('.md, docs/patterns/')}.md; put them under a task`);
  return [HEAD, ...Object.entries(TASKS).map(([task, pages]) => `\n## ${task}\n\n| Pattern | What it does |\n|---|---|\n${pages.map(row).join('')}`)].join('');
}

function row(page: string): string {
  const [title, promise] = readFileSync(join(PAGES, `${page}.md`), 'utf8').split(/\n\n/);
  return `| [${title.replace(/^# /, '')}](patterns/${page}.md) | ${promise.replace(/\n/g, ' ')} |\n`;
}
