import { requireNonEmpty, requireRe2 } from '../core/require';
import { TextCondition } from '../traffic/text';

/**
 * How a value of a request is compared when it is *routed*. Always the whole value; regular expressions are RE2.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class StringMatch {
  /**
   * The whole value, case-sensitive.
   * @param value text to compare with
   */
  public static exact(value: string): StringMatch {
    return new StringMatch({ is: 'exact', value });
  }

  /**
   * How the value starts (Istio's `prefix`).
   * @param start text, not empty
   */
  public static startsWith(start: string): StringMatch {
    requireNonEmpty('StringMatch.startsWith', 'start', start);
    return new StringMatch({ is: 'startsWith', value: start });
  }

  /**
   * How the value ends. Written as a regular expression, because Istio has no suffix match here.
   * @param end text, not empty
   */
  public static suffix(end: string): StringMatch {
    requireNonEmpty('StringMatch.suffix', 'end', end);
    return new StringMatch({ is: 'suffix', value: end });
  }

  /**
   * What the value contains, literally. Written as a regular expression, because Istio has no such match.
   * @param part text, not empty
   */
  public static contains(part: string): StringMatch {
    requireNonEmpty('StringMatch.contains', 'part', part);
    return new StringMatch({ is: 'contains', value: part });
  }

  /**
   * An RE2 expression for the *whole* value: `.*Chrome.*`, not `Chrome`.
   * @param re2 expression; lookarounds and backreferences do not exist in RE2
   */
  public static regex(re2: string): StringMatch {
    requireRe2('StringMatch.regex', re2);
    return new StringMatch({ is: 'regex', value: re2 });
  }

  private constructor(private readonly condition: TextCondition) {}

  /**
   * The condition as the algebra of matches has it.
   * @internal
   */
  public get _condition(): TextCondition {
    return this.condition;
  }
}
