// A picture of who calls whom: boxes, and arrows between them.
import { joined } from './labels';

type Shape = 'outside' | 'gateway' | 'service' | 'version' | 'host';

interface Box {
  readonly id: string;
  readonly shape: Shape;
  readonly lines: string[];
  /** Title of the frame around it. */
  readonly frame?: string;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Copies of requests, not the requests themselves. */
  readonly copies: boolean;
  readonly labels: string[];
}

const BRACKETS: { [shape in Shape]: [string, string] } = {
  outside: ['([', '])'], gateway: ['{{', '}}'], service: ['[', ']'], version: ['(', ')'], host: ['[/', '/]'],
};

/** Boxes and arrows, in the order in which they are first mentioned. */
export class Picture {
  private readonly boxes = new Map<string, Box>();
  private readonly arrows = new Map<string, Arrow>();

  /** Gives the id of a box, which is made when it is new. */
  public box(shape: Shape, lines: string[], frame?: string): string {
    const key = JSON.stringify([shape, lines, frame]);
    const box = this.boxes.get(key) ?? { id: this.freeId(lines[0]), shape, lines, frame };
    this.boxes.set(key, box);
    return box.id;
  }

  /** An arrow, or one more label on it. */
  public arrow(from: string, to: string, label = '', copies = false): void {
    if (from === to) return;
    const key = `${from} ${to} ${copies}`;
    const arrow = this.arrows.get(key) ?? { from, to, copies, labels: [] };
    arrow.labels.push(label);
    this.arrows.set(key, arrow);
  }

  public get isEmpty(): boolean {
    return this.arrows.size === 0;
  }

  /** As a Mermaid flowchart. */
  public render(): string {
    const boxes = [...this.boxes.values()];
    const frames = [...new Set(boxes.flatMap(({ frame }) => frame ?? []))];
    return [
      'flowchart LR',
      ...boxes.filter(({ frame }) => frame === undefined).map(box => `  ${boxText(box)}`),
      ...frames.flatMap((frame, i) => [`  subgraph frame-${i + 1} [${quoted(frame)}]`, ...boxes.filter(box => box.frame === frame).map(box => `    ${boxText(box)}`), '  end']),
      ...[...this.arrows.values()].map(arrow => `  ${arrowText(arrow)}`),
    ].join('\n');
  }

  /** Words of its text, and a number where another box has them. Mermaid has words of its own, such as `end`. */
  private freeId(text: string): string {
    const words = `${text.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')}_`;
    const taken = [...this.boxes.values()].map(({ id }) => id);
    let number = 1;
    while (taken.includes(`${words}${number}`)) number++;
    return `${words}${number}`;
  }
}

function boxText({ id, shape, lines }: Box): string {
  const [open, close] = BRACKETS[shape];
  return `${id}${open}${quoted(...lines)}${close}`;
}

function arrowText({ from, to, copies, labels }: Arrow): string {
  const label = joined(labels);
  return `${from} ${copies ? '-.->' : '-->'}${label ? `|${quoted(label)}|` : ''} ${to}`;
}

/** Mermaid reads entities in texts, and ends them at a quotation mark. */
function quoted(...lines: string[]): string {
  return `"${lines.map(line => line.replace(/#/g, '#35;').replace(/"/g, '#quot;').replace(/</g, '#lt;').replace(/>/g, '#gt;')).join('<br>')}"`;
}
