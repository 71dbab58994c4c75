import { Duration } from 'cdk8s';

/** A duration as Istio reads it, in the largest unit that keeps it whole: `1h`, `90s`, `250ms`. */
export function durationText(duration: Duration): string {
  const milliseconds = Math.round(duration.toMilliseconds());
  const units: [string, number][] = [['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]];
  const [unit, size] = units.find(([, each]) => milliseconds >= each && milliseconds % each === 0) ?? ['s', 1000];
  return `${milliseconds / size}${unit}`;
}
