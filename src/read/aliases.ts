import { Unreadable } from './unreadable';

/** As many values as Go's reader lets aliases make without looking at the proportion. */
const MAX_VALUES = 400_000;

/** What may begin an anchor. Behind a key in quotes it needs no blank. */
export const ANCHOR = /(?:^|[\s,[{:])&\S/;

/** How a `<<` without quotes is read, with a number behind it: there may be several in one mapping. No text has a zero byte. */
export const MERGE = '<<\0';

/** A value in which every alias is a copy and every `<<` is merged, as a reader of JSON would have it. */
export function expanded(value: any, source: string): any {
  return new Expansion(source).of(value);
}

class Expansion {
  /** Collections that are being copied: one that is met again holds itself. */
  private readonly open = new Set<object>();
  private readonly seen = new Set<object>();
  private repeated = 0;
  private again = 0;

  public constructor(private readonly source: string) {}

  public of(value: any): any {
    if (this.again > 0 && ++this.repeated > MAX_VALUES) throw this.unreadable(`aliases make more than ${MAX_VALUES} values; Kubernetes refuses that`);
    if (typeof value === 'string') return value.startsWith(MERGE) ? '<<' : value;
    if (typeof value !== 'object' || value === null) return value;
    if (this.open.has(value)) throw this.unreadable('an anchor contains an alias to itself');
    const isAgain = this.seen.has(value);
    this.seen.add(value);
    this.open.add(value);
    if (isAgain) this.again++;
    const copy = Array.isArray(value) ? value.map(each => this.of(each)) : this.mapping(value);
    if (isAgain) this.again--;
    this.open.delete(value);
    return copy;
  }

  /** As Go's reader has it, `<<` replaces what stands before it and is replaced by what stands after it. */
  private mapping(value: any): any {
    const copy: any = {};
    for (const [key, each] of Object.entries(value)) {
      if (key.startsWith(MERGE)) this.merge(copy, this.of(each));
      else set(copy, key, this.of(each));
    }
    return copy;
  }

  /** Of several mappings the first wins. */
  private merge(target: any, value: any): void {
    for (const source of Array.isArray(value) ? [...value].reverse() : [value]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) throw this.unreadable('"<<" merges mappings only');
      Object.entries(source).forEach(([key, each]) => set(target, key, each));
    }
  }

  private unreadable(reason: string): Unreadable {
    return new Unreadable(reason, Math.max(this.source.search(/\*[^\s,[\]{}]|<</), 0));
  }
}

/** A plain assignment would set the prototype for the key `__proto__`. */
function set(target: any, key: string, value: any): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
