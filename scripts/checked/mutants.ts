import { App, read } from './app';
import { mutate } from './mutation';
import { schemaOf } from '../../imports/schema';
import { groupBy } from '../../src/model/group-by';
import { Mesh } from '../../src/model/mesh';
import { MeshObject } from '../../src/model/object';
import { violationsOf } from '../../src/model/structure';
import { run } from '../../src/rules/run';
import { Random } from '../../test/random';

/** What is done to objects that somebody wrote, and what is said of each alone, for `agreement.Mutant` in conformance. */
export function mutants(apps: App[], seed = 6, count = 4000): object[] {
  const random = new Random(seed);
  const bases = sources(apps);
  const kinds = [...groupBy(bases, ({ object }) => object.kind).values()];
  const all: object[] = [];
  for (let i = 0; all.length < count; i++) {
    // One half goes round the objects, the other round the kinds, so that rare ones are not missed.
    const { from, object } = i % 2 === 0 ? bases[i / 2 % bases.length] : random.pick(kinds[(i - 1) / 2 % kinds.length]);
    const changed = mutated(object, random);
    if (changed) all.push({ from, object: JSON.stringify(changed), violations: violationsOf(changed).map(said), errors: errorsOf(changed) });
  }
  return all;
}

interface Source {
  readonly from: string;
  readonly object: any;
}

function sources(apps: App[]): Source[] {
  return apps.flatMap(({ id, files }) => files.flatMap(file => read(file)).flatMap(({ json, kind, group }, i) => {
    if (schemaOf(kind)?.group !== group) return [];
    // What an annotation silences says nothing of the rules.
    delete json.metadata?.annotations?.['galley.istio.io/analyze-suppress'];
    return [{ from: `${id}#${i}`, object: json }];
  }));
}

/** Nothing where the changes changed nothing. */
function mutated(object: any, random: Random): any {
  const before = JSON.stringify(object);
  const changed = JSON.parse(before);
  for (let left = 1 + Math.floor(random.next() * 2); left > 0; left--) mutate(changed, random);
  // As it is written: what is undefined is not.
  const after = JSON.stringify(changed);
  return after === before ? undefined : inNamespace(JSON.parse(after));
}

/** As kubectl applies it. */
function inNamespace(json: any): any {
  const { metadata } = json;
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) && ['', null, undefined].includes(metadata.namespace)) metadata.namespace = 'default';
  return json;
}

function said({ kind, field }: { kind: string; field: string }): string {
  return `${kind} ${field}`;
}

function errorsOf(json: any): string[] {
  const found = run(new Mesh([new MeshObject(json, {})], new Map()));
  const failed = found.find(({ problem }) => problem.startsWith('this rule could not be evaluated'));
  if (failed) throw new Error(`${failed.rule.id}: ${failed.problem}, for ${JSON.stringify(json)}`);
  return found.filter(({ severity }) => severity === 'error').map(({ rule, field = '' }) => `${rule.id} ${field}`);
}
