import { CheckNode } from './check-node';
import { repeated } from './repeated';
import * as say from './say';
import { whereItBelongs } from './suggestions';
import { isPresent, isScalar } from './types';
import { Violation, Words } from './violation';
import { joined } from './words';

/**
 * Holds a value against a schema. It goes no deeper than the schema does, and where all is right it makes nothing: no iterators either, since
 * before V8 optimizes this, which takes some thousand objects, they cost more than what they iterate over.
 */
export class Walk {
  public readonly violations: Violation[] = [];
  /** The value has something that the API server takes away or refuses: unknown fields, nulls, values of a wrong type. */
  public differs = false;
  /** Some field is null that must not be, which is no value for an API server. */
  public hasNulls = false;
  private readonly keys: (string | number)[] = [];
  private readonly nodes: CheckNode[] = [];
  private depth = 0;

  /** Tells whether the value has the type that the schema wants. */
  public visit(node: CheckNode, value: unknown): boolean {
    const { type } = node;
    if (type === 'object') {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.wrongType(node, value);
      this.object(node, value as { [key: string]: unknown });
    } else if (type === 'array') {
      if (!Array.isArray(value)) return this.wrongType(node, value);
      this.list(node, value);
    } else if (type !== 'any') {
      if (!isScalar(node, value)) return this.wrongType(node, value);
      this.scalar(node, value);
    }
    return true;
  }

  private object(node: CheckNode, value: { [key: string]: unknown }): void {
    const { fields, others } = node;
    let right = true;
    let size = 0;
    for (const key in value) { // eslint-disable-line guard-for-in -- what was parsed inherits nothing
      const item = value[key];
      const child = fields?.get(key) ?? others;
      if (item === undefined) continue;
      if (child) {
        if (child.plain && typeof item === child.type) {
          size++;
          continue;
        }
        if (item === null && !child.nullable) {
          this.differs = this.hasNulls = true;
          continue;
        }
        if (!this.field(node, key, child, item)) right = false;
      } else if (!node.open) {
        right = this.unknown(node, key, value);
      }
      size++;
    }
    if (!node.bare && this.fieldsFit(node, value, size) && right && node.checks.length > 0) this.check(node, value);
  }

  private field(node: CheckNode, key: string | number, child: CheckNode, item: unknown): boolean {
    if (item === null && child.nullable) return true;
    this.nodes[this.depth] = node;
    this.keys[this.depth++] = key;
    const right = this.visit(child, item);
    this.depth--;
    return right;
  }

  private fieldsFit(node: CheckNode, value: { [key: string]: unknown }, size: number): boolean {
    const { required, exclusive } = node;
    let right = true;
    for (let i = 0; i < required.length; i++) {
      const name = required[i];
      if (isPresent(value, name)) continue;
      right = false;
      // The name that was meant for it is reported already.
      if (!say.isMeantBy(name, value, node)) this.report('required', say.missing(this.path(), name), name);
    }
    for (let i = 0; i < exclusive.length; i++) {
      const names = exclusive[i];
      if (presentOf(value, names) < 2) continue;
      right = false;
      this.report('one-of', say.several(this.path(), names.filter(name => isPresent(value, name))));
    }
    return (!node.limits || this.fits(node, value, size)) && right;
  }

  private list(node: CheckNode, value: unknown[]): void {
    const { items } = node;
    let right = !node.limits || this.fits(node, value, value.length);
    for (let i = 0; items && i < value.length; i++) {
      if (items.plain && typeof value[i] === items.type) continue;
      if (!this.field(node, i, items, value[i])) right = false;
    }
    if (node.bare) return;
    if (right && node.keys && value.length > 1) right = this.apart(node, value);
    if (right && node.checks.length > 0) this.check(node, value);
  }

  private apart(node: CheckNode, value: unknown[]): boolean {
    const again = repeated(value, node.keys!);
    for (const [index, first] of again) this.report('duplicate-key', say.repeated(this.path(), index, first, node.keys!, value[index]), index);
    return again.length === 0;
  }

  private scalar(node: CheckNode, value: unknown): void {
    if (node.values && !node.values.has(value)) return this.report('enum', say.strange(this.path(), value, node.values));
    if (node.limits && !this.fits(node, value, typeof value === 'number' ? value : sizeOf(value as string, node.limits.max))) return;
    if (node.pattern && !node.pattern.test(value as string)) return this.report('pattern', say.unlike(this.path(), value, node.pattern));
    if (node.format === 'byte' && !isBase64(value as string)) return this.report('pattern', say.notBase64(this.path(), value));
    if (node.checks.length > 0) this.check(node, value);
  }

  private fits({ limits, type }: CheckNode, value: unknown, size: number): boolean {
    if (!limits || (size >= limits.min && size <= limits.max)) return true;
    this.report('limit', say.beyond(this.path(), type, value, size, limits));
    return false;
  }

  private check(node: CheckNode, value: unknown): void {
    const { checks } = node;
    for (let i = 0; i < checks.length; i++) {
      const check = checks[i];
      if (check.holds(value)) continue;
      const name = this.path();
      this.report(check.id, { problem: check.problem(value, name), fix: check.fix(value, name) }, check.at?.(value), check.webhook);
      // What the schema refuses, the webhook is not asked about.
      return;
    }
  }

  private wrongType(node: CheckNode, value: unknown): boolean {
    this.differs = true;
    this.report('wrong-type', say.wrongType(this.path(), node, value));
    return false;
  }

  private unknown(node: CheckNode, key: string, value: object): boolean {
    this.differs = true;
    // Lists are no level of their own: nobody moves a field there.
    const levels = [...this.nodes.slice(0, this.depth), node].map((each, depth) => ({ node: each, path: this.path(depth) })).filter(each => each.node.fields);
    this.report('unknown-field', say.unknown(this.path(), key, whereItBelongs(key, value, levels)), key);
    return false;
  }

  private report(kind: string, words: Words, key: string | number | string[] = [], webhook = false): void {
    const keys: Array<string | number> = Array.isArray(key) ? key : [key];
    this.violations.push({ kind, field: keys.reduce<string>(joined, this.path()), ...words, ...webhook && { webhook } });
  }

  private path(depth = this.depth): string {
    let path = '';
    for (let i = 0; i < depth; i++) path = joined(path, this.keys[i]);
    return path;
  }
}

function presentOf(value: { [key: string]: unknown }, names: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < names.length; i++) if (isPresent(value, names[i])) count++;
  return count;
}

/** Kubernetes counts code points. There are never more of them than of the units that JavaScript counts. */
function sizeOf(text: string, max: number): number {
  return text.length <= max && text.length > 1 ? text.length : [...text.slice(0, 2 * max + 2)].length;
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''));
}
