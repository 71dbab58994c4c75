/** Numbers that look random and are the same in every run. */
export class Random {
  public constructor(private state: number) {}

  /** From 0 to below 1 (mulberry32). */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0; // eslint-disable-line no-bitwise -- the generator is made of bit operations
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1); // eslint-disable-line no-bitwise -- as above
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61); // eslint-disable-line no-bitwise -- as above
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296; // eslint-disable-line no-bitwise -- as above
  }

  public pick<T>(values: T[]): T {
    return values[Math.floor(this.next() * values.length)];
  }

  public chance(share: number): boolean {
    return this.next() < share;
  }
}
