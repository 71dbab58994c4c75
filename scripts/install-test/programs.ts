// The programs of a page of documentation, with what the page says that they write.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** A block that begins with imports, and the blocks after it that go on. */
export interface Program {
  code: string;
  /** YAML blocks after it, which show some or all of what it writes. */
  readonly shown: string[];
}

export function programsOf(file: string): Program[] {
  const found: Program[] = [];
  for (const [, language, text] of readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([^]*?)^```$/gm)) {
    if (language === 'ts' && text.startsWith('import ')) found.push({ code: text, shown: [] });
    else if (language === 'ts') found[found.length - 1].code += text;
    else if (language === 'yaml') found[found.length - 1].shown.push(text);
  }
  return found;
}

export function objects(yaml: string): unknown[] {
  return parseAllDocuments(yaml).map(document => document.toJS());
}
