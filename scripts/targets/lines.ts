// Counts the lines of TypeScript that a target takes, helpers included.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone'; // the other entry loads modules in a way that jest has not
import * as ts from 'typescript';

export const TARGETS = join(__dirname, '..', '..', 'examples', 'targets');

/** The width that lines are counted at, whatever width a file was written at. */
const WIDTH = 120;

export function targetNames(): string[] {
  return readdirSync(TARGETS, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name).sort();
}

/** Lines of every TypeScript file of a target. */
export async function linesOf(target: string): Promise<number> {
  const files = readdirSync(join(TARGETS, target), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
  const counts = await Promise.all(files.map(file => countLines(readFileSync(join(TARGETS, target, file), 'utf8'))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Lines as prettier writes them, without imports, comments and blank lines. */
export async function countLines(source: string): Promise<number> {
  const text = await format(source, {
    parser: 'typescript', plugins: [typescript, estree], printWidth: WIDTH, singleQuote: true, trailingComma: 'all', arrowParens: 'avoid',
  });
  return withoutCommentsAndImports(text).split('\n').filter(line => line.trim()).length;
}

function withoutCommentsAndImports(text: string): string {
  const file = ts.createSourceFile('target.ts', text, ts.ScriptTarget.Latest, true);
  const ranges: ts.TextRange[] = file.statements.filter(ts.isImportDeclaration).map(node => ({ pos: node.getStart(), end: node.end }));
  return [...ranges, ...commentsIn(file)].reduce((rest, { pos, end }) => rest.slice(0, pos) + rest.slice(pos, end).replace(/[^\n]/g, ' ') + rest.slice(end), text);
}

/** Comments stand before or after some token; tokens are the leaves of the tree. */
function commentsIn(file: ts.SourceFile): ts.TextRange[] {
  const text = file.getFullText();
  const found: ts.TextRange[] = [];
  const visit = (node: ts.Node) => {
    if (node.getChildCount(file)) return node.getChildren(file).forEach(visit);
    found.push(...(ts.getLeadingCommentRanges(text, node.pos) ?? []), ...(ts.getTrailingCommentRanges(text, node.end) ?? []));
  };
  visit(file);
  return found;
}
