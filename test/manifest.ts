import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Testing, Yaml } from 'cdk8s';

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
  for (const object of of.node.findAll()) {
    if (ApiObject.isApiObject(object)) expect(longWay(object)).toEqual(object.toJson());
  }
  return yaml;
}

/** What cdk8s itself makes of an object. Ours have a shorter way, which they leave when keys are not to be sorted. */
export function longWay(object: ApiObject): any {
  process.env.CDK8S_DISABLE_SORT = 'yes';
  try {
    return object.toJson();
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
}
