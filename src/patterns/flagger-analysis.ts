import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { UsageError } from '../core/errors';
import { requireDuration, requireInteger, requirePercent } from '../core/require';
import { StepPlan } from '../resources/step-plan';

/** What is said about the steps of a release. */
interface Said {
  readonly steps: StepPlan;
  readonly minSuccessPercent?: number;
  readonly maxDuration?: Duration;
  readonly maxFailedChecks?: number;
}

/** Flagger takes a shorter interval for this one. */
const SHORTEST = 10;
const WINDOW = 60;

/** `spec.analysis` of a Canary. */
export function analysis(where: IConstruct, { steps, minSuccessPercent = 99, maxDuration, maxFailedChecks = 5 }: Said): object {
  requirePercent(where, 'minSuccessPercent', minSuccessPercent);
  requireInteger(where, 'maxFailedChecks', maxFailedChecks, 1);
  if (maxDuration) requireDuration(where, 'maxDuration', maxDuration);
  const seconds = intervalOf(where, steps);
  // A longer window would judge requests of the step before.
  const interval = text(Math.min(seconds, WINDOW));
  const duration = maxDuration && { name: 'request-duration', thresholdRange: { max: maxDuration.toMilliseconds() }, interval };
  return {
    interval: text(seconds),
    threshold: maxFailedChecks,
    stepWeights: steps._percents,
    metrics: [{ name: 'request-success-rate', thresholdRange: { min: minSuccessPercent }, interval }, ...duration ? [duration] : []],
  };
}

function intervalOf(where: IConstruct, { _every: every }: StepPlan): number {
  if (!every) throw new UsageError(where, 'the steps are to be approved by a person', 'use StepPlan.timed: Flagger goes on by itself, as its checks say');
  const seconds = every.toMilliseconds() / 1000;
  if (!Number.isInteger(seconds) || seconds < SHORTEST) throw new UsageError(where, `the time between steps is ${seconds} seconds`, `use whole seconds, ${SHORTEST} or more`);
  return seconds;
}

/** In minutes or seconds: the CRD knows no other unit. */
function text(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
