import { Severity } from './message';
import { RulePage } from './rule-page';

/** Where something is, as reports name it. */
export interface ReportedPlace {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Path of the field, and its value where that says more: `spec.mtls.mode is STRICT`. */
  readonly field?: string;
  /** Path of the construct, where constructs wrote it. */
  readonly construct?: string;
  readonly file?: string;
  /** Line in the file, from one. */
  readonly line?: number;
}

/** A finding as plain data, for reports of any form. */
export interface ReportedFinding extends ReportedPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly problem: string;
  readonly why?: string;
  readonly fix: string;
  /** Whatever else takes part. */
  readonly also: ReportedPlace[];
  /** The same in other tools. */
  readonly sameAs: string[];
}

/** What a check found. */
export interface Report {
  readonly findings: ReportedFinding[];
  /** How many objects were looked at. */
  readonly objects: number;
  /** What could not be read, and is therefore not checked. */
  readonly unread?: ReportedFault[];
  /** What there is to say of the rules of the findings. */
  readonly rules?: RulePage[];
  /** Version of this library. */
  readonly version?: string;
}

/** A text that could not be read. */
export interface ReportedFault {
  readonly file: string;
  /** Line in the file, from one. */
  readonly line?: number;
  readonly text: string;
}
