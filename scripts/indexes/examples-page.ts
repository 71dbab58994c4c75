// docs/examples.md: the examples, each with its first comment and the picture that its app gives.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { EXAMPLES } from '../demo/examples';
import { draw } from '../pictures/draw';

const HEAD = `# Examples

Each is an app of its own, from what a team writes to what Istio is given. \`npm run demo\` writes their manifests into \`dist/examples\`.

The pictures are drawn from the apps themselves (\`npm run indexes\`): from \`allowFrom\` and \`calls\`, the routes of gateways, the callers of what is
outside the mesh, and the shares of releases. On a line stands what may be asked, \`/a/*\` for \`/a\` and everything under it; where nothing stands, it is
everything. Where a service sends some of its requests elsewhere, the rest stays with it. Dotted lines are copies of requests. Six-sided boxes are gateways,
slanted ones are outside the mesh. What only resources say, such as a VirtualService written by hand, is in no picture.
`;

const REBUILT = `
## Configurations of others, written anew

Eight configurations of other people's projects, rebuilt with patterns. [Eight real configurations, rebuilt](targets.md) has the lines that each takes, how the
meanings are compared, and what differs.
`;

const PROVEN = `
## Apps whose promises are kept under real traffic

\`examples/promises\` has an app for each promise that is put to real Envoys, with the requests beside it. [What was seen under real traffic](proof.md) lists them.
`;

/** @param apps the examples by name, in alphabetical order */
export function examplesPage(apps: Map<string, App>): string {
  const own = [...apps].filter(([name]) => !name.includes('/'));
  const rebuilt = [...apps].filter(([name]) => name.startsWith('targets/'));
  return [HEAD, ...own.map(([name, app]) => section('##', name, app)), REBUILT, ...rebuilt.map(([name, app]) => section('###', name, app)), PROVEN].join('');
}

function section(level: string, name: string, app: App): string {
  const picture = draw(app);
  const title = name.split('/').pop();
  const body = picture === undefined ? 'It is written in resources, which do not say who calls whom.\n' : `\`\`\`mermaid\n${picture}\n\`\`\`\n`;
  return `\n${level} ${title}\n\n${sentenceOf(name)} [main.ts](../examples/${name}/main.ts)\n\n${body}`;
}

/** README shows this one, and says there what it is. */
const WITHOUT_COMMENT: { [name: string]: string } = {
  'quick-start': 'A namespace that refuses what no rule allows, two services, a canary, and HTTPS from outside.',
};

/** The comment that the program begins with. */
function sentenceOf(name: string): string {
  const lines = readFileSync(join(EXAMPLES, name, 'main.ts'), 'utf8').split('\n');
  const comment = lines.slice(0, lines.findIndex(line => !line.startsWith('//'))).map(line => line.replace(/^\/\/ ?/, ''));
  const sentence = WITHOUT_COMMENT[name] ?? comment.join(' ');
  if (!sentence) throw new Error(`examples/${name}/main.ts does not say what it is; begin it with a comment`);
  return sentence;
}
