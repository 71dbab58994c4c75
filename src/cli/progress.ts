import { Terminal } from './terminal';

/** How long a run may take before it says how far it is, and how often it says so, in milliseconds. */
const PATIENCE = 1000;
const INTERVAL = 100;

/** Tells of a long run how far it is. A short one stays silent. */
export class Progress {
  private readonly first = Date.now() + PATIENCE;
  private next = this.first;
  private isShown = false;

  public constructor(private readonly terminal: Terminal) {}

  public say(text: string): void {
    const now = Date.now();
    if (!this.terminal.progress || now < this.next) return;
    this.next = now + INTERVAL;
    this.isShown = true;
    this.terminal.progress(text);
  }

  /** Says what comes now, however short ago something was said: that may take long. */
  public begin(text: string): void {
    this.next = this.first;
    this.say(text);
  }

  /** Leaves the line empty for what comes then. */
  public end(): void {
    if (this.isShown) this.terminal.progress!('');
    this.isShown = false;
  }
}
