// Writes imports/ from the CRDs of the Istio that conformance/go.mod pins: classes (L1), and beside them the schema as data.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { requireAllUsed } from './imports/cel';
import { polish } from './imports/classes';
import { Crd, oneVersion, withoutProse, withoutTwins } from './imports/crd';
import { expressionsOf, kindSchema, schemaFile, schemaIndex } from './imports/schema';

const ROOT = join(__dirname, '..');
const IMPORTS = join(ROOT, 'imports');
const SCHEMAS = join(IMPORTS, 'schema');

/** The CRD file inside the pinned istio.io/api module. */
function readCrds(): Crd[] {
  const go = (...args: string[]) => execFileSync('go', args, { cwd: join(ROOT, 'conformance'), encoding: 'utf8' }).trim();
  go('mod', 'download', 'istio.io/api');
  const file = join(go('list', '-m', '-f', '{{.Dir}}', 'istio.io/api'), 'kubernetes', 'customresourcedefinitions.gen.yaml');
  const crds = parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS() as Crd | null);
  return crds.filter(crd => crd !== null);
}

function writeClasses(crds: Crd[]): void {
  const work = mkdtempSync(join(tmpdir(), 'istio-imports-'));
  try {
    writeFileSync(join(work, 'crds.yaml'), crds.map(crd => stringify(crd)).join('---\n'));
    const cli = join(ROOT, 'node_modules', '.bin', 'cdk8s');
    execFileSync(cli, ['import', 'crds.yaml', '-l', 'typescript', '-o', 'out', '--no-class-prefix', '--save=false'], { cwd: work, stdio: 'pipe' });
    readdirSync(IMPORTS).filter(name => name.endsWith('.ts')).forEach(name => rmSync(join(IMPORTS, name)));
    for (const name of readdirSync(join(work, 'out'))) {
      writeFileSync(join(IMPORTS, name), polish(readFileSync(join(work, 'out', name), 'utf8')));
    }
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** One file for each kind: a change of Istio is seen where it is, and a check loads only what it asks about. */
function writeSchemas(crds: Crd[]): void {
  requireAllUsed(new Set(crds.map(oneVersion).flatMap(expressionsOf)));
  const schemas = crds.map(kindSchema);
  rmSync(SCHEMAS, { recursive: true, force: true });
  mkdirSync(SCHEMAS);
  schemas.forEach(schema => writeFileSync(join(SCHEMAS, schemaFile(schema.kind)), `${JSON.stringify(schema, null, 1)}\n`));
  writeFileSync(join(SCHEMAS, 'index.ts'), schemaIndex(schemas.map(({ kind }) => kind)));
}

const crds = readCrds();
writeSchemas(crds);
writeClasses(crds.map(oneVersion).map(withoutProse).map(withoutTwins));
