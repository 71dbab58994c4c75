import { Rule } from '../rule';
import { ambientAndSidecar } from './ambient-and-sidecar';
import { badLabelValue } from './bad-label-value';
import { missingWaypoint } from './missing-waypoint';
import { notInjected } from './not-injected';
import { twoInjectionLabels } from './two-injection-labels';
import { unknownLabel } from './unknown-label';

export const NAMESPACE_RULES: Rule[] = [
  ambientAndSidecar,
  badLabelValue,
  missingWaypoint,
  notInjected,
  twoInjectionLabels,
  unknownLabel,
];
