import { durationText } from '../core/duration';
import { StepPlan } from '../resources/step-plan';

/** A copy of requests before the first step. */
export interface ArgoMirror {
  /** Name of the route that Argo Rollouts writes. */
  readonly name: string;
  readonly percent: number;
}

/**
 * `spec.strategy.canary.steps` of a Rollout.
 * @param plan shares, and how long each holds
 * @param mirror the mirror holds as long as a step
 */
export function argoSteps({ _percents: percents, _every: every }: StepPlan, mirror?: ArgoMirror): object[] {
  const pause = { pause: every ? { duration: durationText(every) } : {} };
  return [...mirror ? mirrored(mirror, pause) : [], ...percents.flatMap(percent => [{ setWeight: percent }, pause])];
}

/** At weight 0 there are no new pods, so they are asked for. A step without `match` removes the route. */
function mirrored({ name, percent }: ArgoMirror, pause: object): object[] {
  return [
    { setCanaryScale: { weight: percent } },
    { setMirrorRoute: { name, percentage: percent, match: [{ path: { prefix: '/' } }] } },
    pause,
    { setMirrorRoute: { name } },
    { setCanaryScale: { matchTrafficWeight: true } },
  ];
}
