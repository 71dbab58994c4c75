import { Duration } from 'cdk8s';
import { UsageError } from '../core/errors';
import { requireDuration, requireInteger, requireSome } from '../core/require';

/** How a controller moves traffic to a new version: in steps, each of a share of the requests. After the last step it has all of them. */
export class StepPlan {
  /**
   * The steps follow each other by themselves, as long as nothing fails.
   * @param every time between steps
   * @param percents share of the new version at each step, in whole percent, 1 to 100, rising
   */
  public static timed(every: Duration, ...percents: number[]): StepPlan {
    requireDuration('StepPlan.timed', 'every', every);
    requireRising('StepPlan.timed', percents);
    return new StepPlan([...percents], every);
  }

  /**
   * A person approves each step (Argo Rollouts only).
   * @param percents share of the new version at each step, in whole percent, 1 to 100, rising
   */
  public static approved(...percents: number[]): StepPlan {
    requireRising('StepPlan.approved', percents);
    return new StepPlan([...percents]);
  }

  private constructor(private readonly percents: number[], private readonly every?: Duration) {}

  /**
   * Share of the new version at each step, in whole percent, rising.
   * @internal
   */
  public get _percents(): number[] {
    return this.percents;
  }

  /**
   * Time between steps. None where a person approves them.
   * @internal
   */
  public get _every(): Duration | undefined {
    return this.every;
  }
}

function requireRising(where: string, percents: number[]): void {
  requireSome(where, 'percents', percents);
  percents.forEach(percent => requireInteger(where, 'the share of a step', percent, 1, 100));
  const fall = percents.findIndex((percent, i) => i > 0 && percent <= percents[i - 1]);
  if (fall > 0) throw new UsageError(where, `the step to ${percents[fall]} percent follows one to ${percents[fall - 1]} percent`, 'name the shares in rising order, each once');
}
