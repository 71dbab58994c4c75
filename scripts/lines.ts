// Prints how many lines of TypeScript each target takes; docs/targets.md holds them beside the lines of YAML.
import { linesOf, targetNames } from './targets/lines';

async function main(): Promise<void> {
  let total = 0;
  for (const target of targetNames()) {
    const lines = await linesOf(target);
    total += lines;
    console.log(`${target.padEnd(24)} ${String(lines).padStart(4)}`);
  }
  console.log(`${'together'.padEnd(24)} ${String(total).padStart(4)}`);
}

void main();
