import { ValuePattern } from './value-pattern';
import * as l1 from '../../imports/security.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireSome } from '../core/require';

const PRESENT = '*';

/**
 * What a validated token must say. Values are compared as text, so numbers and booleans never match; of a list, one element has to.
 * A RequestAuthentication has to validate the token for the same workloads, or the claim is never there.
 *
 * A nested claim is written with dots, `realm_access.roles`; a dot inside a name as `\.`, for example `https://example\.com/roles`.
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class Claim {
  /**
   * The claim has one of these values.
   * @param name claim, nested with dots
   * @param values any of these; for a list, one element. `scope` and `permission` are lists with spaces between
   */
  public static oneOf(name: string, ...values: string[]): Claim {
    requireSome('Claim.oneOf', 'values', values);
    return new Claim({ key: keyOf('Claim.oneOf', name), values: exact(values) });
  }

  /**
   * The claim is not there, or has none of these values.
   * @param name claim, nested with dots
   * @param values none of these
   */
  public static noneOf(name: string, ...values: string[]): Claim {
    requireSome('Claim.noneOf', 'values', values);
    return new Claim({ key: keyOf('Claim.noneOf', name), notValues: exact(values) });
  }

  /**
   * The claim has a value of this form.
   * @param name claim, nested with dots
   * @param pattern form of the value
   */
  public static like(name: string, pattern: ValuePattern): Claim {
    return new Claim({ key: keyOf('Claim.like', name), values: [pattern._render()] });
  }

  /**
   * The claim is there, as a text that is not empty.
   * @param name claim, nested with dots
   */
  public static present(name: string): Claim {
    return new Claim({ key: keyOf('Claim.present', name), values: [PRESENT] });
  }

  /**
   * The claim is not there, or is no text. Without a token no claim is there.
   * @param name claim, nested with dots
   */
  public static absent(name: string): Claim {
    return new Claim({ key: keyOf('Claim.absent', name), notValues: [PRESENT] });
  }

  /**
   * The token is about one of these subjects.
   * @param subjects the `sub` claim, any of these
   */
  public static subject(...subjects: string[]): Claim {
    requireSome('Claim.subject', 'subjects', subjects);
    return new Claim({ key: keyOf('Claim.subject', 'sub'), values: exact(subjects) });
  }

  /**
   * The token is of one of these issuers.
   * @param issuers the `iss` claim, any of these, exactly as the issuer writes it
   */
  public static issuer(...issuers: string[]): Claim {
    requireSome('Claim.issuer', 'issuers', issuers);
    return new Claim({ key: keyOf('Claim.issuer', 'iss'), values: exact(issuers) });
  }

  private constructor(private readonly condition: l1.AuthorizationPolicySpecRulesWhen) {}

  /**
   * What to write into `when`.
   * @internal
   */
  public _render(): l1.AuthorizationPolicySpecRulesWhen {
    return { ...this.condition };
  }

  /**
   * What a token, or its absence, must not say for the claim to hold.
   * @internal
   */
  public get _negated(): Claim {
    const { key, values, notValues } = this.condition;
    return new Claim({ key, values: notValues, notValues: values });
  }
}

function exact(values: string[]): string[] {
  return [...new Set(values.map(value => ValuePattern.exact(value)._render()))];
}

/** `a.b` is `request.auth.claims[a][b]`. */
function keyOf(where: string, name: string): string {
  const parts = name.split(/(?<!\\)\./).map(part => part.replace(/\\\./g, '.'));
  if (parts.some(part => part === '' || /[[\]]/.test(part))) {
    throw new UsageError(where, `the claim is ${quoted(name)}`, 'join the names of nested claims with dots, for example "realm_access.roles"; Istio knows no brackets in them');
  }
  if (parts.length > 1 && /[:/]/.test(name)) {
    throw new UsageError(where, `the claim is ${quoted(name)}, which would be ${parts.map(quoted).join(' in ')}`, `write a dot that is part of a name as "\\.": ${name.replace(/(?<!\\)\./g, '\\.')}`);
  }
  return `request.auth.claims${parts.map(part => `[${part}]`).join('')}`;
}
