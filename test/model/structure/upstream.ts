import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const CONFORMANCE = join(__dirname, '..', '..', '..', 'conformance');

/** A case of Istio's own tests: an object, and the text of the refusal where it has to be refused. */
export interface Case {
  readonly title: string;
  readonly json: any;
  readonly refusal?: string;
}

/** Folder of a module that conformance/go.mod pins; nothing where it is not at hand. */
function moduleFolder(name: string): string | undefined {
  try {
    const folder = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', name], { cwd: CONFORMANCE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return folder || undefined;
  } catch {
    return undefined;
  }
}

const ISTIO = moduleFolder('istio.io/istio');

/** The folders with cases of Istio's tests that are at hand. */
export const FOLDERS: [string, string][] = [
  ['istio/istio', ISTIO ? join(ISTIO, 'pkg', 'config', 'validation', 'testdata', 'crds') : ''],
  ['istio/api', join(CONFORMANCE, '..', '..', 'shared', 'corpus', 'istio-api', 'tests', 'testdata')],
].filter(([, folder]) => existsSync(folder)) as [string, string][];

/** The cases of a folder. As Istio's test does, they get a namespace. */
export function casesIn(folder: string): Case[] {
  return readdirSync(folder).sort().flatMap(file => parseAllDocuments(asGoReads(readFileSync(join(folder, file), 'utf8')))
    .filter(document => document.toJS() !== null)
    .map((document, index) => {
      const { _err: refusal, ...json } = document.toJS();
      return { title: `${file}[${index}] ${json.metadata?.name}`, json: { ...json, metadata: { namespace: 'default', ...json.metadata } }, refusal };
    }));
}

/** An IPv6 address that ends in colons is a text for Go, and for the parser here a mapping. */
function asGoReads(text: string): string {
  return text.replace(/(?<=[[,]\s*)[\da-f]+:[\da-f:]*::(?=\s*[\],])/g, '"$&"');
}

/** The schemas of the CRDs with their CEL expressions, by kind; nothing where they are not at hand. */
export function crdSchemas(): Map<string, any> | undefined {
  const file = ISTIO && join(ISTIO, 'manifests', 'charts', 'base', 'files', 'crd-all.gen.yaml');
  if (!file || !existsSync(file)) return undefined;
  const crds = parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS()).filter(crd => crd?.kind === 'CustomResourceDefinition');
  return new Map(crds.map(({ spec }) => [spec.names.kind, (spec.versions.find(({ name }: any) => name === 'v1') ?? spec.versions.find(({ storage }: any) => storage)).schema.openAPIV3Schema]));
}
