// Writes imports/ from the CRDs of the Istio that conformance/go.mod pins: classes (L1), and beside them the schema as data.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { polish } from './imports/classes';
import { Crd, oneVersion, withoutProse } from './imports/crd';

const ROOT = join(__dirname, '..');
const IMPORTS = join(ROOT, 'imports');

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

const crds = readCrds().map(oneVersion);
writeClasses(crds.map(withoutProse));
