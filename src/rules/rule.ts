import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { Settings } from '../model/settings';
import { Severity } from '../report/message';
import { Sometimes } from '../report/rule-page';

/** An object that takes part in a finding, with the field where there is one. */
export interface Place {
  readonly object: MeshObject;
  /** Path of the field, and its value where that says more: `spec.mtls.mode is STRICT`. */
  readonly field?: string;
}

/** One place where a rule is broken. */
export interface Finding {
  /** The object to change. */
  readonly at: MeshObject;
  readonly field?: string;
  /** How grave it is here, where that is not what the rule says. */
  readonly severity?: Severity;
  /** Every other object that takes part. */
  readonly and?: Place[];
  /** The fact, with the value found and the values known. */
  readonly problem: string;
  /** What to write instead, in terms of the constructs. */
  readonly fix: string;
}

/** Something that must not be, worked out from what is written. Severity, wording frame and order are the checker's. */
export interface Rule {
  /** `folder/name` of the file. The name is the bad thing. */
  readonly id: string;
  readonly severity: Severity;
  /** Where findings have another severity than that. */
  readonly sometimes?: Sometimes;
  /** What is wrong, in a line. */
  readonly summary: string;
  /** What Istio, Kubernetes or cdk8s does then. */
  readonly why: string;
  /** The same in other tools. Istio's codes are those of its analyze-suppress annotation. */
  readonly sameAs: string[];
  /** Documents that break this rule and no other. */
  readonly bad: string;
  /** Documents that break none. */
  readonly good: string;
  /** What the examples need to know of their mesh. */
  readonly examplesSettings?: Partial<Settings>;
  /** What exists already where the examples are applied. */
  readonly examplesInventory?: string;
  /** How the app of the examples writes its files, where that matters. */
  readonly examplesWrittenAs?: 'FILE_PER_RESOURCE';
  check(mesh: Mesh): Iterable<Finding>;
}
