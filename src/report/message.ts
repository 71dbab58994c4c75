/** How grave it is. */
export type Severity = 'error' | 'warning' | 'advice';

/** One thing to tell the user. */
export interface Message {
  readonly severity: Severity;
  /** Id of the rule. */
  readonly rule: string;
  /** The fact, enough on its own. */
  readonly problem: string;
  /** Object and field. */
  readonly at?: string;
  /** Whatever else takes part. */
  readonly and?: string[];
  /** What Istio, Kubernetes or cdk8s does with it. */
  readonly why?: string;
  /** What to write instead. */
  readonly fix: string;
}

/** The message as text: the fact, then the rest on lines of their own. The path of the construct goes before it. */
export function messageText({ severity, rule, problem, at, and = [], why, fix }: Message): string {
  return [
    `${severity}[${rule}]: ${problem}`,
    ...line('at:  ', at),
    ...and.flatMap(other => line('and: ', other)),
    ...line('why: ', why),
    ...line('fix: ', fix),
    ...(isRule(rule) ? [`doc: cdk8s-istio explain ${rule}`] : []),
  ].join('\n    ');
}

/** What a call was given wrong is none. It has no page, since each says all there is to say, and nobody can accept it. */
export function isRule(id: string): boolean {
  return id.includes('/');
}

function line(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${label}${text}`];
}
