/** What a message says of one thing that is wrong. */
export interface Words {
  /** The fact, with the value found. */
  readonly problem: string;
  /** What to write instead. */
  readonly fix: string;
}

/** What a schema can be broken by, besides its checks. */
export const KINDS = ['duplicate-key', 'enum', 'kind', 'limit', 'one-of', 'pattern', 'required', 'unknown-field', 'version', 'wrong-type'] as const;

/** One way in which an object is not what its schema says. */
export interface Violation extends Words {
  /** One of `KINDS`, or the id of a check. */
  readonly kind: string;
  /** Path of the field at fault: `spec.http[0].timeout`. */
  readonly field: string;
  /** The schema takes it; what refuses it is istiod's webhook. */
  readonly webhook?: boolean;
}

/** A check beside type and limits, with its words. It is asked about values of the type of its node only, and makes nothing while they are right. */
export interface Check {
  /** Tells whether the value is right. */
  holds(value: any): boolean;
  /** The fact, for a value that is not right. `place` is the path of the value. */
  problem(value: any, place: string): string;
  fix(value: any, place: string): string;
  /** The key inside the value that is at fault, or the keys that lead there. */
  at?(value: any): string | number | string[];
}
