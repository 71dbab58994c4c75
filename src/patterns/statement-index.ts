import { Chart } from 'cdk8s';
import { madeAt } from '../core/maps';

/** What is said of something. */
export interface Topic {
  /** Names of what it is said of. */
  readonly of: string[];
  /** Names of what it may contradict, where that are others. */
  readonly against?: string[];
  /** Same text, no contradiction. */
  readonly what: string;
}

/** A statement with its chart. */
export interface Filed<T> {
  readonly said: T;
  readonly chart: Chart;
}

type ByText<T> = Map<string, Numbered<T>[]>;

interface Numbered<T> extends Filed<T> {
  readonly number: number;
}

/** Statements by what they are about, so that not each is compared with all others. */
export class StatementIndex<T> {
  private readonly byName = new Map<string, ByText<T>>();
  private count = 0;

  public add(topics: Topic[], filed: Filed<T>): void {
    const numbered = { ...filed, number: this.count++ };
    for (const { of, what } of topics) {
      for (const name of new Set(of)) {
        const byText: ByText<T> = madeAt(this.byName, name, () => new Map<string, Numbered<T>[]>());
        madeAt(byText, what, () => new Array<Numbered<T>>()).push(numbered);
      }
    }
  }

  /** Those that say something else of one of the topics, in the order in which they were added. */
  public near(topics: Topic[]): Filed<T>[] {
    const found = new Set<Numbered<T>>();
    for (const { of, against = of, what } of topics) {
      for (const name of against) {
        for (const [text, list] of this.byName.get(name) ?? []) {
          if (text !== what) list.forEach(each => found.add(each));
        }
      }
    }
    return [...found].sort((a, b) => a.number - b.number);
  }
}
