import { literalStart } from './regex';
import { Match } from '../../traffic/match';
import { starts } from '../../traffic/path-index';

/** An exact path is held against so many regular expressions at most: more than anybody has, and still quick. */
const REGEXES = 100;

interface Entry<T> {
  readonly item: T;
  readonly order: number;
}

/** Matches, to be found by one that they may contain. It says neither less nor more of what they say of one field each. */
export class CoverIndex<T> {
  private readonly buckets = new Map<string, Entry<T>[]>();
  private readonly regexes: Entry<T>[] = [];
  private longest = 0;
  private count = 0;

  public add(match: Match, item: T): void {
    const { path } = match;
    const entry = { item, order: this.count++ };
    if (path?.is === 'regex') this.regexes.push(entry);
    else this.longest = Math.max(this.longest, path?.value.length ?? 0);
    const key = `${path ? pathText(path.is, path.value) : ''}\n${broadText(match)}`;
    const bucket = this.buckets.get(key);
    if (bucket) bucket.push(entry);
    else this.buckets.set(key, [entry]);
  }

  /** Those that may contain a match, in the order in which they were added. */
  public candidates(match: Match): T[] {
    const values = ['', ...narrowTexts(match)];
    const found = ['', ...this.paths(match)].flatMap(path => values.flatMap(value => this.buckets.get(`${path}\n${value}`) ?? []));
    if (match.path?.is === 'exact') found.push(...this.regexes.slice(0, REGEXES));
    return found.sort((a, b) => a.order - b.order).map(({ item }) => item);
  }

  private paths({ path }: Match): string[] {
    if (!path) return [];
    const text = path.is === 'regex' ? literalStart(path.value) : path.value;
    const above = starts(text, this.longest).map(start => pathText('startsWith', start));
    return path.is === 'regex' ? [...above, pathText('regex', path.value)] : above;
  }
}

/** The same for a few. */
export class ShortList<T> {
  private readonly items: T[] = [];

  public add(_match: Match, item: T): void {
    this.items.push(item);
  }

  public candidates(_match: Match): T[] {
    return this.items;
  }
}

function pathText(is: string, value: string): string {
  return is === 'regex' ? `regex ${value}` : `text ${value.toLowerCase()}`;
}

/** One thing that a match asks for: what it contains must ask for it too. */
function broadText({ values }: Match): string {
  const keys = Object.keys(values).filter(key => key !== 'gateway');
  const exact = keys.find(key => values[key].is === 'exact');
  if (exact !== undefined) return valueText(exact, (values[exact] as { value: string }).value);
  return keys.length > 0 ? valueText(keys[0]) : '';
}

function narrowTexts({ values }: Match): string[] {
  return Object.entries(values).flatMap(([key, condition]) => [valueText(key), ...(condition.is === 'exact' ? [valueText(key, condition.value)] : [])]);
}

function valueText(key: string, value?: string): string {
  return value === undefined ? key : `${key}=${value}`;
}
