import { UsageError, quoted } from '../core/errors';
import { requireRe2 } from '../core/require';
import { PathCondition } from '../traffic/path';

/**
 * Which paths a request is *routed* by. Never the query string. For access rules use `PathPattern`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class PathMatch {
  /**
   * The whole path.
   * @param path path, for example `/login`; `/login/` is another one
   */
  public static exact(path: string): PathMatch {
    requirePath('PathMatch.exact', path);
    return new PathMatch({ is: 'exact', value: path });
  }

  /**
   * A path and what is under it: `/a` is `/a` and everything under `/a/`, but not `/ab`. `/a/` is only what is under it; `/` is everything.
   * @param path path of whole segments
   */
  public static prefix(path: string): PathMatch {
    requirePath('PathMatch.prefix', path);
    return new PathMatch({ is: path.endsWith('/') ? 'startsWith' : 'segments', value: path });
  }

  /**
   * Istio's own `prefix`: any path that starts so, `/ab` for `/a` as well.
   * @param text how the path starts
   */
  public static startsWith(text: string): PathMatch {
    requirePath('PathMatch.startsWith', text);
    return new PathMatch({ is: 'startsWith', value: text });
  }

  /**
   * An RE2 expression for the whole path.
   * @param re2 expression
   */
  public static regex(re2: string): PathMatch {
    requireRe2('PathMatch.regex', re2);
    return new PathMatch({ is: 'regex', value: re2 });
  }

  private constructor(private readonly condition: PathCondition) {}

  /** The same without regard to case. Not for regular expressions: write `(?i)` there, Istio ignores the setting for them. */
  public ignoringCase(): PathMatch {
    if (this.condition.is === 'regex') {
      throw new UsageError('PathMatch.ignoringCase', `${quoted(this.condition.value)} is a regular expression`, `use PathMatch.regex(${quoted(`(?i)${this.condition.value}`)})`);
    }
    return new PathMatch({ ...this.condition, ignoreCase: true });
  }

  /**
   * The condition as the algebra of matches has it. None where every path is meant.
   * @internal
   */
  public get _condition(): PathCondition | undefined {
    return this.condition.is === 'startsWith' && this.condition.value === '/' ? undefined : this.condition;
  }
}

function requirePath(where: string, path: string): void {
  if (!path.startsWith('/')) throw new UsageError(where, `the path is ${quoted(path)}`, 'start the path with "/"');
  if (/[?#]/.test(path)) throw new UsageError(where, `the path is ${quoted(path)}, with a query or fragment`, 'leave it out; match the query with RequestMatch.query');
}
