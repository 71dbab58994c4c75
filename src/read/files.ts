import { Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { TEMPLATE_ADVICE } from './helm';
import { Fault } from './reading';

/** Standard input, as an argument and as the name in messages. */
export const STDIN = '-';
const STDIN_NAME = '<stdin>';

const EXTENSIONS = ['.yaml', '.yml', '.json'];
const PASSED_OVER = /^(\.|node_modules$)/;

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
  const text = decoded(readFileSync(path === STDIN ? 0 : path));
  // A folder is full of JSON that has nothing to do with Kubernetes, and not all of it is strict JSON.
  if (!isNamed && extname(path) === '.json' && !text.includes('"apiVersion"')) return undefined;
  return { name: path === STDIN ? STDIN_NAME : path, text };
}

/** What went wrong with a file, in words. */
export function fileFault(path: string, error: any): Fault {
  const reasons: { [code: string]: string } = { ENOENT: 'there is no such file or folder', EACCES: 'the file may not be read', EISDIR: 'this is a folder' };
  return { file: path === STDIN ? STDIN_NAME : path, text: reasons[error?.code] ?? String(error?.message ?? error), isSkipped: false };
}

class Finder {
  public readonly files: FoundFile[] = [];
  public readonly faults: Fault[] = [];
  /** A file can be named twice, and links can run in circles. */
  private readonly seen = new Set<string>();

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

  private folder(path: string): void {
    const real = realpathSync(path);
    if (this.seen.has(real)) return;
    this.seen.add(real);
    if (isTemplateFolder(path)) {
      this.faults.push({ file: path, text: `not checked: ${TEMPLATE_ADVICE}`, isSkipped: true });
      return;
    }
    const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !PASSED_OVER.test(name));
    entries.sort((a, b) => a.name < b.name ? -1 : 1).forEach(entry => this.entry(join(path, entry.name), entry));
  }

  private entry(path: string, entry: Dirent): void {
    try {
      const stats = entry.isSymbolicLink() ? statSync(path) : entry;
      if (stats.isDirectory()) this.folder(path);
      else if (stats.isFile() && EXTENSIONS.includes(extname(path))) this.file(path, realpathSync(path), false);
    } catch (error) {
      this.faults.push(fileFault(path, error));
    }
  }
}

function isTemplateFolder(path: string): boolean {
  return basename(path) === 'templates' && existsSync(join(dirname(path), 'Chart.yaml'));
}

/** UTF-8, or UTF-16 with the mark that says so. */
function decoded(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`this is not ${encoding.toUpperCase()} text`);
  }
}
