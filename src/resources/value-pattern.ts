import { quoted, UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

/**
 * How a header, claim or server name is compared in an *access* rule: the whole value, or one end of it. Case-sensitive.
 * Istio has no regular expressions here. For routes use `StringMatch`.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition
 */
export class ValuePattern {
  /**
   * The whole value.
   * @param value text; a star at its start or end would be a wildcard and is refused
   */
  public static exact(value: string): ValuePattern {
    requireNonEmpty('ValuePattern.exact', 'value', value);
    if (value.startsWith('*') || value.endsWith('*')) {
      throw new UsageError('ValuePattern.exact', `value is ${quoted(value)}, and Istio reads the star as a wildcard`, 'use ValuePattern.startsWith or ValuePattern.suffix, without star');
    }
    return new ValuePattern(value);
  }

  /**
   * How the value starts.
   * @param start text, without star; empty is refused
   */
  public static startsWith(start: string): ValuePattern {
    requireNonEmpty('ValuePattern.startsWith', 'start', start);
    if (start.startsWith('*')) {
      throw new UsageError('ValuePattern.startsWith', `start is ${quoted(start)}, and Istio knows a wildcard at one end only`, 'leave the star out');
    }
    return new ValuePattern(`${start}*`);
  }

  /**
   * How the value ends.
   * @param end text, without star; empty is refused
   */
  public static suffix(end: string): ValuePattern {
    requireNonEmpty('ValuePattern.suffix', 'end', end);
    if (end.includes('*')) {
      throw new UsageError('ValuePattern.suffix', `end is ${quoted(end)}, and Istio knows a wildcard at one end only`, 'leave the star out');
    }
    return new ValuePattern(`*${end}`);
  }

  private constructor(private readonly pattern: string) {}

  /**
   * The value as Istio writes it.
   * @internal
   */
  public _render(): string {
    return this.pattern;
  }
}
