import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart, Testing, YamlOutputType } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import * as extensions from '../../imports/extensions.istio.io';
import * as networking from '../../imports/networking.istio.io';
import * as security from '../../imports/security.istio.io';
import * as telemetry from '../../imports/telemetry.istio.io';
import { meshes, ruleIds } from '../../src/check';
import { NOTICE_RULES } from '../../src/core/notices';
import { RULES } from '../../src/rules';
import { Rule } from '../../src/rules/rule';

const FOLDER = join(__dirname, '..', '..', 'src', 'rules');

const API_VERSIONS: { [kind: string]: string } = { Namespace: 'v1', Service: 'v1', Pod: 'v1' };
for (const group of [networking, security, telemetry, extensions]) {
  for (const { GVK } of Object.values(group as { [name: string]: any })) if (GVK) API_VERSIONS[GVK.kind] = GVK.apiVersion;
}

/** Ids of the rules that an example breaks. What every document has need not be said in it: version, and a name and namespace where they do not matter. */
function broken(example: string, rule: Rule): string[] {
  const app = Testing.app({ yamlOutputType: rule.examplesWrittenAs && YamlOutputType[rule.examplesWrittenAs] });
  const chart = new Chart(app, 'example', { namespace: 'default' });
  parseAllDocuments(example).forEach((document, i) => {
    expect(document.errors).toEqual([]);
    const { apiVersion = API_VERSIONS[document.toJS().kind], ...rest } = document.toJS();
    expect(apiVersion).toBeDefined();
    new ApiObject(chart, `Example${i}`, { apiVersion, ...rest });
  });
  return meshes(app, object => object.toJson()).flatMap(mesh => RULES.flatMap(each => [...each.check(mesh)].map(() => each.id)));
}

describe.each(RULES.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  test('fails on its bad example, and no other rule does', () => {
    expect([...new Set(broken(rule.bad, rule))]).toEqual([id]);
  });

  test('is silent on its good example, as all others are', () => {
    expect(broken(rule.good, rule)).toEqual([]);
  });

  test('says what is wrong and why in lower case, without a full stop', () => {
    for (const text of [rule.summary, rule.why]) expect(text).toMatch(/^[a-zA-Z][^\n]*[^.\n]$/);
    expect(rule.summary[0]).toBe(rule.summary[0].toLowerCase());
  });

  test('lies in the file of its name', () => {
    expect(readdirSync(join(FOLDER, id.split('/')[0]))).toContain(`${id.split('/')[1]}.ts`);
  });
});

test('every rule file is in the index, in order', () => {
  const files = readdirSync(FOLDER, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name)
    .flatMap(folder => readdirSync(join(FOLDER, folder)).map(file => `${folder}/${file.replace('.ts', '')}`));
  expect(RULES.map(rule => rule.id)).toEqual(files.sort());
});

test('constructs report under ids that no rule has', () => {
  expect(ruleIds()).toEqual([...new Set(ruleIds())]);
  expect(ruleIds()).toEqual(expect.arrayContaining([...NOTICE_RULES]));
});
