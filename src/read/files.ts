import { Dirent, existsSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { TEMPLATE_ADVICE } from './helm';
import { PATCH_ADVICE, patchesOf } from './kustomization';
import { Fault } from './reading';

/** Standard input, as an argument and as the name in messages. */
export const STDIN = '-';
const STDIN_NAME = '<stdin>';

const EXTENSIONS = ['.yaml', '.yml', '.json'];
const PASSED_OVER = /^(\.|node_modules$)/;

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'there is no such file or folder',
  EISDIR: 'this is a folder',
  EACCES: 'the file may not be read',
  EPERM: 'the file may not be read',
  ELOOP: 'the link leads back to itself',
};

/** A file that is to be read. */
export interface FoundFile {
  readonly path: string;
  /** Whether it was named itself, and not found in a folder. */
  readonly isNamed: boolean;
}

/** All files that were named or lie in folders that were named, each once and sorted within its folder. */
export function findFiles(paths: string[]): { files: FoundFile[]; faults: Fault[] } {
  const finder = new Finder();
  paths.forEach(path => finder.add(path));
  return finder;
}

/** The text of a file. Fails with a reason in lower case. */
export function readText({ path, isNamed }: FoundFile): { name: string; text: string } | undefined {
  const text = decoded(path === STDIN ? standardInput() : readFileSync(path));
  // A folder is full of JSON that has nothing to do with Kubernetes, and not all of it is strict JSON.
  if (!isNamed && extname(path) === '.json' && !text.includes('"apiVersion"')) return undefined;
  return { name: path === STDIN ? STDIN_NAME : path, text };
}

/** What a file that was named is taken for. Fails with a reason in words. */
export function fromFile<T>(path: string, take: (name: string, text: string) => T): T {
  try {
    const { name, text } = readText({ path, isNamed: true })!;
    return take(name, text);
  } catch (error) {
    throw new Error(fileFault(path, error).text);
  }
}

/** What went wrong with a file, in words. */
export function fileFault(path: string, error: any): Fault {
  return { file: path === STDIN ? STDIN_NAME : path, text: REASONS[error?.code] ?? String(error?.message ?? error), isSkipped: false };
}

class Finder {
  public readonly files: FoundFile[] = [];
  public readonly faults: Fault[] = [];
  /** A file can be named twice, and links can run in circles. */
  private readonly seen = new Set<string>();
  /** Files that a kustomization above them names as patches. */
  private readonly patches = new Set<string>();

  public add(path: string): void {
    try {
      if (path === STDIN) this.file(path, path, true);
      else if (statSync(path).isDirectory()) this.folder(path);
      else this.file(path, realpathSync(path), true);
    } catch (error) {
      this.faults.push(fileFault(path, error));
    }
  }

  private file(path: string, real: string, isNamed: boolean): void {
    if (this.seen.has(real)) return;
    this.seen.add(real);
    this.files.push({ path, isNamed });
  }

  private skip(path: string, reason: string): void {
    this.faults.push({ file: path, text: `not checked: ${reason}`, isSkipped: true });
  }

  private folder(path: string): void {
    const real = realpathSync(path);
    if (this.seen.has(real)) return;
    this.seen.add(real);
    if (isTemplateFolder(path)) {
      this.skip(path, TEMPLATE_ADVICE);
      return;
    }
    const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !PASSED_OVER.test(name));
    patchesOf(path, entries.map(({ name }) => name)).forEach(patch => this.patches.add(patch));
    entries.sort((a, b) => a.name < b.name ? -1 : 1).forEach(entry => this.entry(join(path, entry.name), entry));
  }

  private entry(path: string, entry: Dirent): void {
    try {
      const stats = entry.isSymbolicLink() ? statSync(path) : entry;
      if (stats.isDirectory()) this.folder(path);
      else if (!stats.isFile() || !EXTENSIONS.includes(extname(path))) return;
      else if (this.patches.has(path)) this.skip(path, PATCH_ADVICE);
      else this.file(path, realpathSync(path), false);
    } catch (error) {
      this.faults.push(fileFault(path, error));
    }
  }
}

function isTemplateFolder(path: string): boolean {
  return basename(path) === 'templates' && existsSync(join(dirname(path), 'Chart.yaml'));
}

/** Whoever started this program may have made its input one that does not wait; `readFileSync` then fails where nothing has come yet. */
function standardInput(): Buffer {
  const parts: Buffer[] = [];
  for (let part = nextPart(); part.length > 0; part = nextPart()) parts.push(part);
  return Buffer.concat(parts);
}

function nextPart(): Buffer {
  const part = Buffer.allocUnsafe(65_536);
  for (;;) {
    try {
      return part.subarray(0, readSync(0, part));
    } catch (error: any) {
      // So Windows says that a pipe was closed.
      if (error.code === 'EOF') return part.subarray(0, 0);
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** UTF-8, or UTF-16 with the mark that says so. */
function decoded(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error: any) {
    throw error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? new Error(`this is not ${encoding.toUpperCase()} text`) : error;
  }
}
