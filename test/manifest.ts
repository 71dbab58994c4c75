import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Testing, Yaml } from 'cdk8s';

const SNAPSHOTS = join(__dirname, '..', 'dist', 'snapshots');

/**
 * What is written for a chart or an app, as YAML for an inline snapshot. The same text goes to `dist/snapshots`, one file a test,
 * where `npm run conformance` asks real Istio about it.
 */
export function manifest(of: App | Chart): string {
  const yaml = of instanceof App ? of.synthYaml() : Yaml.stringify(...Testing.synth(of));
  mkdirSync(SNAPSHOTS, { recursive: true });
  const name = (expect.getState().currentTestName ?? 'test').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  writeFileSync(join(SNAPSHOTS, `${name}.yaml`), yaml);
  return yaml;
}
