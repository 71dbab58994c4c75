const ESCAPE = '\\\\(?:[abfnrtv?"\'`\\\\]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})';

/** Texts as they are quoted, raw ones first: nothing is escaped in them. */
const QUOTED = [
  '[bB]?[rR](?:"""[^]*?"""|\'\'\'[^]*?\'\'\'|"[^"\\r\\n]*"|\'[^\'\\r\\n]*\')',
  `[bB]?(?:"""(?:[^\\\\]|${ESCAPE})*?"""|'''(?:[^\\\\]|${ESCAPE})*?'''|"(?:[^"\\\\\\r\\n]|${ESCAPE})*"|'(?:[^'\\\\\\r\\n]|${ESCAPE})*')`,
];

const TOKEN = new RegExp([
  '(?<space>\\s+|//[^\\n]*)',
  `(?<text>${QUOTED.join('|')})`,
  '(?<number>(?:\\d+\\.\\d+|\\.\\d+|\\d+)[eE][+-]?\\d+|\\d*\\.\\d+|0x[0-9a-fA-F]+[uU]?|\\d+[uU]?)',
  '(?<name>[_a-zA-Z][_a-zA-Z0-9]*)',
  '(?<sign>==|!=|<=|>=|&&|\\|\\||[-+*/%<>!?:.,()[\\]{}])',
].join('|'), 'y');

const RESERVED = ['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'];
const LITERALS = ['true', 'false', 'null'];
const BINARY = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>=', 'in'], ['+', '-'], ['*', '/', '%']];

/** Functions over a list, and how many arguments make them so. The first argument is then a name. */
const MACROS: { [name: string]: number[] } = { all: [2], exists: [2], exists_one: [2], existsOne: [2], filter: [2], map: [2, 3] };

interface Token {
  readonly kind: string;
  readonly text: string;
}

/** Why a text is no expression of CEL; nothing where it is one. */
export function celSyntaxError(text: string): string | undefined {
  try {
    new Parser(tokensOf(text)).whole();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    // Brackets in brackets without end: nobody writes that, and Istio refuses it too.
    if (error instanceof RangeError) return 'there are too many brackets';
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new SyntaxError(`${JSON.stringify([...text.slice(at)][0])} is not understood`);
    const kind = Object.keys(groups).find(each => groups[each] !== undefined)!;
    if (kind !== 'space') tokens.push({ kind, text: groups[kind] });
  }
  return tokens;
}

/** What an expression is, as far as macros ask. */
type Shape = 'name' | 'field' | 'other';

class Parser {
  private at = 0;

  public constructor(private readonly tokens: Token[]) {}

  public whole(): void {
    this.expression();
    if (this.at < this.tokens.length) this.fail();
  }

  private expression(): Shape {
    const shape = this.binary(0);
    if (!this.take('?')) return shape;
    this.binary(0);
    this.need(':');
    this.expression();
    return 'other';
  }

  private binary(level: number): Shape {
    if (level === BINARY.length) return this.unary();
    let shape = this.binary(level + 1);
    while (BINARY[level].some(sign => this.take(sign))) {
      this.binary(level + 1);
      shape = 'other';
    }
    return shape;
  }

  private unary(): Shape {
    const sign = ['!', '-'].find(each => this.is(each));
    if (!sign) return this.member();
    while (this.take(sign));
    // A number may have a sign of its own.
    if (sign === '!' && this.is('-') && this.tokens[this.at + 1]?.kind === 'number') this.at++;
    this.member();
    return 'other';
  }

  private member(): Shape {
    let shape = this.primary();
    // Only what has been names alone can be the type of a message.
    let isType = shape === 'name';
    for (;;) {
      if (this.take('.')) {
        const name = this.name();
        shape = this.is('(') ? this.call(name, true) : 'field';
        isType &&= shape === 'field';
      } else if (this.take('[')) {
        this.expression();
        this.need(']');
        shape = 'other';
        isType = false;
      } else if (this.is('{') && isType) {
        isType = false;
        shape = this.entries('{', '}', () => this.pair());
      } else {
        return shape;
      }
    }
  }

  private primary(): Shape {
    if (this.take('(')) {
      const shape = this.expression();
      this.need(')');
      return shape;
    }
    if (this.is('[')) return this.entries('[', ']', () => this.expression());
    if (this.is('{')) return this.entries('{', '}', () => this.pair());
    const dotted = this.take('.');
    const token = this.tokens[this.at];
    if (!dotted && (token?.kind === 'text' || token?.kind === 'number' || LITERALS.includes(token?.text))) {
      this.at++;
      return 'other';
    }
    const name = this.name();
    if (RESERVED.includes(name)) throw new SyntaxError(`"${name}" is a reserved word`);
    return this.is('(') ? this.call(name, false) : 'name';
  }

  private call(name: string, onSomething: boolean): Shape {
    const shapes: Shape[] = [];
    this.entries('(', ')', () => shapes.push(this.expression()), false);
    if (!onSomething && name === 'has' && shapes.length === 1 && shapes[0] !== 'field') throw new SyntaxError('has() is not of a field');
    if (onSomething && MACROS[name]?.includes(shapes.length) && shapes[0] !== 'name') throw new SyntaxError(`the first argument of ${name}() is not a name`);
    return 'other';
  }

  private pair(): void {
    this.expression();
    this.need(':');
    this.expression();
  }

  /** Entries between brackets. In lists and maps a comma may end them. */
  private entries(open: string, close: string, entry: () => void, mayEndInComma = true): Shape {
    this.need(open);
    while (!this.take(close)) {
      entry();
      if (this.take(',')) {
        if (!mayEndInComma && this.is(close)) this.fail();
      } else if (!this.is(close)) {
        this.fail();
      }
    }
    return 'other';
  }

  private name(): string {
    const token = this.tokens[this.at];
    if (token?.kind !== 'name' || LITERALS.includes(token.text) || token.text === 'in') this.fail();
    this.at++;
    return token.text;
  }

  private is(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.text === text && token.kind !== 'text';
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) this.fail();
  }

  private fail(): never {
    const token = this.tokens[this.at];
    throw new SyntaxError(token ? `${token.text} is not expected` : 'something is missing at the end');
  }
}
